"""Sections of a page under one bar, each built when it is first looked at."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studio.ui.data.sections import SectionBar
from studio.ui.icons import tint_icons
from studio.ui.theme import GRID, colours_for


@runtime_checkable
class Leavable(Protocol):
    """What is asked of a section that has something to end."""

    def leave(self) -> None:
        """Store what is still being typed and end what is watched: the project is about to be closed."""
        ...


class LazySections(QWidget):
    """Sections may import what takes longer than the first paint may."""

    built = Signal(object)  # str: the key of a section that is there from now on

    def __init__(self, name: str, builders: dict[str, tuple[str, Callable[[], QWidget]]], parent: QWidget) -> None:
        """`builders` holds, by a section's key, its title and what makes it; `name` is the bar's accessible name."""
        super().__init__(parent)
        self._builders = builders
        self._there: dict[str, QWidget] = {}
        self.bar = SectionBar(self)
        self.bar.setAccessibleName(name)
        self._stack = QStackedWidget()
        head = QHBoxLayout()
        if len(builders) > 1:
            head.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        head.addWidget(self.bar)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        for key, (title, _build) in builders.items():
            self.bar.add(key, title)
        self.bar.section_chosen.connect(self.show_section)

    def show_section(self, key: str) -> QWidget:
        """Bring a section to the front, built now if it was not before."""
        if key not in self._there:
            made = self._there[key] = self._builders[key][1]()
            self._stack.addWidget(made)
            tint_icons(made, colours_for(self.palette()))
            self.built.emit(key)
        self.bar.choose(key)
        self._stack.setCurrentWidget(self._there[key])
        return self._there[key]

    def show_first(self) -> None:
        """Unless one was shown before."""
        if not self._there:
            self.show_section(next(iter(self._builders)))

    def leave(self) -> None:
        """Let every section end what is under way."""
        for section in self._there.values():
            if isinstance(section, Leavable):
                section.leave()
        self._there.clear()
