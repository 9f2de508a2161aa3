"""Handing over: which models, what goes along, where to; and an archive that arrived is checked."""

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.core.parity import Verdict
from studio.errors import StudioError
from studio.runs.folder import RunFolder
from studio.settings import Settings
from studio.ui.archives.moving import documents
from studio.ui.archives.place_field import PlaceField, archive_to_write
from studio.ui.archives.progress_line import ProgressLine
from studio.ui.archives.room import Room, room_words
from studio.ui.augment.parts import scrolled
from studio.ui.background import Background
from studio.ui.controls import Picker, button, card, label
from studio.ui.export.handing.artefact_list import ArtefactList
from studio.ui.export.handing.checking_card import CheckingCard
from studio.ui.export.handing.companions import Companions
from studio.ui.export.handing.delivered_card import DeliveredCard
from studio.ui.export.handing.desk import Asked, HandoverDesk
from studio.ui.export.handing.reading import Deliverables, Verdicts
from studio.ui.export.handing.wish import (
    DeliverableExport,
    HandoverWish,
    handover_obstacle,
    warnings,
    written_bytes,
)
from studio.ui.icons import tint_icons
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID, colours_for
from studio.words import _

if TYPE_CHECKING:
    from studio.archives.delivering import Delivered

_WIDEST = 150 * GRID


class HandoverSection(QWidget):
    """Writes nothing into the project, so that a window that may only read it hands over too."""

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        _settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._exports: tuple[DeliverableExport, ...] = ()
        self._export: DeliverableExport | None = None
        self._verdicts: dict[str, Verdict] | None = None
        self._room: Room | None = None
        self._own_place = self._unseen = False
        self._wanted: RunFolder | None = None
        self._failed = ""
        self.desk = HandoverDesk(project.path, background, messages, self)
        self.export = Picker(_("Export to hand over"))
        self.export.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.artefacts, self.companions = ArtefactList(), Companions()
        self.warnings = label("", "caution", wrap=True)
        self.place = PlaceField(_("Archive"), archive_to_write)
        self.room, self.reason = label("", "caption", wrap=True), label("", "caution", wrap=True)
        self.write = button(_("Write the archive"), "export", "primary")
        self.progress, self.delivered, self.checking = ProgressLine(), DeliveredCard(), CheckingCard()
        self._lay_out()
        self._connect()
        self._judge()

    def choose(self, run: RunFolder) -> None:
        """Let this export be what is handed over."""
        self._wanted = run
        self._choose_wanted()

    def leave(self) -> None:
        """Stop what is half written: the project is about to be closed."""
        self.desk.leave()

    def wish(self) -> HandoverWish:
        """What is chosen now."""
        return HandoverWish(self._export, self.artefacts.chosen(), self._verdicts or {}, self._room)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.desk.offer()

    def _on_offered(self, found: Deliverables) -> None:
        self.companions.show_project(found)
        if found.exports != self._exports:
            before = self.export.currentData()
            self._exports = found.exports
            blocked = self.export.blockSignals(True)
            self.export.clear()
            for each in found.exports:
                self.export.addItem(each.title, each.run)
            runs = [each.run for each in found.exports]
            self.export.setCurrentIndex(runs.index(before) if before in runs else 0)
            self.export.blockSignals(blocked)
            self._show_export()
        self._choose_wanted()
        self._judge()

    def _choose_wanted(self) -> None:
        runs = [each.run for each in self._exports]
        if self._wanted in runs:
            self.export.setCurrentIndex(runs.index(self._wanted))
            self._wanted = None

    def _on_export(self) -> None:
        self._failed = ""
        self._show_export()

    def _show_export(self) -> None:
        at = self.export.currentIndex()
        self._export = self._exports[at] if 0 <= at < len(self._exports) else None
        self._verdicts = None
        self.artefacts.show_export(self._export)
        # What is made later comes last otherwise.
        for before, after in pairwise((self.export, *self.artefacts.boxes.values())):
            QWidget.setTabOrder(before, after)
        self.companions.show_export(self._export)
        if self._export is not None:
            self.desk.compare(self._export)
            self._look_again()
        self._judge()

    def _on_compared(self, found: Verdicts) -> None:
        if self._export is not None and found.run == self._export.run:
            self._verdicts = found.found
            self.artefacts.show_verdicts(found.found)
            self._judge()

    def _on_place_chosen(self, place: Path) -> None:
        self._own_place, self._failed = True, ""
        self.desk.look_at(place)

    def _on_room(self, room: Room) -> None:
        self._room = room
        self.place.show_place(room.place)
        self._judge()

    def _on_range(self) -> None:
        """What has just appeared is laid out only now."""
        if self._unseen:
            self._unseen = False
            self.area.ensureWidgetVisible(self.delivered)

    def _look_again(self) -> None:
        """The next one takes another name, unless this place was chosen."""
        if self._own_place and self._room is not None:
            self.desk.look_at(self._room.place)
        elif self._export is not None:
            self.desk.suggest(documents(), self._export.stem)

    def _judge(self) -> None:
        wish, working = self.wish(), self.desk.writing.busy
        why = handover_obstacle(wish)
        self._choices.setEnabled(not working)
        self._lists.setVisible(wish.export is not None)
        self.write.setEnabled(not why and not working)
        self.write.setAccessibleDescription(why)
        self.write.setVisible(not working)
        self.reason.setText(self._failed or why)
        self.reason.setVisible(bool(self.reason.text()) and not working)
        # Before they are read, nobody knows.
        self.warnings.setText("\n".join(warnings(wish)) if self._verdicts is not None else "")
        self.warnings.setVisible(bool(self.warnings.text()))
        self.room.setText(room_words(written_bytes(wish), self._room))

    def _on_write(self) -> None:
        wish, along = self.wish(), self.companions
        if wish.room is None:
            return
        asked = Asked(
            tuple(each.path for each in wish.artefacts),
            wish.room.place,
            contract=along.contract.isChecked(),
            prompts=along.prompts.isChecked(),
            report=along.report_wanted(),
        )
        self._failed = ""
        self.delivered.hide()
        self.desk.write(asked)
        self.progress.begin(_("Writing the archive…"))
        self._judge()

    def _on_written(self, made: "Delivered") -> None:
        self.progress.hide()
        self.delivered.show_delivered(made)
        self.delivered.show()
        self._look_again()
        self._judge()
        self._unseen = True

    def _on_failed(self, error: StudioError) -> None:
        self.progress.hide()
        self._failed = "\n".join(filter(None, (error.message, error.hint)))
        self._judge()

    def _on_stopped(self) -> None:
        self.progress.hide()
        self._failed = _("Stopped. Nothing was written.")
        self._judge()

    def _connect(self) -> None:
        desk = self.desk
        for signal, slot in (
            (self.export.currentIndexChanged, self._on_export),
            (self.artefacts.edited, self._judge),
            (self.place.chosen, self._on_place_chosen),
            (self.write.clicked, self._on_write),
            (self.progress.cancel_wanted, desk.writing.cancel),
            (desk.offered, self._on_offered),
            (desk.compared, self._on_compared),
            (desk.roomed, self._on_room),
            (desk.writing.advanced, self.progress.show_amount),
            (desk.writing.done, self._on_written),
            (desk.writing.failed, self._on_failed),
            (desk.writing.stopped, self._on_stopped),
            (self.checking.proof_wanted, desk.prove),
            (self.checking.progress.cancel_wanted, desk.proving.cancel),
            (desk.proving.advanced, self.checking.progress.show_amount),
            (desk.proving.done, self.checking.show_proof),
            (desk.proving.failed, self.checking.show_problem),
            (desk.proving.stopped, self.checking.show_stopped),
        ):
            signal.connect(slot)

    def _lay_out(self) -> None:
        sheet = QWidget()
        sheet.setMaximumWidth(_WIDEST)
        cards = QVBoxLayout(sheet)
        cards.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        cards.setSpacing(2 * GRID)
        for each in (self._setup(), self.delivered, self.checking):
            cards.addWidget(each)
        cards.addStretch(1)
        self.delivered.hide()
        self.area = scrolled(sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)
        self.area.verticalScrollBar().rangeChanged.connect(self._on_range)
        tint_icons(self, colours_for(self.palette()))

    def _setup(self) -> QWidget:
        frame, inside = card(spacing=2 * GRID)
        inside.addWidget(label(_("Hand over models"), "title"))
        promise = _("One archive for another machine, with all that explains the models and proves what arrived.")
        inside.addWidget(label(promise, "muted", wrap=True))
        self._choices, self._lists = QWidget(), QWidget()
        column = QVBoxLayout(self._choices)
        lists = QVBoxLayout(self._lists)
        for each in (column, lists):
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(GRID)
        for at, (heading, held) in enumerate(
            (
                (_("Which files"), (self.export, self.artefacts, self.warnings)),
                (_("What goes along"), (self.companions,)),
                (_("Place of the archive"), (self.place, self.room)),
            )
        ):
            lists.addSpacing(GRID if at else 0)
            lists.addWidget(label(heading, "heading"))
            for widget in held:
                lists.addWidget(widget)
        column.addWidget(self._lists)
        inside.addWidget(self._choices)
        foot = QHBoxLayout()
        foot.setSpacing(2 * GRID)
        foot.addWidget(self.write)
        foot.addWidget(self.reason, 1)
        foot.addStretch(0)
        inside.addLayout(foot)
        inside.addWidget(self.progress)
        return frame
