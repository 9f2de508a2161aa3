"""The line above the table: what is looked for on the left, what can be done on the right."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from studio.data.records import RowQuery
from studio.ui.controls import button, icon_button, label
from studio.ui.data.actions import DataActions
from studio.ui.icons import give_icon
from studio.ui.theme import GRID
from studio.words import _

TYPING_PAUSE_MS = 200


class DataToolbar(QWidget):
    """Search field, the number of rows and buttons; it knows no data."""

    search_changed = Signal(object)  # str

    def __init__(self, actions: DataActions, columns: QMenu, views: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setAcceptDrops(False)
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(_("Search the examples"))
        self.search.setToolTip(
            _("Words in any order, “quoted words” in theirs. Accents and capitals make no difference.")
        )
        self.search.setAccessibleName(_("Search the examples"))
        self.search.setMinimumWidth(136)
        self.search.setMaximumWidth(360)
        magnifier = QAction(self)
        give_icon(magnifier, "search", "muted")
        self.search.addAction(magnifier, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._on_search)
        self.search.textChanged.connect(self._pause.start)
        self.search.returnPressed.connect(self._on_search)
        self.filter_button = button(_("Filter"), "filter")
        self.count = label("", "caption")
        self.count.setAccessibleName(_("Examples on show"))
        self.views_button = button("", "view")
        self.views_button.setMenu(views)
        self.show_view("")
        self.columns_button = icon_button(_("Choose the columns"), "columns")
        self.columns_button.setMenu(columns)
        self.columns_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.filter_button.clicked.connect(actions.filter.trigger)
        self._lay_out(actions)

    def show_query(self, query: RowQuery | None) -> None:
        """Show what is looked for, without asking for it; spaces still being typed are left."""
        text = query.search if query else ""
        if text != self.search.text().strip():
            self.search.blockSignals(True)
            self.search.setText(text)
            self.search.blockSignals(False)
            self._pause.stop()

    def show_view(self, name: str) -> None:
        """Name the saved view that is in force."""
        metrics = self.views_button.fontMetrics()
        short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, 16 * GRID)
        self.views_button.setText(short.replace("&", "&&") or _("Views"))
        self.views_button.setAccessibleName(_("View: {name}").format(name=name) if name else _("Views"))
        self.views_button.setToolTip(name if short != name else "")

    def focus_search(self) -> None:
        """Put the cursor in the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def _lay_out(self, actions: DataActions) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        line.setSpacing(GRID)
        line.addWidget(self.search, 1)
        line.addWidget(self.filter_button)
        line.addWidget(self.views_button)
        line.addWidget(self.count)
        line.addStretch(1)
        line.addWidget(self.columns_button)
        self.add_button = button(_("Add an example"), "add")
        self.add_button.clicked.connect(actions.add.trigger)
        self.add_button.setEnabled(actions.add.isEnabled())
        actions.add.enabledChanged.connect(self.add_button.setEnabled)
        line.addWidget(self.add_button)

    def _on_search(self) -> None:
        self._pause.stop()
        self.search_changed.emit(self.search.text().strip())
