"""A log into a project, read in a child process: a large one keeps no window waiting, and Cancel leaves nothing."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from studio.core.monitoring import LogImport
from studio.data.child import rows_from_child
from studio.data.logs.reading import reading_log
from studio.data.logs.storing import add_log
from studio.errors import ImportFailed
from studio.words import _

_TASK = "studio.evaluating.monitoring.importing:imported"


def import_log(
    project: Path,
    file: Path,
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> LogImport:
    """Bad lines are told, the others come in; raises ImportFailed, ExportFailed, ChildCancelled, ChildDied."""
    arguments = {"project": str(project.resolve()), "file": str(file.resolve())}
    found = None
    for told in rows_from_child(_TASK, arguments, cancelled=cancelled):
        if "done" in told:
            progress(told["done"], told["total"])
        else:
            found = LogImport.model_validate(told)
    if found is None:
        raise ImportFailed(_("The log could not be read: {path}").format(path=file))
    return found


def imported(project: str, file: str) -> Iterator[dict[str, Any]]:
    """The task of the child: bytes read so far, then the import, as JSON values."""
    read = yield from reading_log(Path(file))
    yield add_log(Path(project), Path(file), read, time.time()).model_dump(mode="json")
