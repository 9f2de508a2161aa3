"""The tags and labels that a data set has, read when someone is about to type one."""

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from studio.errors import StudioError
from studio.ui.background import Background
from studio.ui.data.searching import KnownValues, listing

Offered = Literal["tag", "label"]


class ValueReader(QObject):
    """Looks at every row in a thread, once for each change of the project."""

    found = Signal(object)  # KnownValues
    failed = Signal(object)  # StudioError

    def __init__(self, path: Path, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._path, self._background = path, background
        self._read: set[tuple[int, Offered]] = set()

    def ask(self, dataset_id: int, column: Offered) -> None:
        """Tell what the data set holds, unless that was told already."""
        if (dataset_id, column) not in self._read:
            self._read.add((dataset_id, column))
            self._background.run(listing(self._path, dataset_id, column), self._on_found, self._on_failed)

    def forget(self) -> None:
        """Something has changed: read again when next asked."""
        self._read.clear()

    def _on_found(self, known: KnownValues | None) -> None:
        if known is not None:
            self.found.emit(known)

    def _on_failed(self, error: StudioError) -> None:
        self.failed.emit(error)
