"""The sections of the Data tab and the slim bar that chooses among them."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from studio.data.records import Changes, Dataset
from studio.ui.data.rows_wanted import RowsWanted
from studio.ui.theme import set_role
from studio.words import _


@runtime_checkable
class Section(Protocol):
    """What the page asks of a widget given to it; it is told nothing while it is out of sight."""

    def show_dataset(self, dataset: Dataset | None) -> None: ...
    def refresh(self, changes: Changes) -> None: ...
    def leave(self) -> None: ...


@runtime_checkable
class OpensRows(Protocol):
    """A section whose rows can be opened in the table; the signal carries a RowsWanted."""

    rows_wanted: SignalInstance


@runtime_checkable
class TakesRows(Section, Protocol):
    """A section that rows chosen in the table can be given to."""

    def show_only(self, wanted: RowsWanted) -> None: ...


class SectionBar(QFrame):
    """One button per section, joined in a line; arrows move along it. Hidden while there is one section."""

    section_chosen = Signal(object)  # str: the section's key

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "segments")
        self.setAccessibleName(_("Sections of the data"))
        self._keys: list[str] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_clicked)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(3, 3, 3, 3)
        self._line.setSpacing(2)
        self.hide()

    def add(self, key: str, title: str) -> None:
        """Offer a section after those that are there; the first one is chosen."""
        segment = QPushButton(title)
        segment.setAccessibleName(title)
        segment.setCheckable(True)
        segment.setChecked(not self._keys)
        set_role(segment, "segment")
        self._group.addButton(segment, len(self._keys))
        self._line.addWidget(segment)
        self._keys.append(key)
        self.setVisible(len(self._keys) > 1)

    def choose(self, key: str) -> None:
        """Mark a section as the one on show."""
        self._group.button(self._keys.index(key)).setChecked(True)

    def _on_clicked(self, at: int) -> None:
        self.section_chosen.emit(self._keys[at])
