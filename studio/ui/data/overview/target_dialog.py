"""What a data set should be composed of: a share for every kind of answer or label."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QSpinBox, QWidget

from studio.ui.controls import button, label
from studio.ui.data.overview.words import TargetPart
from studio.ui.dialogs import PlainDialog
from studio.ui.formats import examples, integer
from studio.ui.theme import GRID
from studio.words import _

MOST = 1000
WHOLE = 100


class ShareBox(QSpinBox):
    """A share; 0 is no target. Scrolling past does not change it."""

    def __init__(self, title: str, share: int) -> None:
        super().__init__()
        self.setRange(0, MOST)
        self.setValue(share)
        self.setSpecialValueText("–")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(_("Share wanted of {name}").format(name=title))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(10 * GRID)


class TargetDialog(PlainDialog):
    """Shares in any unit, such as 40, 30, 20 and 10; only their proportions count."""

    wanted = Signal(object)  # dict[str, float]: shares by name, empty for no target

    def __init__(self, parts: tuple[TargetPart, ...], *, can_add: bool, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Target composition"),
            _(
                "Give each part the share it should have, such as 40, 30, 20 and 10. "
                "The overview then tells how many rows are missing. A share of 0 sets no target."
            ),
            parent,
        )
        self.setMinimumWidth(520)
        self._rows = {part.name: part.rows for part in parts}
        self.boxes: dict[str, ShareBox] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(0, 1)
        self._sum = label("", "muted")
        self.name, self.add_button = QLineEdit(), button(_("Add"), "add")
        self.name.setAccessibleName(_("A label that has no rows yet"))
        self.name.setPlaceholderText(_("A label that has no rows yet"))
        self.add_button.clicked.connect(self._on_add)
        self.add_button.setAutoDefault(False)
        self._lay_out(can_add=can_add)
        whole = sum(part.share for part in parts)
        for part in parts:
            self._add_part(part, round(WHOLE * part.share / whole) if whole else 0)
        self._show_sum()

    def shares(self) -> dict[str, float]:
        """The shares given, by name."""
        return {name: float(box.value()) for name, box in self.boxes.items() if box.value()}

    def _lay_out(self, *, can_add: bool) -> None:
        inside = QWidget()
        inside.setLayout(self._grid)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        area.setMinimumHeight(22 * GRID)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.column.addWidget(area, 1)
        line = QHBoxLayout()
        line.addWidget(self.name, 1)
        line.addWidget(self.add_button)
        self.column.addLayout(line)
        for each in (self.name, self.add_button):
            each.setVisible(can_add)
        ways = QHBoxLayout()
        self.even_button, self.present_button = button(_("All alike")), button(_("As it is now"))
        self.none_button = button(_("No target"))
        for each, slot in (
            (self.even_button, self._on_even),
            (self.present_button, self._on_present),
            (self.none_button, self._on_none),
        ):
            each.setAutoDefault(False)
            each.clicked.connect(slot)
            ways.addWidget(each)
        ways.addStretch(1)
        ways.addWidget(self._sum)
        self.column.addLayout(ways)
        cancel, self.keep_button = button(_("Cancel")), button(_("Keep the target"), role="primary")
        cancel.clicked.connect(self.reject)
        self.keep_button.clicked.connect(self._on_kept)
        self.add_buttons(cancel, self.keep_button)

    def _add_part(self, part: TargetPart, share: int) -> None:
        at = len(self.boxes)
        box = self.boxes[part.name] = ShareBox(part.title, share)
        box.valueChanged.connect(self._show_sum)
        self._grid.setRowStretch(at, 0)
        self._grid.setRowStretch(at + 1, 1)
        title = label(part.title, wrap=True)
        title.setBuddy(box)
        self._grid.addWidget(title, at, 0)
        self._grid.addWidget(label(examples(part.rows), "muted"), at, 1, Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(box, at, 2)

    def _show_sum(self) -> None:
        self._sum.setText(_("Together: {sum}").format(sum=integer(sum(box.value() for box in self.boxes.values()))))

    def _set_all(self, shares: Mapping[str, int]) -> None:
        for name, box in self.boxes.items():
            box.setValue(shares.get(name, 0))

    def _on_add(self) -> None:
        name = self.name.text().strip()
        if name and name not in self.boxes:
            self._rows[name] = 0
            self._add_part(TargetPart(name, name, 0, 0.0), 0)
            self.name.clear()
        if name in self.boxes:
            self.boxes[name].setFocus()

    def _on_even(self) -> None:
        count = max(1, len(self.boxes))
        self._set_all({name: max(1, WHOLE // count) for name in self.boxes})

    def _on_present(self) -> None:
        total = sum(self._rows.values()) or 1
        self._set_all({name: round(WHOLE * rows / total) for name, rows in self._rows.items()})

    def _on_none(self) -> None:
        self._set_all({})

    def _on_kept(self) -> None:
        # A text typed in a box counts although the box was not left.
        for box in self.boxes.values():
            box.interpretText()
        self.wanted.emit(self.shares())
        self.accept()
