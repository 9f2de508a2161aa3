"""The menu that chooses the columns of the table, remembered for each kind of example."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from studio.core.example import Kind
from studio.errors import StudioError
from studio.settings import Settings
from studio.ui.data.columns import all_columns, columns_for
from studio.ui.messages import Messages
from studio.words import _

FIXED = "number"
"""The number stays: a row must be nameable."""


class ColumnMenu(QMenu):
    """Ticks for the columns of one kind."""

    columns_changed = Signal()

    def __init__(self, settings: Settings, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(_("Columns"), parent)
        self._settings = settings
        self._messages = messages
        self._kind: Kind = "instruction"
        self._ticks: dict[str, QAction] = {}

    def show_kind(self, kind: Kind) -> None:
        """Offer the columns of this kind."""
        if kind == self._kind and self._ticks:
            return
        self._kind = kind
        self.clear()
        self._ticks = {}
        for column in all_columns(kind):
            if column.key != FIXED:
                tick = self.addAction(_(column.title))
                tick.setCheckable(True)
                tick.triggered.connect(self._on_ticked)
                self._ticks[column.key] = tick
        self.addSeparator()
        self.addAction(_("The usual columns")).triggered.connect(self._on_usual)
        self._show_ticks()

    def _show_ticks(self) -> None:
        shown = {each.key for each in columns_for(self._kind, self._settings.columns.get(self._kind, ()))}
        for key, tick in self._ticks.items():
            tick.setChecked(key in shown)

    def _on_ticked(self) -> None:
        chosen = tuple(key for key, tick in self._ticks.items() if tick.isChecked())
        self._remember({**self._settings.columns, self._kind: (FIXED, *chosen)})

    def _on_usual(self) -> None:
        self._remember({kind: keys for kind, keys in self._settings.columns.items() if kind != self._kind})

    def _remember(self, columns: dict[Kind, tuple[str, ...]]) -> None:
        self._settings.columns = columns
        self._show_ticks()
        self.columns_changed.emit()
        try:
            self._settings.save()
        except StudioError as error:
            self._messages.problem(error)
