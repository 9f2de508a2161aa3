"""Packs the open project into one archive: what goes in, where to, and what proves it afterwards."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from studio.archives.steering import Steering
from studio.errors import StudioError
from studio.ui.archives.place_field import PlaceField, archive_to_write
from studio.ui.archives.presenter import (
    PART_WORDS,
    Packable,
    busy_words,
    left_out,
    needed_bytes,
    packing_obstacle,
    part_lines,
    patient_words,
    read_packable,
)
from studio.ui.archives.progress_line import ProgressLine
from studio.ui.archives.room import Room, room_at, room_words
from studio.ui.archives.work import Doors
from studio.ui.archives.written_facts import WrittenFacts
from studio.ui.controls import button, label
from studio.ui.dialogs import PlainDialog
from studio.ui.formats import file_size
from studio.ui.theme import GRID
from studio.words import _

if TYPE_CHECKING:
    from studio.archives.packing import Packed
    from studio.archives.parts import Part

_WIDTH = 84 * GRID


class PackingDialog(PlainDialog):
    """Closing it while the archive is written stops that first."""

    def __init__(self, project: Path, folder: Path, doors: Doors, parent: QWidget | None = None) -> None:
        """`folder` is where the archive is put unless another place is chosen."""
        super().__init__(
            _("Pack the project"),
            _("Everything in one archive, to be kept or opened on another machine with “Open a packed project”."),
            parent,
        )
        self._project, self._doors = project, doors
        self._packable: Packable | None = None
        self._room: Room | None = None
        self._failed = ""
        self._unticked: set[Part] = set()
        self.boxes: dict[Part, QCheckBox] = {part: QCheckBox(_(words.title)) for part, words in PART_WORDS.items()}
        self.sizes = {part: label("", "muted") for part in self.boxes}
        self.patients, self.busy = label("", "caution", wrap=True), label("", "caption", wrap=True)
        self.place = PlaceField(_("Archive"), archive_to_write)
        self.room, self.reason = label("", "caption", wrap=True), label("", "caution", wrap=True)
        self.progress, self.facts = ProgressLine(), WrittenFacts()
        self.cautions = label("", "caution", wrap=True)
        self.close_button, self.pack_button = button(_("Cancel")), button(_("Pack the project"), role="primary")
        self._lay_out()
        self._connect()
        self._judge()
        doors.background.run(lambda: read_packable(project, folder), self._on_read, self._on_failed)

    def without(self) -> "frozenset[Part]":
        """What is not ticked, and what leaves with that."""
        unticked = frozenset(self._unticked)
        return left_out(self._packable.sizes, unticked) if self._packable else unticked

    def reject(self) -> None:
        if self._doors.work.busy:
            self._doors.work.cancel()
        else:
            super().reject()

    def _lay_out(self) -> None:
        self.setMinimumWidth(_WIDTH)
        self._choices, self._result = QWidget(), QWidget()
        column = QVBoxLayout(self._choices)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(label(_("What goes in"), "heading"))
        column.addLayout(self._parts())
        overlap = _("A size is what leaving out that part alone saves: exported models are models and exports.")
        column.addWidget(label(overlap, "caption", wrap=True))
        place = label(_("Place of the archive"), "heading")
        _fill(column, (self.patients, self.busy, place, self.place, self.room, self.reason))
        told = QVBoxLayout(self._result)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(2 * GRID)
        _fill(told, (label(_("The project is packed"), "heading"), self.facts, self.cautions))
        _fill(self.column, (self._choices, self._result, self.progress))
        self._result.hide()
        self.column.addStretch(1)
        self.add_buttons(self.close_button, self.pack_button)

    def _parts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        for at, (part, box) in enumerate(self.boxes.items()):
            caption = _(PART_WORDS[part].caption)
            box.setChecked(True)
            box.setAccessibleDescription(caption)
            grid.addWidget(box, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(caption, "caption", wrap=True), at, 1)
            grid.addWidget(self.sizes[part], at, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        return grid

    def _connect(self) -> None:
        for box in self.boxes.values():
            box.toggled.connect(self._on_toggled)
        for signal, slot in (
            (self.place.chosen, self._on_place_chosen),
            (self.close_button.clicked, self.reject),
            (self.pack_button.clicked, self._on_pack),
            (self.progress.cancel_wanted, self._doors.work.cancel),
            (self._doors.work.advanced, self.progress.show_amount),
            (self._doors.work.done, self._on_packed),
            (self._doors.work.failed, self._on_failed),
            (self._doors.work.stopped, self._on_stopped),
        ):
            signal.connect(slot)

    def _judge(self) -> None:
        without, found = self.without(), self._packable
        working = self._doors.work.busy
        why = packing_obstacle(found, without, self._room, self._project)
        self._choices.setEnabled(not working)
        self.pack_button.setEnabled(not why and not working)
        self.pack_button.setAccessibleDescription(why)
        self.reason.setText(self._failed or (why if found else ""))
        self.reason.setVisible(bool(self.reason.text()))
        if found is not None:
            self._show_parts(found)
            self.patients.setText(patient_words(without))
            self.busy.setText(busy_words(found))
            self.room.setText(room_words(needed_bytes(found, without), self._room))
        self.patients.setVisible(found is not None)
        self.busy.setVisible(bool(self.busy.text()))
        # What has just been shown asks for its room on the next turn only.
        QTimer.singleShot(0, self, self.make_room)

    def _show_parts(self, found: Packable) -> None:
        """What leaves with another part is not ticked meanwhile, and is again once that is."""
        for part, line in part_lines(found.sizes, frozenset(self._unticked)).items():
            box = self.boxes[part]
            blocked = box.blockSignals(True)
            box.setChecked(line.possible and part not in self._unticked)
            box.blockSignals(blocked)
            box.setEnabled(line.possible)
            self.sizes[part].setText(file_size(line.size) if line.possible else "–")

    def _on_toggled(self) -> None:
        for part, box in self.boxes.items():
            if box.isEnabled():
                (self._unticked.discard if box.isChecked() else self._unticked.add)(part)
        self._judge()

    def _on_read(self, found: Packable) -> None:
        self._packable = found
        self._on_room(found.room)

    def _on_place_chosen(self, place: Path) -> None:
        self._doors.background.run(lambda: room_at(place), self._on_room, self._on_failed)

    def _on_room(self, room: Room) -> None:
        self._room, self._failed = room, ""
        self.place.show_place(room.place)
        self._judge()

    def _on_pack(self) -> None:
        if self._room is not None:
            self._failed = ""
            self._doors.work.start(_packing(self._project, self._room.place, self.without()))
            self.progress.begin(_("Writing the archive…"))
            self._judge()

    def _on_packed(self, packed: "Packed") -> None:
        self.progress.hide()
        self.facts.show_written(packed.written)
        self.cautions.setText("\n".join(packed.cautions()))
        self._choices.hide()
        self.pack_button.hide()
        self._result.show()
        self.close_button.setText(_("Close"))
        self.close_button.setAccessibleName(_("Close"))
        self.close_button.setFocus()
        # Lower than the choices were.
        self.resize(self.width(), self.minimumSizeHint().height())
        QTimer.singleShot(0, self, self.make_room)

    def _on_failed(self, error: StudioError) -> None:
        self.progress.hide()
        self._failed = "\n".join(filter(None, (error.message, error.hint)))
        self._judge()

    def _on_stopped(self) -> None:
        self.progress.hide()
        self._failed = _("Stopped. Nothing was written.")
        self._judge()


def _fill(column: QVBoxLayout, widgets: Sequence[QWidget]) -> None:
    for each in widgets:
        column.addWidget(each)


def _packing(project: Path, target: Path, without: "frozenset[Part]") -> "Callable[[Steering], Packed]":
    from studio.archives.packing import pack_project

    return lambda steering: pack_project(project, target, without, steering)
