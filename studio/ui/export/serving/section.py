"""Serving: choose a model, start its server, see how programs reach it and what became of their requests."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studio.errors import StudioError
from studio.serving.places import served_title
from studio.serving.starting import Started, StartWanted
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.controls import Picker, button, card, label
from studio.ui.export.serving.access_card import AccessCard
from studio.ui.export.serving.desk import Look, ServingDesk
from studio.ui.export.serving.load_card import LoadCard
from studio.ui.export.serving.presenter import Servable, status_words
from studio.ui.icons import give_icon, tint_icons
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID, colours_for
from studio.words import _

if TYPE_CHECKING:
    from studio.serving.asking import TrialAnswer
    from studio.serving.places import ServerState

_GLANCE_MS = 2000


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
        self._state: ServerState | None = None
        self._busy = ""
        self.desk = ServingDesk(project.path, background, messages, self)
        self.model = Picker(_("Model to serve"))
        self.file, self.folder = button(_("GGUF file…"), "file", "quiet"), button(_("Model folder…"), "folder", "quiet")
        self.keeps = QCheckBox(_("Keep questions and answers in the project, for monitoring"))
        self.switch = button(_("Start"), "play", "primary")
        self.status = label("", wrap=True)
        self.access, self.load = AccessCard(), LoadCard()
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
        self.desk.leave(tuple(each.state for each in self._started.values()))
        self._started.clear()

    def serve(self, model: str) -> None:
        """Choose a model file or folder; it is started by the user."""
        title = served_title(model)
        self._offer(Servable(Path(model).name, title, model))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.desk.find()
        self._glance.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._glance.stop()

    def _lay_out(self) -> None:
        frame, inside = card()
        inside.addWidget(label(_("Serve a model to programs of this machine"), "heading"))
        line = QHBoxLayout()
        line.setSpacing(GRID)
        for each in (self.model, self.file, self.folder):
            line.addWidget(each)
        line.addStretch(1)
        line.addWidget(self.switch)
        inside.addLayout(line)
        inside.addWidget(self.keeps)
        caption = _("They are patient data, and stay in the project’s folder. Without this only times are kept.")
        inside.addWidget(label(caption, "caption", wrap=True))
        inside.addWidget(self.status)
        sheet = QWidget()
        cards = QVBoxLayout(sheet)
        cards.setContentsMargins(3 * GRID, GRID, 3 * GRID, 3 * GRID)
        cards.setSpacing(2 * GRID)
        for shown in (frame, self.access, self.load):
            cards.addWidget(shown)
        cards.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)

    def _connect(self) -> None:
        for signal, slot in (
            (self.file.clicked, self._on_file),
            (self.folder.clicked, self._on_folder),
            (self.model.activated, self._look),
            (self.switch.clicked, self._on_switch),
            (self.access.ask_wanted, self._on_ask_wanted),
            (self.desk.found, self._on_found),
            (self.desk.seen, self._on_seen),
            (self.desk.started, self._on_started),
            (self.desk.start_failed, self._on_start_failed),
            (self.desk.stopped, self._on_stopped),
            (self.desk.answered, self._on_answered),
            (self.desk.try_failed, self._on_try_failed),
        ):
            signal.connect(slot)

    def _chosen(self) -> Servable | None:
        chosen = self.model.currentData()
        return chosen if isinstance(chosen, Servable) else None

    def _look(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            self._show_state(None)
        elif not self._busy:
            self.desk.look(chosen.title)

    def _offer(self, wanted: Servable) -> None:
        known = [self.model.itemData(at) for at in range(self.model.count())]
        if wanted not in known:
            self.model.addItem(wanted.name, wanted)
        self.model.setCurrentIndex(self.model.findText(wanted.name) if wanted in known else self.model.count() - 1)
        self._look()

    def _show_state(self, state: "ServerState | None") -> None:
        changed, self._state = state != self._state, state
        chosen = self._chosen()
        words = status_words(state, time.time()) if chosen else _("Export a model first, or choose a file or folder.")
        self.status.setText(self._busy or words)
        self.switch.setText(_("Stop") if state else _("Start"))
        if changed:
            give_icon(self.switch, "stop" if state else "play", "on_accent")
            tint_icons(self.switch, colours_for(self.palette()))
        self.switch.setAccessibleName(self.switch.text())
        self.switch.setEnabled(chosen is not None and not self._busy and not self._project.read_only)
        for each in (self.model, self.file, self.folder):
            each.setEnabled(not self._busy)
        self.keeps.setEnabled(state is None and not self._busy)
        self.access.setVisible(state is not None)
        if state is not None and changed:
            started = self._started.get(state.title)
            self.access.show_server(state, started.key if started and started.state == state else "")

    def _on_file(self) -> None:
        dialog = QFileDialog(self, _("Choose a GGUF file"))
        dialog.setNameFilter(_("GGUF models") + " (*.gguf)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._open(dialog)

    def _on_folder(self) -> None:
        dialog = QFileDialog(self, _("Choose a model folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._open(dialog)

    def _open(self, dialog: QFileDialog) -> None:
        dialog.fileSelected.connect(self.serve)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_found(self, found: tuple[Servable, ...]) -> None:
        before = self._chosen()
        self.model.clear()
        for each in dict.fromkeys((*found, *([before] if before else ()))):
            self.model.addItem(each.name, each)
        if before is not None:
            self._offer(before)
        else:
            self._look()

    def _on_seen(self, look: Look) -> None:
        chosen = self._chosen()
        if chosen is None or look.title != chosen.title or self._busy:
            return
        self._show_state(look.state)
        self.load.setVisible(look.measured is not None)
        if look.measured is not None:
            self.load.show_measured(look.measured)

    def _on_switch(self) -> None:
        chosen = self._chosen()
        if self._state is not None:
            self._wait(_("Stopping…"))
            self.desk.stop(self._state)
        elif chosen is not None:
            self._wait(_("Loading the model…"))
            path, keeps = self._project.path, self.keeps.isChecked()
            wanted = StartWanted(chosen.model, chosen.title, path, keeps_texts=keeps, base=chosen.base)
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
        self._look()

    def _on_try_failed(self, error: StudioError) -> None:
        self.access.answer.clear()
        self.access.allow_asking()
        self._messages.problem(error)
