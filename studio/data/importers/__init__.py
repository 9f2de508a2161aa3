"""Files of examples into a project: good rows come in, bad ones are listed with their line and the reason."""

from studio.data.importers.importing import ImportOptions, import_file
from studio.data.importers.inspecting import inspect_file, layout_choices
from studio.data.importers.reading import ImportCancelled
from studio.data.importers.reports import (
    FieldChoice,
    FileSummary,
    ImportReport,
    LayoutChoice,
    PreviewRow,
    SkippedLine,
)

__all__ = [
    "FieldChoice",
    "FileSummary",
    "ImportCancelled",
    "ImportOptions",
    "ImportReport",
    "LayoutChoice",
    "PreviewRow",
    "SkippedLine",
    "import_file",
    "inspect_file",
    "layout_choices",
]
