"""The layouts people have their examples in, and which of them a file has."""

from studio.data.importers.layouts.biomedical import BIOMEDICAL
from studio.data.importers.layouts.chats import CHATS
from studio.data.importers.layouts.choices import CHOICES
from studio.data.importers.layouts.labelled import LABEL_NAMES, LABELLED
from studio.data.importers.layouts.layout import Binding, Layout, Note, Part, Read
from studio.data.importers.layouts.own import OWN
from studio.data.importers.layouts.preferences import PREFERENCES
from studio.data.importers.layouts.rated import RATED
from studio.data.importers.layouts.supervised import SUPERVISED
from studio.data.importers.layouts.texts import MIMIC, TEXT

LAYOUTS: tuple[Layout, ...] = (
    *(OWN, *BIOMEDICAL, *CHOICES, *RATED, *PREFERENCES),
    *(*CHATS, *SUPERVISED, MIMIC, *LABELLED, TEXT),
)
"""The particular ones first: of those that a row has, the first is meant."""

__all__ = ["LABEL_NAMES", "LAYOUTS", "Binding", "Layout", "Note", "Part", "Read"]
