"""The files of an export to be ticked, each with its size and how it compares."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from studio.core.parity import Verdict
from studio.ui.controls import label
from studio.ui.export.handing.wish import DeliverableExport, with_needed, without_useless
from studio.ui.export.making.presenter import verdict_sign
from studio.ui.formats import file_size
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import _

_SIGN, _LONGEST, _END = 18, 60, 30


class ArtefactList(QWidget):
    """What one stands on is ticked with it, and takes it along when it is unticked."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._export: DeliverableExport | None = None
        self.boxes: dict[str, QCheckBox] = {}
        self.verdicts: dict[str, QLabel] = {}
        self._signs: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.setColumnStretch(3, 1)

    def show_export(self, export: DeliverableExport | None) -> None:
        """All of it ticked; how it compares is not known yet."""
        self._export = export
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.boxes, self.verdicts, self._signs = {}, {}, {}
        for at, each in enumerate(export.artefacts if export else ()):
            box = self.boxes[each.name] = QCheckBox(_short(each.name).replace("&", "&&"))
            box.setAccessibleName(each.name)
            box.setToolTip(str(each.path))
            box.setChecked(True)
            box.toggled.connect(self._on_toggled)
            sign = self._signs[each.name] = QLabel()
            verdict = self.verdicts[each.name] = label("", "muted")
            sign.setFixedSize(QSize(_SIGN, _SIGN))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            self._grid.addWidget(box, at, 0)
            self._grid.addWidget(label(file_size(each.size), "muted"), at, 1, right)
            self._grid.addWidget(sign, at, 2)
            self._grid.addWidget(verdict, at, 3)

    def chosen(self) -> frozenset[str]:
        """What is ticked."""
        return frozenset(name for name, box in self.boxes.items() if box.isChecked())

    def show_verdicts(self, found: dict[str, Verdict]) -> None:
        """Those that nobody has compared are told as such."""
        for name, words in self.verdicts.items():
            verdict = verdict_sign(found.get(name, "unchecked"))
            give_icon(self._signs[name], verdict.icon, verdict.tint, _SIGN)
            words.setText(verdict.words)
            self.boxes[name].setAccessibleDescription(
                _("Beside the application: {verdict}").format(verdict=verdict.words)
            )
        tint_icons(self, colours_for(self.palette()))

    def _on_toggled(self, on: bool) -> None:
        if self._export is not None:
            kept = (with_needed if on else without_useless)(self._export, self.chosen())
            for name, box in self.boxes.items():
                blocked = box.blockSignals(True)
                box.setChecked(name in kept)
                box.blockSignals(blocked)
        self.edited.emit()


def _short(name: str) -> str:
    """With its ending, which tells what it is."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - _END]}…{name[-_END:]}"
