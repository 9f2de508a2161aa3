"""The lexicons of a project: which there are, the one chosen, a sentence to try; saved only when all are right."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from studio.data.lexicon_files import LEXICON_KINDS, LexiconKind, built_in_text, read_lexicon_text, write_lexicon
from studio.errors import StudioError
from studio.ui.augment.lexicons.document import LexiconDocument
from studio.ui.augment.lexicons.editor import LexiconEditor
from studio.ui.augment.lexicons.trial import TrialPanel
from studio.ui.augment.lexicons.trying import can_be_tried
from studio.ui.augment.lexicons.words import problems_words
from studio.ui.background import Background
from studio.ui.controls import button, card, label
from studio.ui.dialogs import PlainDialog
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID
from studio.words import _

LINE = 4 * GRID
LIST_WIDTH, TRIAL_WIDTH = 25 * GRID, 31 * GRID
Texts = dict[str, str]


class LexiconsDialog(PlainDialog):
    """What is wrong is told below, with a button that leads there."""

    saved = Signal()

    def __init__(
        self, project: ProjectContext, background: Background, messages: Messages, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Lexicons"), "", parent)
        self._project, self._background, self._messages = project, background, messages
        self._documents: dict[str, LexiconDocument] = {}
        self._stored: Texts = {}
        self._unreadable: dict[str, str] = {}
        self.setMinimumSize(960, 560)
        self.resize(1180, 700)
        self.list, self.editor, self.trial = QListWidget(), LexiconEditor(), TrialPanel(background)
        self._trouble = label("", "caution", wrap=True)
        self.show_button = button(_("Show it"), role="link")
        self.close_button, self.save_button = button(_("Close")), button(_("Save"), "save", "primary")
        self._read()
        self._lay_out()
        self._connect()
        self.list.setCurrentRow(0)

    @property
    def document(self) -> LexiconDocument:
        """The lexicon on show."""
        kind = LEXICON_KINDS[max(self.list.currentRow(), 0)]
        if kind.name not in self._documents:
            document = LexiconDocument(kind, self._stored[kind.name], self)
            document.changed.connect(self._tell)
            self._documents[kind.name] = document
        return self._documents[kind.name]

    @property
    def changed(self) -> list[LexiconDocument]:
        """Those with something that would be lost."""
        return [each for each in self._documents.values() if each.is_changed]

    def trouble_text(self) -> str:
        """Why nothing can be saved, or what is wrong; "" for nothing."""
        return self._trouble.text()

    def reject(self) -> None:
        """Escape loses nothing: with unsaved changes it says so and the button closes."""
        self.editor.read_typed()
        if not self.changed:
            super().reject()
            return
        self._trouble.setText(_("The lexicons have changes that are not saved."))
        self._trouble.show()
        self.close_button.setFocus()

    def done(self, result: int) -> None:
        """Stop what is pending."""
        self.editor.stop()
        self.trial.leave()
        super().done(result)

    def _read(self) -> None:
        """Some files of a few kilobytes."""
        for kind in LEXICON_KINDS:
            try:
                self._stored[kind.name] = read_lexicon_text(self._project.path, kind)
            except StudioError as error:
                self._stored[kind.name], self._unreadable[kind.name] = "", _said(error)

    def _lay_out(self) -> None:
        self.list.setAccessibleName(_("Lexicons"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        for kind in LEXICON_KINDS:
            item = QListWidgetItem(_(kind.title))
            item.setSizeHint(QSize(0, LINE))
            item.setToolTip(_(kind.about))
            self.list.addItem(item)
        holder, left = card(margin=GRID)
        left.addWidget(self.list)
        holder.setFixedWidth(LIST_WIDTH)
        self._trial_card, right = card()
        right.addWidget(self.trial)
        self._trial_card.setFixedWidth(TRIAL_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(holder)
        row.addWidget(self.editor, 1)
        row.addWidget(self._trial_card)
        trouble = QHBoxLayout()
        trouble.addWidget(self._trouble, 1)
        trouble.addWidget(self.show_button)
        self.column.setSpacing(GRID + GRID // 2)
        self.column.addLayout(row, 1)
        self.column.addLayout(trouble)
        self.add_buttons(self.close_button, self.save_button)
        self.save_button.setDefault(False)
        for each in (self.close_button, self.save_button, self.show_button):
            each.setAutoDefault(False)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._on_chosen)
        self.close_button.clicked.connect(self._on_close)
        self.save_button.clicked.connect(self._on_save)
        self.show_button.clicked.connect(self._on_show)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self.editor.undo)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Redo), self, self.editor.redo)

    def _on_chosen(self, _row: int) -> None:
        self.editor.show_document(self.document)
        self._trial_card.setVisible(can_be_tried(self.document.kind))
        self._tell()

    def _tell(self) -> None:
        """What can be done now, and why something cannot."""
        document, changed = self.document, self.changed
        if can_be_tried(document.kind):
            self.trial.show_lexicon(document.kind, document.draft.lexicon)
        wrong = [each for each in changed if each.draft.problems]
        self._say(document if document.draft.problems else wrong[0] if wrong else None)
        self.save_button.setEnabled(bool(changed) and not wrong and not self._project.read_only)
        self.save_button.setToolTip(_("Everything that is wrong must be mended first.") if wrong else "")
        self.close_button.setText(_("Close without saving") if changed else _("Close"))
        for at, kind in enumerate(LEXICON_KINDS):
            self.list.item(at).setText(self._line(kind))

    def _say(self, wrong: LexiconDocument | None) -> None:
        words = ""
        if wrong is not None:
            words = "" if wrong.draft.text else self._unreadable.get(wrong.kind.name, "")
            words = words or _("{title} — {problem}").format(
                title=_(wrong.kind.title), problem=problems_words(wrong.draft)
            )
        elif self._project.read_only:
            words = _("This project is open in another window; lexicons are saved there.")
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))
        self.show_button.setVisible(wrong is not None)

    def _line(self, kind: LexiconKind) -> str:
        document = self._documents.get(kind.name)
        title = _(kind.title)
        if document is not None and document.is_changed:
            return _("{title} · not saved").format(title=title)
        if self._stored[kind.name] != built_in_text(kind):
            return _("{title} · changed").format(title=title)
        return title

    def _on_show(self) -> None:
        wrong = next(each for each in (self.document, *self.changed) if each.draft.problems)
        self.list.setCurrentRow(LEXICON_KINDS.index(wrong.kind))
        self.editor.show_problem()

    def _on_close(self) -> None:
        self.done(0)

    def _on_save(self) -> None:
        self.editor.read_typed()
        if self.save_button.isEnabled():
            path, texts = self._project.path, {each.kind.name: each.draft.text for each in self.changed}
            self.save_button.setEnabled(False)
            self._background.run(lambda: _save(path, texts), self._on_saved, self._on_failed)

    def _on_saved(self, texts: Texts) -> None:
        self._stored |= texts
        for name, text in texts.items():
            self._documents[name].keep(text)
        self.saved.emit()
        self._messages.done(_("The lexicons are saved."))

    def _on_failed(self, error: StudioError) -> None:
        self._tell()
        self._trouble.setText(_said(error))
        self._trouble.show()


def _said(error: StudioError) -> str:
    return "\n".join(filter(None, (error.message, error.hint)))


def _save(path: Path, texts: Texts) -> Texts:
    for kind in LEXICON_KINDS:
        if kind.name in texts:
            write_lexicon(path, kind, texts[kind.name])
    return texts
