"""What is told of a project's logs, worked out in a child process: it can be stopped."""

from collections.abc import Callable
from pathlib import Path

from studio.core.monitoring import MonitoringReport
from studio.data.child import rows_from_child
from studio.errors import ProjectFailed
from studio.words import _

_TASK = "studio.evaluating.monitoring.reporting:reported"


def make_report(
    project: Path,
    dataset_id: int,
    model: str = "",
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> MonitoringReport:
    """Score all logs, compare them with the test set, list what is worth adding; `model` for its lines alone.

    Raises StudioError, ChildCancelled a tenth of a second after `cancelled` said so.
    """
    arguments = {"project": str(project.resolve()), "dataset_id": dataset_id, "model": model}
    found = None
    for told in rows_from_child(_TASK, arguments, cancelled=cancelled):
        if "done" in told:
            progress(told["done"], told["total"])
        else:
            found = MonitoringReport.model_validate(told)
    if found is None:
        raise ProjectFailed(_("The logs could not be looked through."))
    return found
