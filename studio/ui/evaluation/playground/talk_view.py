"""The conversation: each question over the answers of the models side by side, the newest at the end."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studio.core.evaluation import Subject
from studio.ui.controls import icon_button, label
from studio.ui.evaluation.playground.answer_card import AnswerCard
from studio.ui.evaluation.playground.exchange import Exchange, Reply
from studio.ui.evaluation.playground.wishes import Verdict
from studio.ui.formats import integer
from studio.ui.theme import GRID
from studio.words import _

_NEAR_END = 6 * GRID
_LONGEST = 3000
"""Characters of a question that are shown; the models read all of it."""


class _Measured(QVBoxLayout):
    """Knows its heights until something in it changes: a token below is no reason to measure all answers above anew."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heights: dict[int, int] = {}

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def invalidate(self) -> None:
        super().invalidate()
        self._heights.clear()


class _Asked(QFrame):
    """One question with its answers."""

    keep_wanted = Signal()

    def __init__(self, exchange: Exchange, cards: Sequence[AnswerCard], *, keeps: bool) -> None:
        super().__init__()
        self.cards = tuple(cards)
        question = QFrame()
        question.setProperty("turn", "user")
        inside = QHBoxLayout(question)
        inside.setContentsMargins(GRID + GRID // 2, GRID // 2, GRID // 2, GRID // 2)
        words = label(_shown(exchange.question), wrap=True)
        words.setAccessibleName(_("Question"))
        inside.addWidget(words, 1)
        keep = icon_button(_("Keep this question as a prompt…"), "save")
        keep.setVisible(keeps)
        keep.clicked.connect(self.keep_wanted)
        inside.addWidget(keep, 0, Qt.AlignmentFlag.AlignTop)
        column = _Measured(self)
        column.setContentsMargins(0, 0, 0, GRID)
        column.setSpacing(GRID)
        column.addWidget(question)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        for card in cards:
            line.addWidget(card, 1)
        column.addLayout(line)


def _shown(question: str) -> str:
    """A whole file that was pasted would have to be scrolled past, and laid out again and again."""
    if len(question) <= _LONGEST:
        return question
    return _("{beginning}… ({count} characters in all)").format(
        beginning=question[:_LONGEST], count=integer(len(question))
    )


class TalkView(QWidget):
    """Follows its end while that is in view; `example_wanted` carries the place of the question and of the model."""

    example_wanted = Signal(int, int)
    keep_wanted = Signal(int)

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only, self._tinted = read_only, False
        self.asked: list[_Asked] = []
        self._heads = QHBoxLayout()
        self._heads.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID // 2)
        self._heads.setSpacing(GRID)
        self.blank = label("", "muted", wrap=True)
        self.blank.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._column.setSpacing(GRID)
        self._column.addWidget(self.blank, 1)
        self._column.addStretch(0)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        self.area.setAccessibleName(_("Conversation"))
        self.area.verticalScrollBar().rangeChanged.connect(self._on_range)
        self._follows = True
        self.area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._heads)
        whole.addWidget(self.area, 1)

    def show_models(self, pair: Sequence[Subject]) -> None:
        """Whose answers stand in which column."""
        while (item := self._heads.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for each in pair:
            self._heads.addWidget(label(each.title, "heading", wrap=True), 1)

    def add(self, exchange: Exchange) -> None:
        """A new question, at the end."""
        cards = [AnswerCard(read_only=self._read_only) for _reply in exchange.replies]
        at = len(self.asked)
        for side, (card, reply) in enumerate(zip(cards, exchange.replies, strict=True)):
            card.text.setAccessibleName(_("Answer of {model}").format(model=reply.subject.title))
            card.text.show_tint(self._tinted)
            card.show_reply(reply)
            card.example_wanted.connect(lambda side=side: self.example_wanted.emit(at, side))
        made = _Asked(exchange, cards, keeps=not self._read_only)
        made.keep_wanted.connect(lambda: self.keep_wanted.emit(at))
        self.asked.append(made)
        self.blank.hide()
        self._column.insertWidget(self._column.count() - 1, made)
        self._follows = True

    def show_reply(self, at: int, side: int, reply: Reply) -> None:
        self.asked[at].cards[side].show_reply(reply)

    def show_verdict(self, at: int, side: int, verdict: Verdict) -> None:
        if at < len(self.asked):
            self.asked[at].cards[side].show_verdict(verdict)

    def show_tint(self, wanted: bool) -> None:
        """Mark all tokens by how sure the models were of them, or none."""
        self._tinted = wanted
        for each in self.asked:
            for card in each.cards:
                card.text.show_tint(wanted)

    def clear(self, words: str) -> None:
        """Take the conversation away; what to do stands in its place."""
        for each in self.asked:
            self._column.removeWidget(each)
            each.hide()
            each.deleteLater()
        self.asked.clear()
        self.blank.setText(words)
        self.blank.show()

    def _on_range(self, _least: int, most: int) -> None:
        if self._follows:
            self.area.verticalScrollBar().setValue(most)

    def _on_scrolled(self, value: int) -> None:
        bar = self.area.verticalScrollBar()
        self._follows = value >= bar.maximum() - _NEAR_END
