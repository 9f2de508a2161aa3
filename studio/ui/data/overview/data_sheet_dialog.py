"""The data sheet as it reads, to be copied or saved as Markdown."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QShowEvent,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QTextBrowser, QWidget

from studio.errors import StudioError
from studio.ui.background import Background
from studio.ui.controls import button, label
from studio.ui.dialogs import PlainDialog
from studio.ui.saving import save_text
from studio.ui.theme import GRID, colours_for
from studio.words import _

TITLE_PT, HEADING_PT, CELL_PADDING = 15.0, 11.5, 6.0
# A name in the data is no HTML.
SAFE = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML


class DataSheetDialog(PlainDialog):
    """Nothing in it can be followed or loaded."""

    saved = Signal(object)  # Path

    def __init__(self, background: Background, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Data sheet"),
            _("What somebody else must know of this data set: numbers, sources and licences, no text of an example."),
            parent,
        )
        self.resize(820, 620)
        self._background, self._text, self._name = background, text, name
        self.preview = QTextBrowser()
        self.preview.setAccessibleName(_("Data sheet"))
        self.preview.setOpenLinks(False)
        self.preview.setFrameShape(QFrame.Shape.NoFrame)
        document = self.preview.document()
        document.setDocumentMargin(2 * GRID)
        document.setMarkdown(text, SAFE)
        dress(document, QColor(colours_for(self.palette()).border))
        self._trouble = label("", "caution", wrap=True)
        self._trouble.hide()
        self.column.addWidget(self.preview, 1)
        self.column.addWidget(self._trouble)
        self.copy_button, self.save_button = button(_("Copy the Markdown"), "copy"), button(_("Save…"), "save")
        self.close_button = button(_("Close"), role="primary")
        for each, slot in (
            (self.copy_button, self._on_copy),
            (self.save_button, self._on_save),
            (self.close_button, self.accept),
        ):
            each.clicked.connect(slot)
        self.add_buttons(self.copy_button, self.save_button, self.close_button)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.preview.moveCursor(QTextCursor.MoveOperation.Start)

    def save_to(self, target: Path) -> None:
        """Write the Markdown to a file."""
        text = self._text
        self._trouble.hide()
        self._background.run(lambda: save_text(text, target), self._on_saved, self._on_failed)

    def trouble_text(self) -> str:
        """Why the last file was not written."""
        return self._trouble.text()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)

    def _on_save(self) -> None:
        dialog = QFileDialog(self, _("Save the data sheet"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Markdown (*.md)"))
        dialog.setDefaultSuffix("md")
        dialog.selectFile(f"{self._name}.md")
        dialog.fileSelected.connect(self._on_target_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_target_chosen(self, target: str) -> None:
        self.save_to(Path(target))

    def _on_saved(self, target: Path) -> None:
        self.saved.emit(target)

    def _on_failed(self, error: StudioError) -> None:
        self._trouble.setText("\n".join(filter(None, (error.message, error.hint))))
        self._trouble.show()


def dress(document: QTextDocument, line: QColor) -> None:
    """Give headings their distance and tables their air: Markdown brings neither."""
    cursor, block = QTextCursor(document), document.begin()
    while block.isValid():
        if level := block.blockFormat().headingLevel():
            cursor.setPosition(block.position())
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            form, letters = block.blockFormat(), cursor.charFormat()
            form.setTopMargin(0 if level == 1 else 3 * GRID)
            form.setBottomMargin(GRID)
            # Markdown makes headings larger by steps, which would win over a size.
            letters.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            letters.setFontPointSize(TITLE_PT if level == 1 else HEADING_PT)
            cursor.setBlockFormat(form)
            cursor.setCharFormat(letters)
        block = block.next()
    for table in document.rootFrame().childFrames():
        if isinstance(table, QTextTable):
            lines = table.format()
            lines.setCellPadding(CELL_PADDING)
            lines.setBorder(1)
            lines.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            lines.setBorderBrush(line)
            lines.setBorderCollapse(True)
            table.setFormat(lines)
