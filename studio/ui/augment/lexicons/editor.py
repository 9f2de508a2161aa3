"""One lexicon in two views, tables and text; what is done in one is in the other."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studio.data.lexicon_files import built_in_text
from studio.ui.augment.lexicons.document import LexiconDocument
from studio.ui.augment.lexicons.draft import Tables
from studio.ui.augment.lexicons.tables import LexiconTables
from studio.ui.controls import ExactTextEdit, button, icon_button, label
from studio.ui.data.sections import SectionBar
from studio.ui.line_tint import tint_line
from studio.ui.theme import GRID, code_font
from studio.words import _

PAUSE_MS = 250
TABLE, TEXT = "table", "text"


class LexiconEditor(QWidget):
    """Everything it does is a step of the document, which tells when it has changed."""

    def __init__(self) -> None:
        super().__init__()
        self._document: LexiconDocument | None = None
        self._about = label("", "muted", wrap=True)
        self.views, self.tables, self.text = SectionBar(self), LexiconTables(), ExactTextEdit()
        self.views.setAccessibleName(_("Ways to look at the lexicon"))
        self.views.add(TABLE, _("Table"))
        self.views.add(TEXT, _("Text"))
        self.text.setFont(code_font())
        self.text.setAccessibleName(_("The lexicon as text"))
        self.text.setLineWrapMode(ExactTextEdit.LineWrapMode.NoWrap)
        self._closed = label(_("The text has an error, so it cannot be shown as a table."), "muted", wrap=True)
        self.undo_button, self.redo_button = icon_button(_("Undo"), "undo"), icon_button(_("Redo"), "redo")
        self.restore_button = button(_("Built-in version"))
        self.restore_button.setAutoDefault(False)
        self.restore_button.setToolTip(_("Put the version that comes with Atelier in its place; Undo takes that back."))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._lay_out()
        self._pause.timeout.connect(self.read_typed)
        self.views.section_chosen.connect(self.show_view)
        self.tables.edited.connect(self._on_tables_edited)
        self.text.textChanged.connect(self._pause.start)
        self.undo_button.clicked.connect(self.undo)
        self.redo_button.clicked.connect(self.redo)
        self.restore_button.clicked.connect(self._on_restore)

    def show_document(self, document: LexiconDocument) -> None:
        """Show another lexicon, as a table where it is right."""
        self.read_typed()
        if self._document is not None:
            self._document.changed.disconnect(self._on_changed)
        # What the text shows is still that of the other.
        self._stack.setCurrentWidget(self._closed)
        self._document = document
        document.changed.connect(self._on_changed)
        self._about.setText(_(document.kind.about))
        self.show_view(TEXT if document.draft.tables is None else TABLE)
        self._on_changed()

    def show_view(self, view: str) -> None:
        """Bring one of the views to the front."""
        self.read_typed()
        self.views.choose(view)
        self._show_current(view)
        if view == TEXT:
            self._on_changed()
            self.text.setFocus()

    def show_problem(self) -> None:
        """Bring what is wrong first into sight."""
        if self._document is None or not self._document.draft.problems:
            return
        if self._document.draft.tables is not None:
            self.show_view(TABLE)
            self.tables.show_place(self._document.draft.problems[0].place)
            return
        self.show_view(TEXT)
        cursor = self.text.textCursor()
        cursor.setPosition(self.text.document().findBlockByNumber(self._document.draft.line - 1).position())
        self.text.setTextCursor(cursor)

    def read_typed(self) -> None:
        """What is typed in the text becomes a step now."""
        self._pause.stop()
        if self._document is not None and self._stack.currentWidget() is self.text:
            self._document.type(self.text.exact_text())

    def undo(self) -> None:
        """Take the last step back."""
        self.read_typed()
        if self._document is not None:
            self._document.undo.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        self.read_typed()
        if self._document is not None:
            self._document.undo.redo()

    def stop(self) -> None:
        """Read no more of what is typed."""
        self._pause.stop()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for each in (self.tables, self.text, self._closed):
            self._stack.addWidget(each)
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(self.views)
        bar.addWidget(self.undo_button)
        bar.addWidget(self.redo_button)
        bar.addStretch(1)
        bar.addWidget(self.restore_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._about)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)

    def _show_current(self, view: str) -> None:
        if view == TEXT:
            self._stack.setCurrentWidget(self.text)
        else:
            closed = self._document is None or self._document.draft.tables is None
            self._stack.setCurrentWidget(self._closed if closed else self.tables)

    def _on_changed(self) -> None:
        document = self._document
        if document is None:
            return
        draft = document.draft
        if draft.tables is not None:
            self.tables.show_draft(draft)
        if self._stack.currentWidget() is self.text:
            if self.text.exact_text() != draft.text:
                self.text.give(draft.text)
                self._pause.stop()
            tint_line(self.text, draft.line)
        else:
            self._show_current(TABLE)
        self.undo_button.setEnabled(document.undo.canUndo())
        self.redo_button.setEnabled(document.undo.canRedo())
        self.restore_button.setEnabled(draft.text != built_in_text(document.kind))

    def _on_tables_edited(self, tables: Tables, what: str) -> None:
        if self._document is not None:
            self._document.edit(tables, what)

    def _on_restore(self) -> None:
        self.read_typed()
        if self._document is not None:
            self._document.replace(built_in_text(self._document.kind), _("Built-in version"))
