"""Serving: choose a model, start its server, see how programs reach it and what became of their requests."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.errors import StudioError
from studio.serving.starting import Started, StartWanted
from studio.settings import Settings
from studio.ui.augment.parts import scrolled
from studio.ui.background import Background
from studio.ui.export.serving.access_card import AccessCard
from studio.ui.export.serving.choice_card import ChoiceCard
from studio.ui.export.serving.desk import Look, ServingDesk
from studio.ui.export.serving.load_card import LoadCard
from studio.ui.export.serving.presenter import busy_standing, gone_words, standing
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID
from studio.words import _

if TYPE_CHECKING:
    from studio.serving.asking import TrialAnswer
    from studio.serving.places import ServerState

_GLANCE_MS = 2000
_REST = 19
"""Requests are counted a twentieth of the time at most."""


class ServingSection(QWidget):
    """Servers that it has started end with the project, at the latest with the window."""

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        _settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._messages = project, messages
        self._started: dict[str, Started] = {}
        # Why a server that was started here is no longer there, though nobody stopped it here.
        self._gone: dict[str, str] = {}
        self._state: ServerState | None = None
        self._busy = ""
        self._count_again = 0.0
        self.desk = ServingDesk(project.path, background, messages, self)
        self.choice, self.access, self.load = ChoiceCard(), AccessCard(), LoadCard()
        self._glance = QTimer(self)
        self._glance.setInterval(_GLANCE_MS)
        self._glance.timeout.connect(self._look)
        self._lay_out()
        self._connect()
        self._show_state(None)
        self.load.hide()

    def leave(self) -> None:
        """End the servers that were started here: the project is about to be closed."""
        self._glance.stop()
        if self._started:
            self._messages.notice(
                _("The server was stopped, because the view that started it was closed."),
                _("Start it again where it is still needed: its key will be another."),
            )
        self.desk.leave(tuple(each.state for each in self._started.values()))
        self._started.clear()

    def serve(self, model: str) -> None:
        """Choose a model file or folder; it is started by the user."""
        self.choice.choose(model)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.desk.find()
        self._glance.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._glance.stop()

    def _lay_out(self) -> None:
        sheet = QWidget()
        cards = QVBoxLayout(sheet)
        cards.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        cards.setSpacing(2 * GRID)
        for shown in (self.choice, self.access, self.load):
            cards.addWidget(shown)
        cards.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(sheet))

    def _connect(self) -> None:
        for signal, slot in (
            (self.choice.chosen_changed, self._on_chosen),
            (self.choice.switched, self._on_switch),
            (self.access.ask_wanted, self._on_ask_wanted),
            (self.desk.found, self.choice.offer),
            (self.desk.seen, self._on_seen),
            (self.desk.started, self._on_started),
            (self.desk.start_failed, self._on_start_failed),
            (self.desk.stopped, self._on_stopped),
            (self.desk.answered, self._on_answered),
            (self.desk.try_failed, self._on_try_failed),
        ):
            signal.connect(slot)

    def _on_chosen(self) -> None:
        # Nothing that is shown of the one before holds for this one.
        self._show_state(None)
        self.load.hide()
        self._look_at_all()

    def _look_at_all(self) -> None:
        self._count_again = 0.0
        self._look()

    def _look(self) -> None:
        chosen = self.choice.chosen()
        if chosen is not None and not self._busy:
            self.desk.look(chosen.title, counts=time.monotonic() >= self._count_again)

    def _show_state(self, state: "ServerState | None") -> None:
        changed, self._state = state != self._state, state
        chosen = self.choice.chosen()
        gone = self._gone.get(chosen.title, "") if chosen else ""
        said = standing(chosen, state, gone, time.time(), read_only=self._project.read_only)
        able = chosen is not None and not self._project.read_only
        shown = busy_standing(self._busy) if self._busy else said
        self.choice.show_standing(shown, serves=state is not None, able=able, busy=bool(self._busy))
        if state is not None:
            self.choice.keeps.setChecked(state.keeps_texts)
        self.access.setVisible(state is not None)
        if state is not None and changed:
            started = self._started.get(state.title)
            self.access.show_server(state, started.key if started and started.state == state else "")

    def _on_seen(self, look: Look) -> None:
        chosen = self.choice.chosen()
        if chosen is None or look.title != chosen.title or self._busy:
            return
        if look.state is None and self._started.pop(look.title, None) is not None:
            self._gone[look.title] = gone_words(look.last_words)
        self._show_state(look.state)
        if look.counted_s is None:
            return
        self._count_again = time.monotonic() + _REST * look.counted_s
        self.load.setVisible(look.measured is not None)
        if look.measured is not None:
            self.load.show_measured(look.measured)

    def _on_switch(self) -> None:
        chosen = self.choice.chosen()
        if self._state is not None:
            self._wait(_("Stopping…"))
            self._started.pop(self._state.title, None)
            self.desk.stop(self._state)
        elif chosen is not None:
            self._gone.pop(chosen.title, None)
            self._wait(_("Loading the model…"))
            wanted = StartWanted(
                chosen.model,
                chosen.title,
                self._project.path,
                port=self.choice.port.value(),
                keeps_texts=self.choice.keeps.isChecked(),
                base=chosen.base,
            )
            self.desk.start(wanted)

    def _wait(self, words: str) -> None:
        self._busy = words
        self._show_state(self._state)

    def _on_started(self, started: Started) -> None:
        self._started[started.state.title] = started
        self._busy = ""
        self._show_state(started.state)

    def _on_start_failed(self, error: StudioError) -> None:
        self._busy = ""
        self._messages.problem(error)
        self._show_state(None)
        self._look()

    def _on_stopped(self) -> None:
        self._busy = ""
        self._show_state(None)
        self._look()

    def _on_ask_wanted(self, question: str) -> None:
        started = self._started.get(self._state.title) if self._state else None
        if started is not None:
            self.desk.ask(started.state.address, started.key, question)

    def _on_answered(self, answer: "TrialAnswer") -> None:
        self.access.show_answer(answer)
        self._look_at_all()

    def _on_try_failed(self, error: StudioError) -> None:
        self.access.answer.clear()
        self.access.allow_asking()
        self._messages.problem(error)
        self._look()
