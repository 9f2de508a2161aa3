"""What can be asked of the run in view; only what does something now is there."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from studio.ui.controls import button, icon_button
from studio.ui.theme import GRID
from studio.words import _


class RunButtons(QWidget):
    """The row at the right of the header."""

    wished = Signal(object)  # core.control.ControlAction
    resume_wanted = Signal()
    extension_wanted = Signal()
    restart_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pause = button(_("Pause"), "pause")
        self.pause.setToolTip(
            _("Saves a checkpoint and ends the process, which frees the memory of the graphics card.")
        )
        self.save = button(_("Stop and save"), "save")
        self.save.setToolTip(_("Finishes the current step, saves what was learned and compares it."))
        self.now = button(_("Stop now"), "stop", "danger")
        self.now.setToolTip(_("Ends at once; what was learned since the last checkpoint is lost."))
        self.resume = button(_("Resume"), "play", "primary")
        self.more = icon_button(_("More to do with this run"), "more")
        self._menu = QMenu(_("More to do with this run"), self)
        self.evaluate = self._action(_("Check progress now"))
        self.extend = self._action(_("Train some epochs more…"))
        self.restart = self._action(_("Restart from a checkpoint…"))
        self.more.setMenu(self._menu)
        self.more.setPopupMode(self.more.ToolButtonPopupMode.InstantPopup)
        self._lay_out()
        self._connect()

    def show_living(self, *, can_stop: bool, stopping: bool) -> None:
        """What is asked of a run that goes on."""
        for each in (self.pause, self.save, self.now):
            each.setVisible(can_stop)
        for each in (self.pause, self.save):
            each.setEnabled(not stopping)
        self.evaluate.setVisible(can_stop)
        self._show_more()

    def show_resume(self, words: str) -> None:
        """How to go on with a run that was interrupted; empty where that cannot be."""
        self.resume.setVisible(bool(words))
        self.resume.setText(words)
        self.resume.setAccessibleName(words)
        self.resume.setEnabled(True)

    def show_continuing(self, *, can_continue: bool) -> None:
        """Whether a new run can begin where this one was."""
        for each in (self.extend, self.restart):
            each.setVisible(can_continue)
        self._show_more()

    def _show_more(self) -> None:
        self.more.setVisible(any(each.isVisible() for each in (self.evaluate, self.extend, self.restart)))

    def _action(self, text: str) -> QAction:
        action = self._menu.addAction(text)
        action.setVisible(False)
        return action

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for each in (self.resume, self.pause, self.save, self.now, self.more):
            row.addWidget(each)
        self.show_resume("")
        self.show_living(can_stop=False, stopping=False)

    def _connect(self) -> None:
        self.pause.clicked.connect(self._on_pause)
        self.save.clicked.connect(self._on_save)
        self.now.clicked.connect(self._on_now)
        self.evaluate.triggered.connect(self._on_evaluate)
        self.resume.clicked.connect(self.resume_wanted)
        self.extend.triggered.connect(self.extension_wanted)
        self.restart.triggered.connect(self.restart_wanted)

    def _on_pause(self) -> None:
        self.wished.emit("pause")

    def _on_save(self) -> None:
        self.wished.emit("stop_and_save")

    def _on_now(self) -> None:
        self.wished.emit("stop_now")

    def _on_evaluate(self) -> None:
        self.wished.emit("evaluate_now")
