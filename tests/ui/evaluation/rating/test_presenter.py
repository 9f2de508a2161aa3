"""How a rater is led through a session: question by question, row by row, with nothing lost."""

import pytest

from studio.core.rating import Question, RatedRow, Rating, RatingSession
from studio.core.rating_rows import ShownRow
from studio.ui.evaluation.rating.presenter import Opened, Place, RatingPresenter

SESSION = RatingSession(
    id="s", title="Lecture", created_at=0, evaluation="0001", models=(0, 1), scales=("correct", "dangerous"),
    rows=tuple(RatedRow(id=id, sides=(0, 1)) for id in (11, 12, 13)), texts_sha256="",
)  # fmt: skip
ROWS = tuple(ShownRow(row.id, (), "", ("a", "b")) for row in SESSION.rows)
WHOLE = {"correct": 2, "dangerous": 0}


class View:
    """What the panel was asked to show."""

    def __init__(self) -> None:
        self.row = 0
        self.comment = self.note = ""
        self.rating = Rating(row=0, at=0)
        self.place = Place(0, 0, 0, 0)

    def show_session(self, session: RatingSession, questions: tuple[Question, ...]) -> None:
        self.count = len(questions)

    def show_row(self, row: ShownRow, comment: str) -> None:
        self.row, self.comment = row.id, comment

    def show_rating(self, rating: Rating, place: Place) -> None:
        self.rating, self.place = rating, place

    def show_note(self, text: str) -> None:
        self.note = text


@pytest.fixture
def view() -> View:
    return View()


@pytest.fixture
def stored() -> list[Rating]:
    return []


@pytest.fixture
def presenter(view: View, stored: list[Rating]) -> RatingPresenter:
    made = RatingPresenter(view, lambda rater, rating: stored.append(rating) if rater == "Anna" else None)
    made.open(Opened(SESSION, ROWS, "Anna"))
    return made


def answer(presenter: RatingPresenter, keys: str) -> None:
    for key in keys:
        presenter.on_key(int(key))


def test_keys_answer_one_question_after_the_other(presenter: RatingPresenter, view: View, stored: list[Rating]) -> None:
    assert (view.row, view.place.question, view.count) == (11, 0, 5)
    answer(presenter, "3121")
    assert (view.rating.a, view.rating.b) == ({"correct": 2, "dangerous": 0}, {"correct": 1, "dangerous": 0})
    assert view.place == Place(row=0, question=4, whole=0, rows=3)
    answer(presenter, "5")
    assert (view.rating.preference, view.place.whole) == (2, 1)
    assert len(stored) == 5
    assert stored[-1].at > 0
    presenter.on_next()
    assert view.row == 12


def test_a_key_beyond_the_levels_means_nothing(presenter: RatingPresenter, stored: list[Rating]) -> None:
    answer(presenter, "45")
    assert stored == []


def test_going_on_shows_what_is_open_first(presenter: RatingPresenter, view: View) -> None:
    presenter.on_answer(2, 0)
    assert view.place.question == 3
    presenter.on_next()
    assert (view.row, view.place.question) == (11, 3)
    assert view.note
    presenter.on_question(-9)
    assert view.place.question == 0
    assert view.note == ""


def test_an_answer_can_be_changed_and_taken_back(presenter: RatingPresenter, view: View, stored: list[Rating]) -> None:
    answer(presenter, "1")
    presenter.on_answer(0, 2)
    presenter.on_answer(0, 2)
    assert view.place.question == 0
    assert len(stored) == 2
    presenter.on_clear()
    assert view.rating.a == {}
    assert stored[-1].is_empty


def test_rows_left_open_come_last_and_then_it_is_over(presenter: RatingPresenter, view: View) -> None:
    presenter.on_row(1)
    answer(presenter, "11113")
    presenter.on_next()
    answer(presenter, "11113")
    presenter.on_next()
    assert view.row == 11
    assert not presenter.is_finished
    answer(presenter, "11113")
    presenter.on_next()
    assert presenter.is_finished
    assert "Thank you" in view.note
    presenter.on_row(-1)
    assert view.row == 11


def test_a_comment_is_kept_with_its_row(presenter: RatingPresenter, view: View, stored: list[Rating]) -> None:
    presenter.on_comment("à revoir")
    presenter.on_comment("à revoir")
    assert [each.comment for each in stored] == ["à revoir"]
    presenter.on_row(1)
    assert view.comment == ""
    presenter.on_row(-1)
    assert view.comment == "à revoir"


def test_it_goes_on_where_the_rater_stopped_or_at_a_row(presenter: RatingPresenter, view: View) -> None:
    done = {11: Rating(row=11, a=WHOLE, b=WHOLE, preference=0, at=1), 12: Rating(row=12, a=WHOLE, at=1)}
    presenter.open(Opened(SESSION, ROWS, "Anna", done))
    assert (view.row, view.place.question, view.place.whole) == (12, 2, 1)
    presenter.open(Opened(SESSION, ROWS, "Anna", done), 11)
    assert view.row == 11
