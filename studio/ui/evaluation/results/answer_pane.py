"""One row in full: the question, the expected answer, what each model answered and what is said of it, notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from studio.runs.row_notes import RowNote
from studio.text.word_difference import word_difference
from studio.ui.controls import card, label
from studio.ui.data.differences import difference_html
from studio.ui.theme import GRID, colours_for
from studio.words import _

if TYPE_CHECKING:
    from studio.evaluating.row_lines import RowLine

_NOTE_LINES = 3


@dataclass(frozen=True)
class ShownAnswer:
    """One model's answer with what is said of it, a sentence each."""

    title: str
    text: str | None
    remarks: tuple[str, ...]


class AnswerPane(QScrollArea):
    """Notes are stored when the field is left; `note_written` carries a RowNote."""

    note_written = Signal(object)

    def __init__(self, *, read_only: bool, noted: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: RowLine | None = None
        self._answers: Sequence[ShownAnswer] = ()
        self._known = RowNote(id=0)
        self._texts: list[tuple[QLabel, str]] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.differences = QCheckBox(_("Show the differences"))
        self.differences.setToolTip(_("What differs from the expected answer, word by word."))
        self.differences.setChecked(True)
        self.differences.toggled.connect(self._paint)
        self.note, self.tags = QPlainTextEdit(), QLineEdit()
        self.note.setAccessibleName(_("Note on this row"))
        self.note.setPlaceholderText(_("Note on this row"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(_NOTE_LINES * self.fontMetrics().lineSpacing() + 2 * GRID)
        self.tags.setAccessibleName(_("Tags, with commas between them"))
        self.tags.setPlaceholderText(_("Tags, with commas between them"))
        self.note.setReadOnly(read_only)
        self.tags.setReadOnly(read_only)
        self.note.installEventFilter(self)
        self.tags.editingFinished.connect(self.store)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(GRID, GRID, GRID, GRID)
        self._column.setSpacing(GRID)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(GRID)
        self._column.addWidget(self.differences)
        self._column.addLayout(self._cards)
        for widget in (label(_("Note and tags"), "heading"), self.note, self.tags):
            widget.setVisible(noted)
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.setWidget(inner)
        self._inner = inner
        self.show_row(None, (), RowNote(id=0))

    def show_row(self, line: "RowLine | None", answers: Sequence[ShownAnswer], note: RowNote) -> None:
        """Another row, or none; what was typed beside the one before is stored first.

        The same row again, with more answers, keeps its place and what is being typed.
        """
        if line is not None and self._line is not None and line.id == self._line.id:
            if (line, tuple(answers)) != (self._line, tuple(self._answers)):
                place = self.verticalScrollBar().value()
                self._line, self._answers = line, answers
                self._lay_out_row()
                self.verticalScrollBar().setValue(place)
            return
        self.store()
        self._line, self._answers, self._known = line, answers, note
        self.note.setPlainText(note.note)
        self.tags.setText(", ".join(note.tags))
        self._lay_out_row()
        self.verticalScrollBar().setValue(0)

    def store(self) -> None:
        """Tell what was noted of the row, where it changed."""
        if self._line is None:
            return
        tags = tuple(dict.fromkeys(tag for part in self.tags.text().split(",") if (tag := part.strip())))
        told = RowNote(id=self._line.id, note=self.note.toPlainText().strip(), tags=tags)
        if (told.note, told.tags) != (self._known.note, self._known.tags):
            self._known = told
            self.note_written.emit(told)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.note and event.type() == QEvent.Type.FocusOut:
            self.store()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_texts"):
            self._paint()

    def _lay_out_row(self) -> None:
        while (item := self._cards.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        self._texts = []
        self._inner.setVisible(self._line is not None)
        if self._line is None:
            return
        line = self._line
        self._add(_("Question · row {number}").format(number=line.id), line.question, ())
        if line.expected:
            self._add(_("Expected answer"), line.expected, ())
        for answer in self._answers:
            if answer.text is None:
                self._add(answer.title, _("Not answered yet."), ())
            else:
                self._texts.append((self._add(answer.title, "", answer.remarks), answer.text))
        self.differences.setVisible(bool(line.expected and self._texts))
        self._paint()

    def _add(self, title: str, text: str, remarks: Sequence[str]) -> QLabel:
        frame, inside = card(spacing=GRID // 2, margin=GRID + GRID // 2)
        inside.addWidget(label(title, "caption", wrap=True))
        shown = label(text, wrap=True)
        inside.addWidget(shown)
        for remark in remarks:
            inside.addWidget(label(remark, "caution", wrap=True))
        self._cards.addWidget(frame)
        return shown

    def _paint(self) -> None:
        colours = colours_for(self.palette())
        for shown, text in self._texts:
            shown.setTextFormat(Qt.TextFormat.RichText)
            expected = self._line.expected if self._line else ""
            if self.differences.isChecked() and expected and text:
                shown.setText(difference_html(word_difference(expected, text), colours))
            else:
                shown.setText(escape(text or _("(empty)")).replace("\n", "<br>"))
