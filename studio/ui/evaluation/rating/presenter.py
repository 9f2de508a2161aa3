"""Leads one rater through a session: which row, which question, what is stored; knows no Qt."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from studio.core.rating import Question, Rating, RatingSession, is_whole, questions_of
from studio.core.rating_rows import ShownRow
from studio.words import _


@dataclass(frozen=True)
class Opened:
    """A session as it is read: what raters see, in their order, and what this one has said so far."""

    session: RatingSession
    rows: tuple[ShownRow, ...]
    rater: str
    ratings: Mapping[int, Rating] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where the rater is: row and question counted from 0, rows finished, and rows in all."""

    row: int
    question: int
    whole: int
    rows: int


class ReadingView(Protocol):
    """What the panel can show."""

    def show_session(self, session: RatingSession, questions: tuple[Question, ...]) -> None: ...
    def show_row(self, row: ShownRow, comment: str) -> None: ...
    def show_rating(self, rating: Rating, place: Place) -> None: ...
    def show_note(self, text: str) -> None: ...


class RatingPresenter:
    """Every answer is given to `store` at once, so that nothing is lost when the window goes."""

    def __init__(self, view: ReadingView, store: Callable[[str, Rating], None]) -> None:
        self._view, self._store = view, store
        self._opened: Opened | None = None
        self._ratings: dict[int, Rating] = {}
        self._questions: tuple[Question, ...] = ()
        self._row = self._question = 0

    @property
    def is_finished(self) -> bool:
        """Whether every question of every row is answered."""
        return self._opened is not None and self._whole == len(self._opened.rows)

    @property
    def _whole(self) -> int:
        assert self._opened is not None
        session = self._opened.session
        return sum(is_whole(session, self._ratings.get(row.id)) for row in self._opened.rows)

    def open(self, opened: Opened, row_id: int | None = None) -> None:
        """Begin where the rater stopped, or at a row."""
        self._opened, self._ratings = opened, dict(opened.ratings)
        self._questions = questions_of(opened.session)
        self._view.show_session(opened.session, self._questions)
        ids = [row.id for row in opened.rows]
        self._go_to(ids.index(row_id) if row_id in ids else self._first_open())

    def on_answer(self, question: int, at: int) -> None:
        """Answer a question and go to the next one that is open; the same answer again stays where it is."""
        asked = self._questions[question]
        if not 0 <= at < len(asked.levels):
            return
        again = asked.answered(self._rating) == at
        self._keep(asked.answer(self._rating, at))
        self._question = question if again else self._next_open(question)
        self._show()

    def on_key(self, number: int) -> None:
        """A digit from 1 on answers the question that is marked."""
        self.on_answer(self._question, number - 1)

    def on_clear(self) -> None:
        """Take the answer to the marked question back."""
        self._keep(self._questions[self._question].answer(self._rating, None))
        self._show()

    def on_question(self, step: int) -> None:
        """Mark the question before or after."""
        self._question = min(max(self._question + step, 0), len(self._questions) - 1)
        self._show()

    def on_row(self, step: int) -> None:
        """Go some rows back or on, finished or not."""
        if self._opened is not None and 0 <= self._row + step < len(self._opened.rows):
            self._go_to(self._row + step)

    def on_next(self) -> None:
        """Go on: to what is open in this row, to the next row, or to the first one that was left open."""
        if self._opened is None:
            return
        if not is_whole(self._opened.session, self._rating):
            self._question = self._next_open(self._question - 1)
            self._show()
            self._view.show_note(_("Some questions are still open here: the next one is marked."))
        elif self.is_finished:
            self._view.show_note(_("Everything is answered. Thank you! The results are one click away."))
        else:
            last = self._row + 1 == len(self._opened.rows)
            self._go_to(self._first_open() if last else self._row + 1)

    def on_comment(self, text: str) -> None:
        """Keep a comment on the row; the same text again is no change."""
        if self._opened is not None and text != self._rating.comment:
            self._keep(self._rating.model_copy(update={"comment": text}))
            self._show()

    @property
    def _rating(self) -> Rating:
        assert self._opened is not None
        id = self._opened.rows[self._row].id
        return self._ratings.get(id) or Rating(row=id, at=0.0)

    def _keep(self, rating: Rating) -> None:
        if self._opened is None or rating == self._rating:
            return
        kept = rating.model_copy(update={"at": time.time()})
        self._ratings[kept.row] = kept
        self._store(self._opened.rater, kept)

    def _go_to(self, row: int) -> None:
        assert self._opened is not None
        self._row = row
        self._question = self._next_open(-1)
        self._view.show_row(self._opened.rows[row], self._rating.comment)
        self._show()

    def _show(self) -> None:
        assert self._opened is not None
        self._view.show_note("")
        place = Place(self._row, self._question, self._whole, len(self._opened.rows))
        self._view.show_rating(self._rating, place)

    def _next_open(self, after: int) -> int:
        """The next question without an answer, then from the first; where there is none, `after` itself."""
        count = len(self._questions)
        for step in range(1, count + 1):
            at = (after + step) % count
            if self._questions[at].answered(self._rating) is None:
                return at
        return max(after, 0)

    def _first_open(self) -> int:
        assert self._opened is not None
        session = self._opened.session
        open_ones = (at for at, row in enumerate(self._opened.rows) if not is_whole(session, self._ratings.get(row.id)))
        return next(open_ones, len(self._opened.rows) - 1)
