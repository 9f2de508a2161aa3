"""Lines of a log made draft rows of a data set, in the form that its other rows have."""

from collections.abc import Sequence

from studio.core.monitoring import WorthRow
from studio.data.logs.adding import add_drafts
from studio.data.logs.cases import known_rows
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.data.records import Changes
from studio.errors import ProjectFailed
from studio.evaluating.monitoring.lines import Frames
from studio.words import _


def add_worth(project: Project, dataset_id: int, rows: Sequence[WorthRow]) -> Changes:
    """One step, with the instruction that most rows begin with; raises ProjectFailed."""
    with ProjectReader(project.path) as reader:
        dataset = next((each for each in reader.datasets() if each.id == dataset_id), None)
        if dataset is None:
            raise ProjectFailed(_("This data set no longer exists."))
        instructions = Frames(row.content for row in known_rows(reader, dataset_id)).instructions
    return add_drafts(project, dataset, rows, next(iter(instructions), ""))
