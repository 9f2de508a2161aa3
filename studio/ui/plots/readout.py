"""The values of all lines under the pointer, in a small panel beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from studio.ui.plots.series import Dash, Series
from studio.ui.theme import GRID, Colours, set_role

AWAY = 2 * GRID
_SIGNS: dict[Dash, str] = {"solid": "━", "dash": "╍", "dot": "┅", "dashdot": "╌"}


@dataclass(frozen=True)
class ReadValue:
    """A value of a line; `remark` where it is of another step than the one under the pointer."""

    series: Series
    value: str
    remark: str = ""


class Readout(QFrame):
    """Never under the pointer, and never in its way."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        set_role(self, "card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.RichText)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        column.addWidget(self.text)
        self.hide()

    def show_values(self, step: str, values: Sequence[ReadValue], colours: Colours, at: QPoint) -> None:
        """Show the values of a step beside a place of the plot."""
        self.text.setText(_table(step, values, colours))
        self.adjustSize()
        # A low plot has not the room: the panel may reach over what is beside it.
        window = self._around.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        place = self._around.mapTo(window, at)
        left = place.x() + AWAY
        if left + self.width() > window.width():
            left = max(0, place.x() - AWAY - self.width())
        self.move(left, min(max(0, place.y() - self.height() // 2), max(0, window.height() - self.height())))
        self.show()
        self.raise_()


def spoken(step: str, values: Sequence[ReadValue]) -> str:
    """The same as one line for someone who listens."""
    words = (f"{each.series.readout} {each.series.column} {each.value} {each.remark}" for each in values)
    return ", ".join((step, *(" ".join(each.split()) for each in words)))


def _table(step: str, values: Sequence[ReadValue], colours: Colours) -> str:
    columns = list(dict.fromkeys(each.series.column for each in values))
    remarks = {column: {each.remark for each in values if each.series.column == column} for column in columns}
    rows: dict[str, dict[str, ReadValue]] = {}
    for each in values:
        rows.setdefault(each.series.readout, {})[each.series.column] = each
    head = "".join(_title(column, remarks[column], colours) for column in columns)
    body = "".join(
        _row(title, [cells.get(each) for each in columns], remarks, colours) for title, cells in rows.items()
    )
    head = f"<tr><td></td><td></td>{head}</tr>" if columns != [""] else ""
    return f'<b>{escape(step)}</b><table cellspacing="0" cellpadding="1">{head}{body}</table>'


def _title(column: str, remarks: set[str], colours: Colours) -> str:
    # What all values of a column share is said once.
    words = " · ".join(filter(None, (column, *remarks))) if len(remarks) == 1 else column
    return f'<td align="right" style="color:{colours.muted}">&nbsp;&nbsp;{escape(words)}</td>'


def _row(title: str, cells: Sequence[ReadValue | None], remarks: dict[str, set[str]], colours: Colours) -> str:
    series = next(each.series for each in cells if each)
    sign = "·" if series.faint and len(cells) == 1 else _SIGNS[series.dash]
    return (
        f'<tr><td style="color:{colours.series[series.colour]}">{sign}&nbsp;</td><td>{escape(title)}&nbsp;&nbsp;</td>'
        + "".join(_cell(each, remarks, colours) for each in cells)
        + "</tr>"
    )


def _cell(read: ReadValue | None, remarks: dict[str, set[str]], colours: Colours) -> str:
    if read is None:
        return "<td></td>"
    own = read.remark and (len(remarks[read.series.column]) > 1 or not read.series.column)
    remark = f' <span style="color:{colours.muted}">{escape(read.remark)}</span>' if own else ""
    return f'<td align="right">&nbsp;&nbsp;<b>{escape(read.value)}</b>{remark}</td>'
