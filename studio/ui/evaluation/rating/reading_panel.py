"""Reading: the case, one or two answers without a name, what is asked of each, and a comment; all of it by keys."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from studio.core.rating import SCALE_QUESTIONS, SCALE_TITLES, Question, Rating, RatingSession
from studio.core.rating_rows import ShownRow
from studio.ui.augment.parts import scrolled
from studio.ui.controls import ExactTextEdit, button, card, label
from studio.ui.evaluation.rating.answer_card import AnswerCard, CaseCard
from studio.ui.evaluation.rating.presenter import Place
from studio.ui.evaluation.rating.scale_row import ScaleRow
from studio.ui.formats import integer
from studio.ui.icons import tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import N_, _

_PAUSE_MS = 800
_DIGITS = 5
_KEYS = N_(
    "Keys: 1–5 answer · ↑ ↓ question · ← → row · Enter go on · 0 take back · C comment · Esc leave the comment or pause"
)


class CommentBox(ExactTextEdit):
    """Tells when typing begins and ends; Tab goes on, as everywhere else in the form."""

    typing = Signal(object)  # bool
    left = Signal()
    next_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Comment"))
        self.setPlaceholderText(_("Comment (C)"))
        self.setTabChangesFocus(True)
        self.setFixedHeight(8 * GRID)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.typing.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.typing.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() == (
            Qt.KeyboardModifier.ControlModifier
        ):
            self.next_wanted.emit()
        else:
            super().keyPressEvent(event)


class ReadingPanel(QWidget):
    """Shows one row; what is answered goes out by signals."""

    answered = Signal(object, object)  # int, int: the question and the level
    key_pressed = Signal(object)  # int
    clear_wanted = Signal()
    question_wanted = Signal(object)  # int
    row_wanted = Signal(object)  # int
    next_wanted = Signal()
    commented = Signal(object)  # str
    pause_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.place, self.note = label("", "title"), label("", "muted"), label("", "caution", wrap=True)
        self.hint = label(_(_KEYS), "caption", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(20 * GRID)
        self.case = CaseCard()
        self.scales: list[ScaleRow] = []
        self._questions: list[Question] = []
        self.cards: list[AnswerCard] = []
        self.comment = CommentBox()
        self.pause = button(_("Pause"), "pause", "quiet")
        self.back, self.next = button(_("Back"), "left"), button(_("Next"), "right", "primary")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE_MS)
        self._actions = self._make_actions()
        self._lay_out()
        self._connect()

    def show_session(self, session: RatingSession, questions: tuple[Question, ...]) -> None:
        """Make the questions of a session."""
        self.title.setText(session.title)
        self.case.show_reference_there(session.reference)
        self._empty()
        for at, side in enumerate("ab"[: len(session.models)]):
            made = AnswerCard(_("Answer {side}").format(side=side.upper()) if session.compares else _("Answer"))
            self.cards.append(made)
            self._answers.addWidget(made, 1)
            for question in questions:
                if question.side == side and question.scale is not None:
                    made.add(self._scale(_(SCALE_TITLES[question.scale]), _(SCALE_QUESTIONS[question.scale]), question))
            made.setAccessibleName(_("Answer {side}").format(side="AB"[at]))
        self._which_card.setVisible(session.compares)
        if session.compares:
            self._which.addWidget(self._scale(_("Which answer is better?"), "", questions[-1]))

    def show_row(self, row: ShownRow, comment: str) -> None:
        """Show the texts of a row; what was being typed about another one was told before."""
        self.case.show_row(row)
        for made, text in zip(self.cards, row.answers, strict=True):
            made.show_text(text)
        self._same.setVisible(row.same)
        self.comment.give(comment)
        self._later.stop()
        self._area.verticalScrollBar().setValue(0)

    def show_rating(self, rating: Rating, place: Place) -> None:
        """Mark what was answered and which question is next."""
        for at, (scale, question) in enumerate(zip(self.scales, self._questions, strict=True)):
            scale.show_answer(question.answered(rating), current=at == place.question)
        current = self.scales[place.question]
        if not self.comment.hasFocus():
            current.take_focus()
        self._area.ensureWidgetVisible(current, 0, 2 * GRID)
        words = _("Row {row} of {rows} · {whole} finished")
        self.place.setText(
            words.format(row=integer(place.row + 1), rows=integer(place.rows), whole=integer(place.whole))
        )
        self.progress.setRange(0, place.rows)
        self.progress.setValue(place.whole)
        self.progress.setAccessibleName(self.place.text())
        self.back.setEnabled(place.row > 0)

    def show_note(self, text: str) -> None:
        """Say something about where the rater is, in the place of the keys; nothing when empty."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.hint.setVisible(not text)

    def tell_comment(self) -> None:
        """Give out what is being typed, before the row or the view changes."""
        self._later.stop()
        self.commented.emit(self.comment.exact_text())

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        column.setSpacing(2 * GRID)
        self._answers = QHBoxLayout()
        self._answers.setSpacing(2 * GRID)
        self._same = label(_("Both answers are the same text."), "muted")
        self._which_card, self._which = card(margin=GRID)
        column.addWidget(self.case)
        column.addWidget(self._same)
        column.addLayout(self._answers)
        column.addWidget(self._which_card)
        column.addWidget(self.comment)
        column.addStretch(1)
        self._area = scrolled(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(_line(self.title, self.progress, self.place, None, self.pause))
        whole.addWidget(self._area, 1)
        whole.addLayout(_line(self.back, self.next, self.note, self.hint, stretched=(self.note, self.hint)))
        tint_icons(self, colours_for(self.palette()))

    def _connect(self) -> None:
        self.pause.clicked.connect(self._on_pause)
        self.back.clicked.connect(self._on_back)
        self.next.clicked.connect(self._on_next)
        self.comment.textChanged.connect(self._later.start)
        self._later.timeout.connect(self.tell_comment)
        self.comment.typing.connect(self._on_typing)
        self.comment.left.connect(self._on_comment_left)
        self.comment.next_wanted.connect(self._on_next)

    def _make_actions(self) -> list[QAction]:
        """Keys that act while nothing is typed."""
        keys: list[tuple[QKeySequence | Qt.Key | str, Callable[[], None]]] = [
            (Qt.Key.Key_Up, self._on_up),
            (Qt.Key.Key_Down, self._on_down),
            (Qt.Key.Key_Left, self._on_back),
            (Qt.Key.Key_Right, self._on_forth),
            (Qt.Key.Key_Return, self._on_next),
            (Qt.Key.Key_Enter, self._on_next),
            (Qt.Key.Key_Escape, self._on_pause),
            ("0", self._on_clear),
            (Qt.Key.Key_Backspace, self._on_clear),
            ("C", self._on_comment_wanted),
        ]
        made = [self._action(key, slot) for key, slot in keys]
        for number in range(1, _DIGITS + 1):
            action = self._action(str(number), self._on_digit)
            action.setData(number)
            made.append(action)
        return made

    def _action(self, key: QKeySequence | Qt.Key | str, slot: Callable[[], None]) -> QAction:
        action = QAction(self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _scale(self, title: str, question: str, asked: Question) -> ScaleRow:
        made = ScaleRow(len(self.scales), title, question, [_(each) for each in asked.levels])
        made.chosen.connect(self.answered)
        self.scales.append(made)
        self._questions.append(asked)
        return made

    def _empty(self) -> None:
        for each in (*self.cards, *self.scales):
            each.setParent(None)
            each.deleteLater()
        self.cards, self.scales, self._questions = [], [], []

    def _on_digit(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, QAction):
            self.key_pressed.emit(pressed.data())

    def _on_typing(self, typing: bool) -> None:
        for each in self._actions:
            each.setEnabled(not typing)
        if not typing:
            self.tell_comment()

    def _on_comment_left(self) -> None:
        current = next((each for each in self.scales if each.is_current), None)
        if current is not None:
            current.take_focus()

    def _on_clear(self) -> None:
        self.clear_wanted.emit()

    def _on_comment_wanted(self) -> None:
        self.comment.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_up(self) -> None:
        self.question_wanted.emit(-1)

    def _on_down(self) -> None:
        self.question_wanted.emit(1)

    def _on_back(self) -> None:
        self.tell_comment()
        self.row_wanted.emit(-1)

    def _on_forth(self) -> None:
        self.tell_comment()
        self.row_wanted.emit(1)

    def _on_next(self) -> None:
        self.tell_comment()
        self.next_wanted.emit()

    def _on_pause(self) -> None:
        self.tell_comment()
        self.pause_wanted.emit()


def _line(*widgets: QWidget | None, stretched: tuple[QLabel, ...] = ()) -> QHBoxLayout:
    """In a line; None stands for room that stretches."""
    line = QHBoxLayout()
    line.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
    line.setSpacing(2 * GRID)
    for each in widgets:
        if each is None:
            line.addStretch(1)
        else:
            line.addWidget(each, 1 if each in stretched else 0)
    return line
