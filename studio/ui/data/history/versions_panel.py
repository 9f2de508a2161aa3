"""The named versions and what can be done with them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from studio.ui.controls import button, label
from studio.ui.data.history.steps import HistoryDelegate
from studio.ui.data.naming import NameDialog
from studio.ui.formats import moment
from studio.ui.theme import GRID
from studio.words import _

if TYPE_CHECKING:
    from studio.data.versions import Version


@dataclass(frozen=True)
class VersionName:
    """A name for a version; `version` is None for a new one of the project as it is."""

    version: "Version | None"
    name: str


class VersionsPanel(QWidget):
    """A list and its buttons; it only asks."""

    named = Signal(object)  # VersionName
    restore_wanted = Signal(object)  # Version
    delete_wanted = Signal(object)  # Version
    comparison_wanted = Signal(object)  # Version

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self._versions: tuple[Version, ...] = ()
        self._renamed: Version | None = None
        self.list = QListWidget()
        self.list.setAccessibleName(_("Named versions"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setItemDelegate(HistoryDelegate(self.list))
        self.new_button = button(_("Name this version…"), "save")
        self.compare_button, self.restore_button = button(_("Compare with now")), button(_("Go back to it"))
        self.rename_button, self.delete_button = button(_("Rename…")), button(_("Forget the name"))
        for each, slot in (
            (self.new_button, self._on_new),
            (self.rename_button, self._on_rename),
            (self.restore_button, self._on_restore),
            (self.delete_button, self._on_delete),
            (self.compare_button, self._on_compare),
        ):
            each.clicked.connect(slot)
        self.list.currentRowChanged.connect(self._show_allowed)
        self._lay_out()
        self._show_allowed()

    def show_versions(self, versions: "Sequence[Version]") -> None:
        """Replace the list, newest first; the one chosen stays chosen."""
        chosen = self._chosen()
        self._versions = tuple(reversed(versions))
        self.list.clear()
        for version in self._versions:
            facts = "  ·  ".join(filter(None, (moment(version.at, time.time()), version.author, version.note)))
            item = QListWidgetItem(f"{version.name}\n{facts}")
            item.setToolTip(version.name)
            self.list.addItem(item)
            if chosen is not None and version.id == chosen.id:
                self.list.setCurrentItem(item)
        if self._chosen() is None and self._versions:
            self.list.setCurrentRow(0)
        self._show_allowed()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(_("Named versions"), "heading"), 1)
        head.addWidget(self.new_button)
        buttons = QGridLayout()
        buttons.setSpacing(GRID)
        for at, each in enumerate((self.compare_button, self.restore_button, self.rename_button, self.delete_button)):
            buttons.addWidget(each, at // 2, at % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)

    def _chosen(self) -> "Version | None":
        at = self.list.currentRow()
        return self._versions[at] if 0 <= at < len(self._versions) else None

    def _show_allowed(self) -> None:
        chosen = self._chosen() is not None
        self.compare_button.setEnabled(chosen)
        for each in (self.restore_button, self.rename_button, self.delete_button):
            each.setEnabled(chosen and not self._read_only)
        self.new_button.setEnabled(not self._read_only)

    def _on_new(self) -> None:
        self._renamed = None
        self._ask(_("Name this version"), "", _("Keep the version"))

    def _on_rename(self) -> None:
        if (chosen := self._chosen()) is not None:
            self._renamed = chosen
            self._ask(_("Rename the version"), chosen.name, _("Rename"))

    def _ask(self, title: str, name: str, verb: str) -> None:
        taken = [each.name for each in self._versions if each.name != name]
        self.asking = NameDialog(title, name, taken, verb, self.window())
        self.asking.named.connect(self._on_named)
        self.asking.finished.connect(self.asking.deleteLater)
        self.asking.open()

    def _on_named(self, name: str) -> None:
        self.named.emit(VersionName(self._renamed, name))

    def _on_restore(self) -> None:
        if (chosen := self._chosen()) is not None:
            self.restore_wanted.emit(chosen)

    def _on_delete(self) -> None:
        if (chosen := self._chosen()) is not None:
            self.delete_wanted.emit(chosen)

    def _on_compare(self) -> None:
        if (chosen := self._chosen()) is not None:
            self.comparison_wanted.emit(chosen)
