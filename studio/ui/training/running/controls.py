"""Connects what can be asked of the run in view with what does it, and watches for its silence."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.core.events import Event
from studio.runs.folder import LIVING, RESUMABLE, RunFolder, RunState
from studio.runs.vitals import Vitals
from studio.ui.icons import tint_icons
from studio.ui.theme import colours_for
from studio.ui.training.running.desk import Kept, RunningDesk
from studio.ui.training.running.dialog import ContinueDialog
from studio.words import _

if TYPE_CHECKING:
    from studio.ui.training.run_desk import RunStanding
    from studio.ui.training.run_view import RunView

LOOK_MS = 1000


class RunControls(QObject):
    """One run is in view at a time; of the others nothing is known here."""

    resumed = Signal(object)  # RunFolder
    begun = Signal(object)  # RunFolder

    def __init__(self, view: "RunView", desk: RunningDesk, *, read_only: bool) -> None:
        super().__init__(view)
        self._view, self._desk, self._read_only = view, desk, read_only
        self._run: RunFolder | None = None
        self._state: RunState = "starting"
        self._vitals = Vitals()
        self._patient = False
        self._kept: Kept | None = None
        self.dialog: ContinueDialog | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._connect()

    def show_run(self, run: RunFolder) -> None:
        """Another run has come into view."""
        if run != self._run:
            self._run, self._state, self._vitals, self._patient = run, "starting", Vitals(), False
            self._forget()

    def take(self, events: tuple[Event, ...]) -> None:
        """One piece of the journal of the run in view."""
        for event in events:
            self._vitals.take(event)

    def show_standing(self, standing: "RunStanding") -> None:
        """The run in view stands so now."""
        if standing.run != self._run:
            return
        self._state = standing.state
        self._forget()
        self.look()
        if standing.state not in LIVING and not self._read_only:
            self._desk.look(standing.run)

    def look(self) -> None:
        """Say whether the run is silent, unless somebody knows it and waits."""
        silence = self._vitals.silence() if self._state in LIVING else None
        if silence is None:
            self._patient = False
        self._view.silence.show_silence(None if self._patient else silence)

    def _forget(self) -> None:
        self._kept = None
        self._offer_to_resume("", "")
        self._view.header.buttons.show_continuing(can_continue=False)

    def _connect(self) -> None:
        buttons, card, desk = self._view.header.buttons, self._view.silence, self._desk
        for each in (buttons, self._view.problem):
            each.resume_wanted.connect(self._on_resume)
        buttons.extension_wanted.connect(self._on_extension)
        buttons.restart_wanted.connect(self._on_restart)
        card.end_wanted.connect(self._on_end)
        card.patience_wanted.connect(self._on_patience)
        desk.kept.connect(self._on_kept)
        desk.resumed.connect(self._on_resumed)
        desk.begun.connect(self.begun)
        desk.failed.connect(self._on_failed)

    def _on_kept(self, kept: Kept) -> None:
        if kept.run != self._run or self._state in LIVING:
            return
        self._kept = kept
        buttons = self._view.header.buttons
        if self._state in RESUMABLE:
            words = _("Resume from step {step}").format(step=kept.newest.step) if kept.newest else ""
            self._offer_to_resume(words or _("Begin again"), words)
        buttons.show_continuing(can_continue=bool(kept.checkpoints))
        tint_icons(buttons, colours_for(buttons.palette()))

    def _on_resume(self) -> None:
        if self._run:
            self._enable_resuming(enabled=False)
            self._desk.resume(self._run)

    def _on_resumed(self, run: RunFolder) -> None:
        self._vitals = Vitals()
        self.resumed.emit(run)

    def _on_failed(self, _error: object) -> None:
        self._enable_resuming(enabled=True)

    def _offer_to_resume(self, in_header: str, in_problem: str) -> None:
        self._view.header.buttons.show_resume(in_header)
        self._view.problem.show_resume(in_problem)

    def _enable_resuming(self, *, enabled: bool) -> None:
        for each in (self._view.header.buttons.resume, self._view.problem.resume):
            each.setEnabled(enabled)

    def _on_extension(self) -> None:
        self._ask(prolong=True)

    def _on_restart(self) -> None:
        self._ask(prolong=False)

    def _ask(self, *, prolong: bool) -> None:
        if self._kept is None or not self._kept.checkpoints:
            return
        kept = self._kept
        self.dialog = ContinueDialog(kept.run, kept.checkpoints, prolong=prolong, parent=self._view.window())
        self.dialog.wanted.connect(self._desk.begin)
        self.dialog.open()

    def _on_end(self) -> None:
        if self._run:
            self._desk.end(self._run)

    def _on_patience(self) -> None:
        self._patient = True
        self.look()
