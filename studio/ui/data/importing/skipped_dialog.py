"""The rows that did not come in, each with its file, its line and the reason; to copy or to save."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QFrame, QTableView, QWidget

from studio.ui.background import Background
from studio.ui.controls import button, card
from studio.ui.data.delegates import FlatHeader, TextDelegate
from studio.ui.dialogs import FORBIDDEN, PlainDialog
from studio.ui.formats import integer
from studio.ui.messages import Messages
from studio.ui.theme import GRID
from studio.words import N_, _, ngettext

if TYPE_CHECKING:
    from studio.data.importers import SkippedLine

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
TITLES = (N_("File"), N_("Line"), N_("Reason"))
NAMES = ("file", "line", "reason")
"""Of the columns in a saved list, for programs."""
FILE, LINE = 0, 1
FILE_WIDTH = 26 * GRID


class SkippedModel(QAbstractTableModel):
    """Files, line numbers and reasons, as they were told; `file` is that of lines which name no part."""

    def __init__(self, file: str, lines: Sequence["SkippedLine"], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file, self._lines = file, lines

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        line = self._lines[index.row()]
        return (line.file or self._file, str(line.line), line.reason)[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return _(TITLES[section])


class SkippedDialog(PlainDialog):
    """Lists the skipped lines of one source; the list is written in a thread, whole or not at all."""

    saved = Signal(object)  # Path

    def __init__(
        self,
        file: str,
        lines: Sequence["SkippedLine"],
        background: Background,
        messages: Messages,
        parent: QWidget | None = None,
    ) -> None:
        count = len(lines)
        super().__init__(
            _("Skipped lines"),
            ngettext(
                "{count} line of {file} was left out.",
                "{count} lines of {file} were left out.",
                count,
            ).format(count=integer(count), file=file),
            parent,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(840, 520)
        self._file, self._lines, self._background, self._messages = file, tuple(lines), background, messages
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
        """One line each: file, number and reason between tabs, as spreadsheets take them."""
        return "".join(f"{each.file or self._file}\t{each.line}\t{each.reason}\n" for each in self._lines)

    def save_to(self, path: Path) -> None:
        """Write the list, as JSON Lines or as a table by the file's ending; a failure is told, not raised."""
        file, lines = self._file, self._lines
        self._background.run(lambda: _write(path, file, lines), self._on_saved, self._messages.problem)

    def _table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName(_("Skipped lines"))
        table.setModel(SkippedModel(self._file, self._lines, table))
        table.setHorizontalHeader(FlatHeader(table))
        table.horizontalHeader().setSectionsClickable(False)
        table.setItemDelegate(TextDelegate(table))
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(4 * GRID)
        table.setColumnWidth(FILE, FILE_WIDTH)
        table.setColumnWidth(LINE, 10 * GRID)
        table.horizontalHeader().setStretchLastSection(True)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        return table

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())

    def _on_save(self) -> None:
        dialog = QFileDialog(self, _("Save the list of skipped lines"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([_("Table (*.csv)"), _("JSON Lines (*.jsonl)")])
        dialog.setDefaultSuffix("csv")
        stem = FORBIDDEN.sub(" ", Path(self._file).stem).strip(" .")
        dialog.selectFile(f"{stem}-skipped.csv")
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file_chosen(self, file: str) -> None:
        self.save_to(Path(file))

    def _on_saved(self, path: Path) -> None:
        self._messages.done(_("The list was saved: {file}").format(file=path))
        self.saved.emit(path)


def _write(path: Path, file: str, lines: Sequence["SkippedLine"]) -> Path:
    from studio.data.formulas import neutralise
    from studio.placing import placed

    rows = [(each.file or file, each.line, each.reason) for each in lines]
    with placed(path) as partial, partial.open("w", encoding="utf-8", newline="") as target:
        if path.suffix.lower() == ".jsonl":
            target.writelines(json.dumps(dict(zip(NAMES, row, strict=True)), ensure_ascii=False) + "\n" for row in rows)
        else:
            # Excel takes a table for Windows' own encoding where no mark says otherwise.
            target.write("\ufeff")
            table = csv.writer(target)
            table.writerow(NAMES)
            table.writerows((neutralise(name), line, neutralise(reason)) for name, line, reason in rows)
    return path
