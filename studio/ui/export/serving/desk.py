"""Does what is asked of servers: looks, starts, tries and stops them; each in the background."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.export import QUANTISED
from studio.errors import StudioError
from studio.models.adapters import bases_for
from studio.ui.background import Background
from studio.ui.export.making.presenter import export_title
from studio.ui.export.serving.presenter import Servable, servable
from studio.ui.messages import Messages
from studio.words import _

if TYPE_CHECKING:
    from studio.serving.asking import TrialAnswer
    from studio.serving.measured import Measured
    from studio.serving.places import ServerState
    from studio.serving.starting import Started, StartWanted

_STRETCHES = 24


@dataclass(frozen=True)
class Look:
    """What is to be seen of one model's server."""

    title: str
    state: "ServerState | None"
    measured: "Measured | None"
    last_words: str = ""
    """Of one that does not run: what it printed last."""
    counted_s: float | None = None
    """How long the counting of its requests took; None where they were not counted."""


class ServingDesk(QObject):
    """What comes of an order is told by signals, on the GUI thread."""

    found = Signal(object)  # tuple[Servable, ...]
    seen = Signal(object)  # Look
    started = Signal(object)  # Started
    start_failed = Signal(object)  # StudioError
    stopped = Signal()
    answered = Signal(object)  # TrialAnswer
    try_failed = Signal(object)  # StudioError

    def __init__(
        self, project: Path, background: Background, messages: Messages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._background, self._messages = project, background, messages
        self._left = threading.Event()

    def find(self) -> None:
        """Look for what can be served."""
        project = self._project
        self._background.run(lambda: tuple(_servables(project)), self.found.emit, self._messages.problem)

    def look(self, title: str, *, counts: bool) -> None:
        """Look at a model's server and, where that is wanted, count its requests, which may be many."""
        project = self._project
        self._background.run(lambda: _look(project, title, counts=counts), self.seen.emit, self._messages.problem)

    def start(self, wanted: "StartWanted") -> None:
        """Start a server; `started` or `start_failed` follow once its model is in memory."""
        left = self._left
        self._background.run(lambda: _start(wanted, left), self.started.emit, self.start_failed.emit)

    def stop(self, state: "ServerState") -> None:
        """End a server."""
        self._background.run(lambda: _stop(state), self._on_stopped, self._on_not_stopped)

    def leave(self, started: "tuple[ServerState, ...]") -> None:
        """End servers, and the one that may still be loading its model as soon as it has.

        At once, because nothing is done in the background any more when a window is closed.
        """
        from studio.serving.places import tell_to_end

        self._left.set()
        for each in started:
            try:
                tell_to_end(each)
            except StudioError as error:
                self._messages.problem(error)

    def ask(self, address: str, key: str, question: str) -> None:
        """Ask a test question."""
        self._background.run(lambda: _ask(address, key, question), self.answered.emit, self.try_failed.emit)

    def _on_stopped(self, _nothing: None) -> None:
        self.stopped.emit()

    def _on_not_stopped(self, error: StudioError) -> None:
        self._messages.problem(error)
        self.stopped.emit()


def _servables(project: Path) -> Iterator[Servable]:
    """What was exported, the newest first, then the results of runs."""
    from studio.evaluating.subjects import title_of_run, trained_models
    from studio.runs.exports import list_exports
    from studio.serving.places import served_title

    targets = {Path(each.job.target): each.run for each in reversed(list_exports(project)) if each.job is not None}
    for target, run in reversed(targets.items()):
        export = export_title(run.name)
        for file in sorted(target.glob("*.gguf")):
            for base in bases_for(str(file)):
                yield servable(str(file), base, f"{export} · {file.name}")
        if (target / "merged" / "config.json").is_file():
            merged = str(target / "merged")
            yield Servable(_("{export} · merged weights").format(export=export), served_title(merged), merged)
        for name in QUANTISED:
            if (target / name / "config.json").is_file():
                folder = str(target / name)
                yield Servable(f"{export} · {name.upper()}", served_title(folder), folder)
    for model in trained_models(project):
        tuned = model.tuned
        title = title_of_run(model.run.name)
        yield Servable(title, model.run.name, tuned.result, "" if tuned.whole else tuned.base)


def _look(project: Path, title: str, *, counts: bool) -> Look:
    from studio.serving.measured import measure, read_facts
    from studio.serving.places import last_line, read_state, server_folder

    folder = server_folder(project, title)
    state = read_state(folder)
    last = "" if state else last_line(folder.log)
    if not counts:
        return Look(title, state, None, last)
    began = time.monotonic()
    measured = measure(read_facts(folder.path), _STRETCHES)
    return Look(title, state, measured, last, time.monotonic() - began)


def _start(wanted: "StartWanted", left: threading.Event) -> "Started":
    from studio.serving.starting import start_server

    started = start_server(wanted)
    if left.is_set():
        _stop(started.state)
    return started


def _stop(state: "ServerState") -> None:
    from studio.serving.places import stop_server

    stop_server(state)


def _ask(address: str, key: str, question: str) -> "TrialAnswer":
    from studio.serving.asking import ask_once

    return ask_once(address, key, question)
