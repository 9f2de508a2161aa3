"""The line under the toolbar: every active filter as a chip that takes it away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from studio.data.records import RowQuery
from studio.ui.controls import button
from studio.ui.data.filters import ActiveFilter, active_filters
from studio.ui.data.rows_wanted import RowsWanted
from studio.ui.flow import FlowLayout
from studio.ui.formats import integer
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for, set_role
from studio.words import _, ngettext

LONGEST_CHIP = 56


class Chip(QPushButton):
    """One filter in words with a cross."""

    removed = Signal(object)  # str: the filter's key

    def __init__(self, active: ActiveFilter) -> None:
        short = active.text if len(active.text) <= LONGEST_CHIP else active.text[: LONGEST_CHIP - 1] + "…"
        super().__init__(short.replace("&", "&&"))
        self._key = active.key
        self.setToolTip(active.text if active.text != short else "")
        self.setAccessibleName(_("Take the filter away: {filter}").format(filter=active.text))
        set_role(self, "chip")
        give_icon(self, "close", "accent", 12)
        # The cross stands after the words.
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.removed.emit(self._key)


class FilterBar(QWidget):
    """Chips; hidden while nothing is filtered."""

    removal_wanted = Signal(object)  # str: the filter's key
    all_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Active filters"))
        self._shown: tuple[ActiveFilter, ...] = ()
        self._flow = FlowLayout(self)
        self._flow.setContentsMargins(3 * GRID, 0, 3 * GRID, GRID + GRID // 2)
        self._flow.setSpacing(GRID)
        self.chips: list[Chip] = []
        self.clear_button = button(_("Clear all filters"), role="link")
        self.clear_button.clicked.connect(self.clear_wanted)
        self._flow.addWidget(self.clear_button)
        self.hide()

    def show_query(self, query: RowQuery | None, wanted: RowsWanted | None) -> None:
        """A chip for the rows that a section opened, one for every filter, and one way to be rid of all."""
        filters = active_filters(query) if query else ()
        shown = (*((ActiveFilter("", _words(wanted)),) if wanted else ()), *filters)
        if shown != self._shown:
            self._shown = shown
            self._fill()

    def _fill(self) -> None:
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self.clear_button)
        self.chips = [Chip(each) for each in self._shown]
        for chip in self.chips:
            chip.removed.connect(self._on_removed)
            self._flow.addWidget(chip)
        self._flow.addWidget(self.clear_button)
        self.clear_button.setVisible(len(self._shown) > 1)
        tint_icons(self, colours_for(self.palette()))
        self.setVisible(bool(self._shown))

    def _on_removed(self, key: str) -> None:
        if key:
            self.removal_wanted.emit(key)
        else:
            self.all_wanted.emit()


def _words(wanted: RowsWanted) -> str:
    count = len(wanted.ids)
    return ngettext("{count} row: {title}", "{count} rows: {title}", count).format(
        count=integer(count), title=wanted.title
    )
