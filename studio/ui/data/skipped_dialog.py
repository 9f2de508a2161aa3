"""The lines of a file that could not be used, each with its reason; to copy or to save."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QFrame, QTableView, QWidget

from studio.errors import StudioError
from studio.ui.controls import button, card
from studio.ui.data.delegates import FlatHeader, TextDelegate
from studio.ui.dialogs import PlainDialog
from studio.ui.messages import Messages
from studio.ui.theme import GRID
from studio.words import N_, _, ngettext

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
TITLES = (N_("Line"), N_("Reason"))


@dataclass(frozen=True)
class SkippedText:
    """A line number and why the line was left out."""

    line: int
    reason: str


class SkippedModel(QAbstractTableModel):
    """Line numbers and reasons, as they were told."""

    def __init__(self, lines: Sequence[SkippedText], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines = list(lines)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        line = self._lines[index.row()]
        return str(line.line) if index.column() == 0 else line.reason

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return _(TITLES[section])


class SkippedDialog(PlainDialog):
    """Lists the skipped lines of one file."""

    def __init__(
        self, file: str, lines: Sequence[SkippedText], messages: Messages, parent: QWidget | None = None
    ) -> None:
        count = len(lines)
        super().__init__(
            _("Skipped lines"),
            ngettext(
                "{count} line of {file} was left out.",
                "{count} lines of {file} were left out.",
                count,
            ).format(count=count, file=file),
            parent,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 520)
        self._file, self._lines, self._messages = file, list(lines), messages
        frame, inside = card(spacing=0, margin=1)
        inside.addWidget(self._table())
        self.column.addWidget(frame, 1)
        copy, save = button(_("Copy"), "copy"), button(_("Save as…"), "save")
        close = button(_("Close"), role="primary")
        copy.clicked.connect(self._on_copy)
        save.clicked.connect(self._on_save)
        close.clicked.connect(self.accept)
        self.add_buttons(copy, save, close)

    def text(self) -> str:
        """One line each: number, tab, reason."""
        return "".join(f"{each.line}\t{each.reason}\n" for each in self._lines)

    def save_to(self, path: Path) -> None:
        """Write the list; a failure is told, not raised."""
        try:
            path.write_text(self.text(), "utf-8")
        except OSError as error:
            self._messages.problem(
                StudioError(_("{file} could not be written: {reason}.").format(file=path, reason=error.strerror))
            )

    def _table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName(_("Skipped lines"))
        table.setModel(SkippedModel(self._lines, table))
        table.setHorizontalHeader(FlatHeader(table))
        table.setItemDelegate(TextDelegate(table))
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(4 * GRID)
        table.setColumnWidth(0, 10 * GRID)
        table.horizontalHeader().setStretchLastSection(True)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        return table

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())

    def _on_save(self) -> None:
        dialog = QFileDialog(self, _("Save the list of skipped lines"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(f"{Path(self._file).stem}-skipped.txt")
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file_chosen(self, file: str) -> None:
        self.save_to(Path(file))
