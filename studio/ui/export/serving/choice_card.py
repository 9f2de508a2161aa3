"""Which model is served, under which port, what is kept of its requests, and how its server stands."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.adapter_base import with_bases
from studio.ui.augment.parts import NumberBox
from studio.ui.controls import Picker, button, card, label
from studio.ui.export.serving.presenter import Servable, servable
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for
from studio.ui.training.standing import Standing
from studio.words import _

_SIGN = 18
_PORT_WIDTH = 18 * GRID
_LAST_PORT = 65_535


class ChoiceCard(QWidget):
    """Shows one server, or that there is none."""

    chosen_changed = Signal()
    switched = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._serves = False
        self.model = Picker(_("Model to serve"))
        self.model.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.file, self.folder = button(_("GGUF file…"), "file", "quiet"), button(_("Model folder…"), "folder", "quiet")
        self.port = NumberBox(_("Port"), 0, _LAST_PORT)
        self.port.setFixedWidth(_PORT_WIDTH)
        self.port.setSpecialValueText(_("any free one"))
        self.keeps = QCheckBox(_("Keep questions and answers in the project, for monitoring"))
        self.switch = button(_("Start the server"), "play", "primary")
        self.sign, self.status = QLabel(), label("", wrap=True)
        self.sign.setFixedSize(QSize(_SIGN, _SIGN))
        self._lay_out()
        self.file.clicked.connect(self._on_file)
        self.folder.clicked.connect(self._on_folder)
        self.model.activated.connect(self.chosen_changed)
        self.switch.clicked.connect(self.switched)

    def chosen(self) -> Servable | None:
        """None where there is nothing to choose."""
        found = self.model.currentData()
        return found if isinstance(found, Servable) else None

    def offer(self, found: Iterable[Servable]) -> None:
        """In place of what was offered; the choice stays."""
        before = self.chosen()
        self.model.clear()
        for each in dict.fromkeys((*found, *([before] if before else ()))):
            self.model.addItem(each.name, each)
        if before is not None:
            self._select(before)
        self.chosen_changed.emit()

    def choose(self, model: str) -> None:
        """A file or folder, whether it was offered or not; what an adapter is put on may have to be asked for."""
        with_bases(self, model, lambda bases: self._choose([servable(model, base) for base in bases]))

    def _choose(self, wanted: Sequence[Servable]) -> None:
        for each in reversed(wanted):
            self._select(each)
        self.chosen_changed.emit()

    def show_standing(self, standing: Standing, *, serves: bool, able: bool, busy: bool) -> None:
        """How it stands; `able` to start or stop, `busy` doing either."""
        self.status.setText(standing.words)
        give_icon(self.sign, standing.icon, standing.tint, _SIGN)
        self.switch.setText(_("Stop the server") if serves else _("Start the server"))
        self.switch.setAccessibleName(self.switch.text())
        if serves != self._serves:
            self._serves = serves
            give_icon(self.switch, "stop" if serves else "play", "on_accent")
        tint_icons(self, colours_for(self.palette()))
        self.switch.setEnabled(able and not busy)
        for each in (self.model, self.file, self.folder):
            each.setEnabled(not busy)
        for choice in (self.keeps, self.port):
            choice.setEnabled(able and not serves and not busy)

    def _select(self, wanted: Servable) -> None:
        known = [self.model.itemData(at) for at in range(self.model.count())]
        if wanted not in known:
            self.model.addItem(wanted.name, wanted)
        self.model.setCurrentIndex(known.index(wanted) if wanted in known else self.model.count() - 1)

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
        dialog.fileSelected.connect(self.choose)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _lay_out(self) -> None:
        frame, inside = card(spacing=GRID + GRID // 2)
        inside.addWidget(label(_("Serve a model to programs of this machine"), "title"))
        promise = _(
            "Programs ask it as they would ask OpenAI, but nothing leaves this machine: it listens on 127.0.0.1 alone, "
            "and answers only those that know its key. It ends when this window is closed."
        )
        inside.addWidget(label(promise, "muted", wrap=True))
        inside.addLayout(_row(self.model, self.file, self.folder))
        port = _("A number, where programs shall find it under the same address next time.")
        inside.addLayout(_row(label(_("Port"), "muted"), self.port, label(port, "caption", wrap=True)))
        kept = QVBoxLayout()
        kept.setSpacing(2)
        kept.addWidget(self.keeps)
        caption = _("They are patient data, and stay in the project’s folder. Without this only times are kept.")
        below = label(caption, "caption", wrap=True)
        below.setContentsMargins(3 * GRID, 0, 0, 0)
        kept.addWidget(below)
        inside.addLayout(kept)
        inside.addLayout(_row(self.switch, self.sign, self.status))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)


def _row(*widgets: QWidget) -> QHBoxLayout:
    """What can grow takes the room that is left."""
    made = QHBoxLayout()
    made.setSpacing(GRID)
    for each in widgets:
        grows = isinstance(each, Picker) or (isinstance(each, QLabel) and each.wordWrap())
        made.addWidget(each, 1 if grows else 0)
    return made
