"""One lexicon open in the dialog: its states in order, so that each can be taken back."""

from typing import cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from studio.data.lexicon_files import LexiconKind
from studio.ui.augment.lexicons.draft import Draft, Tables, draft_of
from studio.words import _

TYPED = 1
"""Steps of typing in the text become one."""


class LexiconDocument(QObject):
    """`changed` follows every step, forward and back."""

    changed = Signal()

    def __init__(self, kind: LexiconKind, stored: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kind, self.stored = kind, stored
        self.draft = draft_of(kind, stored)
        self.undo = QUndoStack(self)
        # Only then is known what can be undone; a step is told of while the stack still stands at the one before.
        self.undo.indexChanged.connect(self.changed)

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost."""
        return self.draft.text != self.stored

    def edit(self, tables: Tables, what: str) -> None:
        """Change entries, as one step."""
        self.undo.push(_Step(self, self.draft.with_tables(tables), what))

    def replace(self, text: str, what: str) -> None:
        """Put another text in place of all of it, as one step."""
        if text != self.draft.text:
            self.undo.push(_Step(self, draft_of(self.kind, text), what))

    def type(self, text: str) -> None:
        """The text has become this by typing; what is typed in a row is one step."""
        if text != self.draft.text:
            self.undo.push(_Step(self, draft_of(self.kind, text), _("Edit the text"), TYPED))

    def keep(self, text: str) -> None:
        """This text is stored now."""
        self.stored = text
        self.changed.emit()


class _Step(QUndoCommand):
    def __init__(self, document: LexiconDocument, after: Draft, what: str, merging: int = -1) -> None:
        super().__init__(what)
        self._document, self._before, self.after, self._merging = document, document.draft, after, merging

    def undo(self) -> None:
        self._document.draft = self._before

    def redo(self) -> None:
        self._document.draft = self.after

    def id(self) -> int:
        return self._merging

    def mergeWith(self, other: QUndoCommand) -> bool:
        self.after = cast(_Step, other).after
        return True
