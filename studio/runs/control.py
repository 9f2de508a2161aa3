"""control.jsonl: what the user wants of a running worker."""

import time

from pydantic import ValidationError

from studio.core.control import Control, ControlAction
from studio.errors import RunFailed
from studio.runs.folder import RunFolder
from studio.runs.lines import LineAppender
from studio.words import _


def request(run: RunFolder, action: ControlAction) -> None:
    """Ask the worker of `run`; whoever asks last is obeyed. Raises RunFailed when the folder cannot be written."""
    try:
        lines = LineAppender(run.control)
        try:
            lines.append(Control(action=action, at=time.time()).model_dump_json().encode())
        finally:
            lines.close()
    except OSError as error:
        raise RunFailed(
            _("The request could not be written to {path}.").format(path=run.control), hint=str(error)
        ) from error


class ControlReader:
    """Knows the latest request; asking again costs one look at the file's size while nothing new came."""

    def __init__(self, run: RunFolder) -> None:
        self._path, self._size = run.control, 0
        self._latest: ControlAction | None = None

    def latest(self) -> ControlAction | None:
        """The last request of all, None while there is none."""
        try:
            size = self._path.stat().st_size
            if size != self._size:
                self._latest = _last_action(self._path.read_bytes())
                self._size = size
        except FileNotFoundError:
            return None
        return self._latest


def _last_action(text: bytes) -> ControlAction | None:
    for line in reversed(text.rpartition(b"\n")[0].split(b"\n")):
        try:
            return Control.model_validate_json(line).action
        except ValidationError:
            continue
    return None
