"""The one door from a worker: what its journal says, piece by piece, and whether the process still lives."""

import logging

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from studio.core.events import Event, Failed, Finished
from studio.errors import RunFailed
from studio.runs.folder import LIVING, RunFolder, RunState
from studio.runs.journal import JournalReader
from studio.runs.supervisor import run_state

_log = logging.getLogger(__name__)

# The watcher tells at once; the poll is for file systems (network drives) that tell nothing.
POLL_MS = 250
# Gathers a burst of lines into one reading.
GATHER_MS = 25
STATE_MS = 1000
# About 900 events: some milliseconds to read and show, so that a long journal never blocks the window.
PIECE_BYTES = 128 * 1024


class WorkerLink(QObject):
    """Follows one run at a time, live or long over, in the same way."""

    events_received = Signal(object)  # tuple[core.events.Event, ...], at most one piece of the journal
    state_changed = Signal(object)  # runs.folder.RunState
    caught_up = Signal()
    """Everything that was in the journal when following began has been told."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: RunFolder | None = None
        self._reader: JournalReader | None = None
        self._state: RunState | None = None
        self._behind = False
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._on_changed)
        self._watcher.directoryChanged.connect(self._on_changed)
        self._gather = self._timer(GATHER_MS, self._read_piece, once=True)
        self._poll = self._timer(POLL_MS, self._on_poll)
        self._state_timer = self._timer(STATE_MS, self._check_state)

    @property
    def run(self) -> RunFolder | None:
        """The run being followed."""
        return self._run

    def follow(self, run: RunFolder) -> None:
        """Tell the journal of `run` from its beginning, then whatever is added to it."""
        self.leave()
        self._run, self._reader, self._behind = run, JournalReader(run.events, PIECE_BYTES), True
        self._watch()
        self._poll.start()
        self._state_timer.start()
        self._gather.start(0)

    def wake(self) -> None:
        """Look again at a run that was over: another worker goes on with it."""
        if self._run is not None:
            self._poll.start()
            self._state_timer.start()

    def leave(self) -> None:
        """Follow nothing."""
        for timer in (self._gather, self._poll, self._state_timer):
            timer.stop()
        if watched := self._watcher.files() + self._watcher.directories():
            self._watcher.removePaths(watched)
        self._run = self._reader = self._state = None

    def _timer(self, interval: int, slot: object, *, once: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval)
        timer.setSingleShot(once)
        timer.timeout.connect(slot)
        return timer

    def _watch(self) -> None:
        if self._run is None:
            return
        # The folder is watched until the journal exists.
        wanted = str(self._run.events if self._run.events.exists() else self._run.path)
        watched = self._watcher.files() + self._watcher.directories()
        if wanted not in watched:
            if watched:
                self._watcher.removePaths(watched)
            self._watcher.addPath(wanted)

    def _on_changed(self) -> None:
        if not self._gather.isActive():
            self._gather.start(GATHER_MS)

    def _on_poll(self) -> None:
        self._watch()
        self._on_changed()

    def _read_piece(self) -> None:
        reader = self._reader
        if reader is None:
            return
        events = _new_events(reader)
        if events:
            self.events_received.emit(events)
            if reader is not self._reader:  # a slot has turned to another run
                return
            # Between two pieces the window gets its turn; what trickles in later is gathered again.
            self._gather.start(0 if self._behind or reader.behind else GATHER_MS)
            if isinstance(events[-1], Finished | Failed):
                self._check_state()
        elif self._behind:
            self._behind = False
            self._check_state()
            self.caught_up.emit()

    def _check_state(self) -> None:
        if self._run is None or self._behind:
            return
        state = _state(self._run)
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
        if state not in LIVING:
            self._state_timer.stop()
            self._poll.stop()
            self._gather.start(0)  # the last lines may have come between the last reading and the end


def _new_events(reader: JournalReader) -> tuple[Event, ...]:
    try:
        return tuple(reader.read_new())
    except OSError as error:
        # The state says it to the user, once.
        _log.info("journal not readable: %s", error)
        return ()


def _state(run: RunFolder) -> RunState:
    try:
        return run_state(run)
    except RunFailed:
        return "died"  # describe_death says why
