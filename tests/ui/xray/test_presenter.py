"""Which row is shown, and what is asked for it."""

from collections.abc import Sequence

import pytest

from studio.core.example import Kind
from studio.core.options import DataOptions, GoalOptions, ModelOptions
from studio.core.recipe import Recipe
from studio.core.tokens import Checked, Fault, RowTokens, Seen, Token
from studio.data.child import ChildCancelled
from studio.errors import ModelFailed
from studio.ui.xray.presenter import ROWS_AT_ONCE, RowList, XrayPresenter
from studio.ui.xray.subject import Subject, doubts, question_about

IDS = tuple(range(10, 110))
CUT = Fault("cut_answer", "Cut.", "Raise it.", (12, 12, 40), blocking=False)
FOREIGN = Fault("foreign_template", "Foreign.", "Restore it.", (), blocking=True)
FOUND = Checked(100, Seen(longest=5, longest_row=77, shortest=1, shortest_row=33), (CUT, FOREIGN))


class Screen:
    """Stands for the dialog and for the desk: remembers what it was told and asked."""

    def __init__(self) -> None:
        self.lists: list[RowList] = []
        self.marked = -1
        self.shown: RowTokens | None = None
        self.padded = self.busy = False
        self.troubles: list[str] = []
        self.faults: tuple[Fault, ...] = ()
        self.asked: list[tuple[int, ...]] = []
        self.checks = self.listings = 0

    def show_list(self, rows: RowList) -> None:
        self.lists.append(rows)

    def mark_row(self, position: int) -> None:
        self.marked = position

    def show_waiting(self) -> None:
        self.shown = None

    def show_tokens(self, row: RowTokens, *, padded: bool) -> None:
        self.shown, self.padded = row, padded

    def show_trouble(self, text: str) -> None:
        self.troubles.append(text)

    def show_checking(self, *, busy: bool) -> None:
        self.busy = busy

    def show_checked(self, checked: Checked) -> None:
        self.faults = checked.faults

    def list_rows(self, _subject: Subject) -> None:
        self.listings += 1

    def show_rows(self, _subject: Subject, ids: Sequence[int]) -> None:
        self.asked.append(tuple(ids))

    def check(self, _subject: Subject) -> None:
        self.checks += 1


def subject(kind: Kind = "instruction", **goal: str) -> Subject:
    return Subject(1, "cases", kind, Recipe(goal=GoalOptions(**goal)))


def row(number: int) -> RowTokens:
    return RowTokens((Token(number, "a", "learned"), Token(2, "b", "cut")), 0, added_end=False)


def answer(presenter: XrayPresenter, screen: Screen) -> None:
    presenter.on_tokens([row(each) for each in screen.asked[-1]])


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def presenter(screen: Screen) -> XrayPresenter:
    made = XrayPresenter(screen, screen, subject())
    made.open()
    made.on_listed(IDS)
    answer(made, screen)
    return made


def test_neighbours_come_with_the_first_row(presenter: XrayPresenter, screen: Screen) -> None:
    assert screen.asked == [IDS[:ROWS_AT_ONCE]]
    presenter.on_step(1)
    assert (screen.marked, screen.shown) == (1, row(11))
    assert len(screen.asked) == 1
    presenter.on_step(-5)
    assert screen.marked == 0


def test_the_answer_for_a_row_that_was_left_brings_the_one_in_view(presenter: XrayPresenter, screen: Screen) -> None:
    presenter.on_position(30)
    presenter.on_position(90)
    assert len(screen.asked) == 2
    assert screen.shown is None
    answer(presenter, screen)
    assert 100 in screen.asked[-1]
    answer(presenter, screen)
    assert screen.shown == row(100)


def test_a_number_is_found_from_a_list_of_faulty_rows_too(presenter: XrayPresenter, screen: Screen) -> None:
    presenter.on_fault(CUT)
    assert screen.lists[-1] == RowList((12, 40), "Cut.")
    presenter.on_number("n° 50")
    assert (presenter.current, screen.lists[-1]) == (50, RowList(IDS))
    presenter.on_number("7")
    assert "7" in screen.troubles[-1]
    presenter.on_number("words")
    assert presenter.current == 50


def test_back_from_the_faulty_rows_the_same_row_is_in_view(presenter: XrayPresenter) -> None:
    presenter.on_fault(CUT)
    presenter.on_step(1)
    presenter.show_all()
    assert presenter.current == 40


def test_the_longest_row_is_known_after_a_check_of_all(presenter: XrayPresenter, screen: Screen) -> None:
    presenter.on_extreme("longest")
    presenter.on_check()
    assert (screen.checks, screen.busy) == (1, True)
    presenter.on_checked(FOUND)
    assert (presenter.current, screen.busy) == (77, False)
    presenter.on_extreme("shortest")
    assert (presenter.current, screen.checks) == (33, 1)


def test_what_blocks_comes_first_and_padding_is_known_after_a_check(presenter: XrayPresenter, screen: Screen) -> None:
    assert (screen.padded, screen.shown and screen.shown.padding) == (False, 0)
    presenter.on_checked(FOUND)
    assert screen.faults == (FOREIGN, CUT)
    assert (screen.padded, screen.shown and screen.shown.padding) == (True, 4)


def test_packed_rows_have_no_padding(screen: Screen) -> None:
    packed = Subject(1, "cases", "chat", Recipe(data=DataOptions(packing="on")))
    presenter = XrayPresenter(screen, screen, packed)
    presenter.open(FOUND)
    presenter.on_listed(IDS)
    answer(presenter, screen)
    assert (screen.padded, screen.shown and screen.shown.padding) == (True, 0)


def test_a_check_that_found_blocking_rows_opens_on_them(screen: Screen) -> None:
    silent = Fault("nothing_to_learn", "Nothing.", "Write.", (13, 14), blocking=True)
    presenter = XrayPresenter(screen, screen, subject())
    presenter.open(Checked(2, Seen(), (CUT, silent)))
    presenter.on_listed(IDS)
    assert (screen.lists, presenter.current) == ([RowList((13, 14), "Nothing.")], 13)


def test_a_cancelled_check_is_no_trouble_and_a_failed_one_is(presenter: XrayPresenter, screen: Screen) -> None:
    presenter.on_check()
    presenter.on_check_failed(ChildCancelled("cancelled"))
    assert (screen.busy, screen.troubles) == (False, [])
    presenter.on_check()
    presenter.on_check_failed(ModelFailed("No model.", hint="Choose one."))
    assert screen.troubles == ["No model. Choose one."]


@pytest.mark.parametrize(
    ("kind", "goal"),
    [
        ("preference", {"objective": "dpo"}),
        ("classification", {"task": "classification"}),
        ("chat", {"objective": "kto"}),
    ],
)
def test_other_kinds_are_answered_with_a_sentence(screen: Screen, kind: Kind, goal: dict[str, str]) -> None:
    XrayPresenter(screen, screen, subject(kind, **goal)).open()
    assert screen.listings == 0
    assert "instructions and conversations" in screen.troubles[0]


def test_an_empty_data_set_says_so(screen: Screen) -> None:
    presenter = XrayPresenter(screen, screen, subject())
    presenter.open()
    presenter.on_listed([])
    presenter.on_step(1)
    assert (presenter.current, screen.troubles) == (None, ["This data set has no rows to train on."])


def test_a_check_holds_for_another_learning_rate_but_not_for_another_length() -> None:
    plain = subject()
    faster = Recipe.model_validate({"training": {"learning_rate": 1e-3}})
    longer = Recipe(data=DataOptions(max_length=64))
    other = Recipe(model=ModelOptions(base="elsewhere"))
    known = question_about(plain, 7)
    assert question_about(Subject(1, "cases", "instruction", faster), 7) == known
    for recipe in (longer, other):
        assert question_about(Subject(1, "cases", "instruction", recipe), 7) != known
    assert question_about(plain, 8) != known


def test_doubts_name_how_many_rows_they_are_about() -> None:
    assert doubts(FOUND) == ("2 examples: Cut.",)
