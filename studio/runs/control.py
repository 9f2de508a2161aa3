"""control.jsonl: what the user wants of a running worker."""

import time
from contextlib import suppress

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
        self._actions: tuple[ControlAction, ...] = ()

    def latest(self) -> ControlAction | None:
        """The last request to end of all, None while there is none."""
        return next((each for each in reversed(self._read()) if each != "evaluate_now"), None)

    def evaluations(self) -> int:
        """How often an evaluation was asked for."""
        return self._read().count("evaluate_now")

    def _read(self) -> tuple[ControlAction, ...]:
        try:
            size = self._path.stat().st_size
            if size != self._size:
                self._actions = _actions(self._path.read_bytes())
                self._size = size
        except FileNotFoundError:
            return ()
        return self._actions


def _actions(text: bytes) -> tuple[ControlAction, ...]:
    found: list[ControlAction] = []
    for line in text.rpartition(b"\n")[0].split(b"\n"):
        with suppress(ValidationError):
            found.append(Control.model_validate_json(line).action)
    return tuple(found)
