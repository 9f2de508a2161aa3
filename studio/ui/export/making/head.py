"""Which export is in view, how far it is, and what can be asked of it."""

import time

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from studio.core.events import Event, Notice, Phase, Progress
from studio.runs.folder import LIVING, RESUMABLE, RunState
from studio.ui.controls import ShortLabel, button, card, icon_button, label
from studio.ui.export.making.listing import ListedExport
from studio.ui.export.making.presenter import name_words
from studio.ui.formats import percent
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for
from studio.ui.training.standing import Standing, standing_of_state
from studio.ui.training.wording import phase_words
from studio.words import _

_SIGN = 20


class ExportHead(QWidget):
    """One card above what is shown of an export."""

    stop_wanted = Signal()
    resume_wanted = Signal()
    delete_wanted = Signal()
    comparison_wanted = Signal()

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self.title, self.about = label("", "title"), label("", "muted", wrap=True)
        self.sign, self.state, self.phase = QLabel(), label("", "heading"), ShortLabel("")
        self.share = label("", "muted")
        self.problem, self.notices = label("", "caution", wrap=True), label("", "muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.stop = button(_("Stop"), "stop")
        self.stop.setToolTip(_("Files that are whole stay; it can go on later."))
        self.resume = button(_("Go on"), "play", "primary")
        self.compare = button(_("Compare again"), "columns", "quiet")
        self.compare.setToolTip(_("In a new export that writes no files."))
        self.delete = icon_button(_("Delete this export…"), "remove")
        self._lay_out()
        self.begin()
        self.stop.clicked.connect(self.stop_wanted)
        self.resume.clicked.connect(self.resume_wanted)
        self.compare.clicked.connect(self.comparison_wanted)
        self.delete.clicked.connect(self.delete_wanted)

    def show_export(self, each: ListedExport) -> None:
        """Name it, and say how it stands."""
        self.title.setText(each.title)
        self.about.setText(each.facts(time.time()))
        self.show_state(each.state, each.message)
        self._show_standing(each.standing)
        if each.state == "waiting":
            self.phase.show_text(each.waits_for or _("Starts when nothing else is at work in this project."))
        self.compare.setVisible(each.verdict is not None and not self._read_only)
        if each.scores in LIVING or each.scores == "waiting":
            # Its files are being read.
            self.delete.hide()

    def show_state(self, state: RunState, message: str) -> None:
        """Its state as icon and words; `message` is why it failed or died."""
        self._show_standing(standing_of_state(state))
        living = state in LIVING or state == "waiting"
        self.bar.setVisible(living)
        if not living:
            self.phase.show_text("")
            self.share.clear()
        if state == "waiting":
            self._show_progress(0, 1)
            self.share.clear()
        if state == "starting":
            # What it waited for holds no more.
            self.phase.show_text("")
        elif state == "stopped":
            self.phase.show_text(_("What is whole is kept; going on makes the rest."))
        self.stop.setVisible(living and not self._read_only)
        self.resume.setVisible(state in RESUMABLE and not self._read_only)
        self.delete.setVisible(not living and not self._read_only)
        self.problem.setText(message)
        self.problem.setVisible(bool(message))

    def begin(self) -> None:
        """Another export: nothing of the one before holds."""
        self.phase.show_text("")
        self.share.clear()
        self.notices.clear()
        self.notices.hide()
        self.compare.hide()
        self.bar.setRange(0, 0)

    def take(self, events: tuple[Event, ...]) -> None:
        """What its worker tells, in order."""
        for event in events:
            if isinstance(event, Phase):
                words = phase_words(event.name)
                self.phase.show_text(f"{words} · {name_words(event.detail)}" if event.detail else words)
                self._show_progress(0, event.total)
            elif isinstance(event, Progress):
                self._show_progress(event.done, event.total)
            elif isinstance(event, Notice):
                told = filter(None, (self.notices.text(), " ".join(filter(None, (event.message, event.hint)))))
                self.notices.setText("\n".join(told))
                self.notices.show()

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.share.setText(percent(done / total) if total else "")

    def _show_standing(self, standing: Standing) -> None:
        give_icon(self.sign, standing.icon, standing.tint, _SIGN)
        tint_icons(self.sign, colours_for(self.palette()))
        self.state.setText(standing.words[:1].upper() + standing.words[1:])

    def _lay_out(self) -> None:
        frame, inside = card(spacing=GRID)
        top = QHBoxLayout()
        top.addWidget(self.title)
        top.addStretch(1)
        for press in (self.compare, self.resume, self.stop, self.delete):
            top.addWidget(press)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        self.sign.setFixedSize(QSize(_SIGN, _SIGN))
        line.addWidget(self.sign)
        line.addWidget(self.state)
        line.addSpacing(GRID)
        line.addWidget(self.phase)
        line.addStretch(1)
        line.addWidget(self.share)
        inside.addLayout(top)
        inside.addWidget(self.about)
        inside.addLayout(line)
        for each in (self.bar, self.problem, self.notices):
            inside.addWidget(each)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
