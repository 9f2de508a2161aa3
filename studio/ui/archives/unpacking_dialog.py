"""Opens a packed project: which archive, as which new folder, every file proved on the way."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from studio.archives.steering import Steering
from studio.archives.unpacking import PackedProject, Unpacked, look_into, unpack_project
from studio.errors import StudioError
from studio.ui.archives.place_field import PlaceField, archive_to_read, folder_above
from studio.ui.archives.presenter import packed_words, unpacking_obstacle
from studio.ui.archives.progress_line import ProgressLine
from studio.ui.archives.room import Room, room_at, room_words, suggested
from studio.ui.archives.work import Doors
from studio.ui.controls import button, label
from studio.ui.dialogs import FORBIDDEN, PlainDialog
from studio.ui.theme import GRID, code_font
from studio.words import _

_WIDTH = 84 * GRID


@dataclass(frozen=True)
class Looked:
    """An archive, what it says of itself, and a name that is free for it."""

    archive: Path
    found: PackedProject
    name: str


class UnpackingDialog(PlainDialog):
    """Makes a new folder or nothing."""

    unpacked = Signal(object)  # archives.unpacking.Unpacked

    def __init__(self, folder: Path, doors: Doors, parent: QWidget | None = None) -> None:
        """`folder` is where the project's folder is made unless another is chosen."""
        super().__init__(
            _("Open a packed project"),
            _("The archive becomes a new project on this machine. Every file is proved; the archive stays as it is."),
            parent,
        )
        self._folder, self._doors = folder, doors
        self._looked: Looked | None = None
        self._room: Room | None = None
        self._failed = ""
        self.archive, self.above = PlaceField(_("Archive"), archive_to_read), PlaceField(_("Folder"), folder_above)
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Name"))
        self.holds, self.fingerprint = label("", wrap=True), label("", wrap=True)
        self.fingerprint.setFont(code_font())
        self.room, self.reason = label("", "caption", wrap=True), label("", "caution", wrap=True)
        self.progress = ProgressLine()
        self.close_button, self.open_button = button(_("Cancel")), button(_("Unpack and open"), role="primary")
        self._lay_out()
        self._connect()
        self.above.show_place(folder)
        self._judge()
        self.archive.setFocus()

    def reject(self) -> None:
        if self._doors.work.busy:
            self._doors.work.cancel()
        else:
            super().reject()

    def look_at(self, archive: Path) -> None:
        """Read what it says of itself."""
        self._failed = ""
        self.archive.show_place(archive)
        self._looked = self._room = None
        folder = self._folder
        self._doors.background.run(lambda: _look(archive, folder), self._on_looked, self._on_failed)

    def _lay_out(self) -> None:
        self.setMinimumWidth(_WIDTH)
        self._told = label(_("Fingerprint, to compare with the one that the sender tells"), "caption", wrap=True)
        inside = QVBoxLayout()
        inside.setSpacing(GRID)
        for heading, held in (
            (_("Archive"), (self.archive, self.holds, self._told, self.fingerprint)),
            (_("Folder in which the project’s folder is made"), (self.above,)),
            (_("Name"), (self.name, self.room, self.reason)),
        ):
            inside.addWidget(label(heading, "heading"))
            for widget in held:
                inside.addWidget(widget)
        self.column.addLayout(inside)
        self.column.addWidget(self.progress)
        self.column.addStretch(1)
        self.add_buttons(self.close_button, self.open_button)

    def _connect(self) -> None:
        for signal, slot in (
            (self.archive.chosen, self.look_at),
            (self.above.chosen, self._on_above_chosen),
            (self.name.textChanged, self._on_target_changed),
            (self.close_button.clicked, self.reject),
            (self.open_button.clicked, self._on_open),
            (self.progress.cancel_wanted, self._doors.work.cancel),
            (self._doors.work.advanced, self.progress.show_amount),
            (self._doors.work.done, self._on_unpacked),
            (self._doors.work.failed, self._on_failed),
            (self._doors.work.stopped, self._on_stopped),
        ):
            signal.connect(slot)

    def _target(self) -> Path | None:
        name = FORBIDDEN.sub(" ", self.name.text()).strip(" .")
        return self._folder / name if name else None

    def _judge(self) -> None:
        found, working = self._looked.found if self._looked else None, self._doors.work.busy
        room = self._room if self._room and self._room.place == self._target() else None
        why = unpacking_obstacle(found, room, named=self._target() is not None)
        for field in (self.archive, self.above, self.name):
            field.setEnabled(not working)
        self.open_button.setEnabled(not why and not working)
        self.open_button.setAccessibleDescription(why)
        self.reason.setText(self._failed or (why if found else ""))
        self.reason.setVisible(bool(self.reason.text()))
        self.holds.setText(packed_words(found) if found else "")
        self.fingerprint.setText(found.fingerprint if found else "")
        self.room.setText(room_words(found.size, room) if found and not (room and room.taken) else "")
        for each in (self.holds, self._told, self.fingerprint, self.room):
            each.setVisible(found is not None)
        # What has just been shown asks for its room on the next turn only.
        QTimer.singleShot(0, self, self.make_room)

    def _on_looked(self, looked: Looked) -> None:
        if self.archive.field.toolTip() != str(looked.archive):
            return
        self._looked = looked
        self.name.setText(looked.name)
        self._on_target_changed()

    def _on_above_chosen(self, folder: Path) -> None:
        self._folder = folder
        self.above.show_place(folder)
        self._on_target_changed()

    def _on_target_changed(self) -> None:
        target = self._target()
        if target is not None:
            self._doors.background.run(lambda: room_at(target), self._on_room, self._on_failed)
        self._judge()

    def _on_room(self, room: Room) -> None:
        if room.place == self._target():
            self._room, self._failed = room, ""
        self._judge()

    def _on_open(self) -> None:
        if self._looked is not None and self._room is not None:
            archive, into = self._looked.archive, self._room.place
            self._failed = ""
            self._doors.work.start(lambda steering: _unpacked(archive, into, steering))
            self.progress.begin(_("Unpacking and proving…"))
            self._judge()

    def _on_unpacked(self, made: Unpacked) -> None:
        self.progress.hide()
        self.unpacked.emit(made)
        self.accept()

    def _on_failed(self, error: StudioError) -> None:
        self.progress.hide()
        self._failed = "\n".join(filter(None, (error.message, error.hint)))
        self._judge()

    def _on_stopped(self) -> None:
        self.progress.hide()
        self._failed = _("Stopped. Nothing was unpacked.")
        self._judge()


def _look(archive: Path, folder: Path) -> Looked:
    found = look_into(archive)
    return Looked(archive, found, suggested(folder, found.name).place.name)


def _unpacked(archive: Path, into: Path, steering: Steering) -> Unpacked:
    # The folder of all projects is made with the first of them; where that fails, unpacking says so.
    with suppress(OSError):
        into.parent.mkdir(parents=True, exist_ok=True)
    return unpack_project(archive, into, steering)
