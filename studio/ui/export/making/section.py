"""The exports: the list on the left; the next one, or the one in view, on the right."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from studio.core.events import Event
from studio.runs.folder import LIVING, RunFolder
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.controls import button, centred, label
from studio.ui.export.desk import ExportDesk, Standing
from studio.ui.export.making.listing import ListedExport
from studio.ui.export.making.reading import Found, Offered
from studio.ui.export.making.removal_dialog import RemovalDialog
from studio.ui.export.making.setup_panel import Asked, NewExport
from studio.ui.export.making.view import ExportView
from studio.ui.icons import give_icon, tint_icons
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID, colours_for, set_role
from studio.ui.training.run_list import ListWords, RunList
from studio.words import _

_COLUMN_WIDTH = 43 * GRID
_NARROW = 60 * GRID


class ExportsSection(QWidget):
    """Leaving it never stops an export."""

    training_wanted = Signal()
    handover_wanted = Signal(object)  # RunFolder

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        _settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._current: ListedExport | None = None
        self._listed: tuple[ListedExport, ...] = ()
        self._choosing = False
        self._wanted_run: RunFolder | None = None
        self._death: Standing | None = None
        self.desk = ExportDesk(project, background, messages, self)
        self.new = button(_("New export"), "add", "primary")
        self.list = RunList(ListWords(_("Exports"), _("Exports appear here, and stay."), ""))
        self.setup, self.view = NewExport(read_only=project.read_only), ExportView(read_only=project.read_only)
        self.train = button(_("Go to Train"), "curve", "primary")
        self.invitation = _invitation(self.train)
        self.waiting = QWidget()
        self.stage = QStackedWidget()
        for each in (self.waiting, self.invitation, self.setup, self.view):
            self.stage.addWidget(each)
        self._offered: Offered | None = None
        self._lay_out()
        self._connect()

    def choose_run(self, run: RunFolder) -> None:
        """Let the result of a run be what is exported next."""
        self._wanted_run = run
        self._on_new()
        self.setup.choose_run(run)

    def leave(self) -> None:
        """Tell nothing more: the project is about to be closed."""
        self.desk.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.desk.offer()
        self.desk.look_at(self.setup.wish().place.folder)
        self.desk.list_exports()

    def _on_offered(self, offered: Offered) -> None:
        self._offered = offered
        self.setup.show_offered(offered)
        if self._wanted_run is not None:
            self.setup.choose_run(self._wanted_run)
            self._wanted_run = None
        self._show_front()

    def _show_front(self) -> None:
        """An export where one is chosen; else the next one, or what is missing for it."""
        self.new.setEnabled(bool(self._offered and self._offered.models) and not self._project.read_only)
        if self._current is not None and not self._choosing:
            self.stage.setCurrentWidget(self.view)
        elif self._offered is not None:
            self.stage.setCurrentWidget(self.setup if self._offered.models else self.invitation)

    def _on_new(self) -> None:
        self._choosing = True
        # So that a click on the one in view brings it back.
        self.list.view.setCurrentIndex(QModelIndex())
        self.desk.offer()
        self._show_front()

    def _on_start(self, asked: Asked) -> None:
        from studio.exporting.creating import Wanted

        self.setup.show_busy(busy=True)
        wanted = Wanted(asked.artefacts, target=asked.folder, create_in_ollama=asked.create_in_ollama)
        self.desk.create(asked.run, wanted)

    def _on_comparison(self, run: RunFolder, files: tuple[Path, ...], base: str) -> None:
        self.setup.show_busy(busy=True)
        self.desk.compare(run, files, base)

    def _on_compare_again(self) -> None:
        if self.view.found is not None:
            self.view.head.compare.setEnabled(False)
            self.desk.compare_again(self.view.found)

    def _on_created(self, run: RunFolder) -> None:
        self._ready()
        self.desk.look_at(None)
        self._choose(run)

    def _ready(self) -> None:
        self.setup.show_busy(busy=False)
        self.view.head.compare.setEnabled(True)

    def _on_listed(self, found: tuple[ListedExport, ...]) -> None:
        before, self._listed = self._current, found
        newest = next((each.run for each in found if each.state != "preparing"), None)
        wanted = before.run if before else newest
        self._current = next((each for each in found if each.run == wanted), None)
        self._show_list()
        if self._current is not None:
            if before is None or before.run != self._current.run:
                self._open(self._current)
            else:
                self._show_head(self._current)
                if _has_moved(before, self._current):
                    self.desk.read(self._current.run)
        self._show_front()

    def _show_list(self) -> None:
        current = self._current.run if self._current and not self._choosing else None
        self.list.show_runs(self._listed, current)

    def _choose(self, run: RunFolder) -> None:
        found = next((each for each in self._listed if each.run == run), None)
        self._choosing = False
        self._current = found or ListedExport(run, "waiting")
        self._show_list()
        self._open(self._current)
        self._show_front()

    def _open(self, each: ListedExport) -> None:
        self.view.head.begin()
        self._show_head(each)
        self.view.show_found(None)
        self.desk.follow(each.run)
        # Of one that is being prepared, in another window say, there is nothing to read yet.
        if each.state != "preparing":
            self.desk.read(each.run)

    def _show_head(self, each: ListedExport) -> None:
        """With why it died, where that is known: the list does not say so."""
        died = self._death if self._death and (self._death.run, self._death.state) == (each.run, each.state) else None
        reason = died.death.reason if died and died.death else ""
        self.view.head.show_export(replace(each, message=each.message or reason))

    def _on_found(self, found: Found) -> None:
        if self._current is not None and found.run == self._current.run:
            self.view.show_found(found)

    def _on_events(self, events: tuple[Event, ...]) -> None:
        self.view.head.take(events)

    def _on_standing(self, standing: Standing) -> None:
        self._death = standing if standing.death else None
        if self._current is None or self._current.run != standing.run:
            return
        if standing.state in LIVING or standing.death:
            self._show_head(replace(self._current, state=standing.state))
        if standing.state not in LIVING:
            # Its verdict is told in place of its state as soon as the list has it.
            self.desk.read(standing.run)

    def _on_stop(self) -> None:
        if self._current is not None:
            self.desk.stop(self._current.run)

    def _on_resume(self) -> None:
        if self._current is not None:
            self.desk.go_on(self._current.run)

    def _on_score(self) -> None:
        if self._current is not None:
            self.desk.score(self._current.run)

    def _on_handover(self) -> None:
        if self._current is not None:
            self.handover_wanted.emit(self._current.run)

    def _on_delete(self) -> None:
        if self._current is None:
            return
        run = self._current.run
        dialog = RemovalDialog(self._current, self)
        dialog.accepted.connect(lambda: self.desk.delete(run))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_deleted(self, run: RunFolder) -> None:
        if self._current is not None and self._current.run == run:
            self._current = None

    def _connect(self) -> None:
        desk, head = self.desk, self.view.head
        for signal, slot in (
            (self.new.clicked, self._on_new),
            (self.train.clicked, self.training_wanted),
            (self.list.run_chosen, self._choose),
            (self.setup.start_requested, self._on_start),
            (self.setup.place_wanted, desk.look_at),
            (self.setup.comparison_wanted, self._on_comparison),
            (desk.created, self._on_created),
            (desk.create_failed, self._ready),
            (desk.offered, self._on_offered),
            (desk.placed, self.setup.show_place),
            (desk.listed, self._on_listed),
            (desk.found, self._on_found),
            (desk.events_received, self._on_events),
            (desk.standing_changed, self._on_standing),
            (desk.deleted, self._on_deleted),
            (head.stop_wanted, self._on_stop),
            (head.resume_wanted, self._on_resume),
            (head.delete_wanted, self._on_delete),
            (head.comparison_wanted, self._on_compare_again),
            (self.view.scoring_wanted, self._on_score),
            (self.view.handover_wanted, self._on_handover),
        ):
            signal.connect(slot)

    def _lay_out(self) -> None:
        column = QFrame()
        set_role(column, "page")
        column.setFixedWidth(_COLUMN_WIDTH)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, GRID)
        inside.setSpacing(GRID)
        top = QVBoxLayout()
        top.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        top.addWidget(self.new)
        inside.addLayout(top)
        inside.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(column)
        row.addWidget(self.stage, 1)
        tint_icons(self, colours_for(self.palette()))


def _has_moved(before: ListedExport, after: ListedExport) -> bool:
    """Whether there is something new to read."""
    return (before.state, before.scores) != (after.state, after.scores)


def _invitation(train: QWidget) -> QWidget:
    """What stands there while no run has a result."""
    holder, sign = QWidget(), QLabel()
    give_icon(sign, "export", "faint", 48)
    column = QVBoxLayout(holder)
    column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
    column.setSpacing(GRID)
    column.addStretch(1)
    column.addWidget(sign, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(label(_("Nothing to export yet"), "title"), 0, Qt.AlignmentFlag.AlignHCenter)
    advice = label(
        _(
            "An export turns the result of a run into files for Ollama, llama.cpp or transformers, and proves that "
            "they answer as the application does. No run has a result yet."
        ),
        "muted",
        wrap=True,
    )
    advice.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    advice.setFixedWidth(_NARROW)
    column.addLayout(centred(advice))
    column.addSpacing(GRID)
    column.addWidget(train, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(1)
    return holder
