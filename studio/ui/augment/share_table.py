"""The groups in a table: the share each shall have, its examples now and after, and what stays missing."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from studio.ui.augment.outlook_lines import GroupLine
from studio.ui.augment.parts import NumberBox
from studio.ui.controls import label
from studio.ui.formats import integer
from studio.ui.theme import GRID, set_role
from studio.words import _, ngettext

MOST_SHARE = 1000
SHARE_WIDTH, SHARE_HEIGHT = 7 * GRID, 30
SHOWN = 30


class _Line:
    """One group: its widgets, filled again for each outlook."""

    def __init__(self, title: str) -> None:
        self.title = label(title)
        self.title.setWordWrap(True)
        self.share = NumberBox(_("Share wanted of {name}").format(name=title), 0, MOST_SHARE)
        self.share.setFixedSize(SHARE_WIDTH, SHARE_HEIGHT)
        self.share.setSpecialValueText("–")
        self.numbers = [label("") for _each in range(3)]
        for each in self.numbers:
            each.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show(self, line: GroupLine) -> None:
        self.share.show_value(round(line.share or 0))
        texts = (integer(line.before), integer(line.after), integer(line.missing) if line.missing else "–")
        for shown, text in zip(self.numbers, texts, strict=True):
            shown.setText(text)
        # Not by colour alone: what is missing has a column of its own.
        set_role(self.numbers[2], "caution" if line.missing else "muted")

    def widgets(self) -> tuple[QWidget, ...]:
        return (self.title, self.share, *self.numbers)


class ShareTable(QWidget):
    """The shares can be typed; which groups there are follows from the examples."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, _Line] = {}
        self._kept: dict[str, float] = {}
        self._more = label("", "caution", wrap=True)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.setColumnStretch(0, 1)
        for at, title in enumerate((_("Group"), _("Share"), _("Before"), _("After"), _("Missing"))):
            head = label(title, "caption")
            side = Qt.AlignmentFlag.AlignRight if at else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(head, 0, at, side)
        self._grid.addWidget(self._more, 1, 0, 1, self._grid.columnCount())

    def boxes(self) -> Mapping[str, NumberBox]:
        """The shares by the names of the groups."""
        return {name: line.share for name, line in self._lines.items()}

    def shares(self) -> dict[str, float]:
        """The shares of all groups, 0 for those that nothing is wanted of; one that was not typed stays exact."""
        typed = {name: float(line.share.value()) for name, line in self._lines.items()}
        exact = {name: share for name, share in self._kept.items() if round(share) == typed.get(name, round(share))}
        return {**typed, **exact}

    def show_lines(self, lines: Sequence[GroupLine]) -> None:
        """Show these groups; where they are the same as before, only their numbers change."""
        shown = list(lines[:SHOWN])
        if [(each.name, each.title) for each in shown] != [
            (name, line.title.text()) for name, line in self._lines.items()
        ]:
            self._rebuild(shown)
        self._kept = {each.name: each.share or 0.0 for each in lines}
        for each in shown:
            self._lines[each.name].show(each)
        left = len(lines) - len(shown)
        words = ngettext("{count} smaller group is not listed.", "{count} smaller groups are not listed.", left)
        self._more.setText(words.format(count=integer(left)))
        self._more.setVisible(left > 0)

    def _rebuild(self, lines: Sequence[GroupLine]) -> None:
        for old in self._lines.values():
            for widget in old.widgets():
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._grid.removeWidget(self._more)
        self._lines = {each.name: _Line(each.title) for each in lines}
        for row, line in enumerate(self._lines.values(), 1):
            line.title.setBuddy(line.share)
            line.share.valueChanged.connect(self.edited)
            for column, widget in enumerate(line.widgets()):
                self._grid.addWidget(widget, row, column)
        self._grid.addWidget(self._more, len(self._lines) + 1, 0, 1, self._grid.columnCount())
