"""Which row is shown, and what is asked for it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import pytest

from studio.core.example import Kind
from studio.core.options import DataOptions, GoalOptions, ModelOptions
from studio.core.recipe import Recipe
from studio.core.tokens import Checked, Fault, RowTokens, Seen, Token
from studio.data.child import ChildCancelled
from studio.errors import ModelFailed
from studio.ui.xray.presenter import ROWS_AT_ONCE, Listing, RowList, XrayPresenter
from studio.ui.xray.subject import Subject, doubts, question_about, suited
from studio.ui.xray.token_text import Filling

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
        self.filling: Filling = "unknown"
        self.busy = False
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

    def show_tokens(self, row: RowTokens, filling: Filling) -> None:
        self.shown, self.filling = row, filling

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
    made.on_listed(Listing(IDS, on_card=False))
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
    assert (screen.filling, screen.shown and screen.shown.padding) == ("unknown", 0)
    presenter.on_checked(FOUND)
    assert screen.faults == (FOREIGN, CUT)
    assert (screen.filling, screen.shown and screen.shown.padding) == ("padded", 4)


@pytest.mark.parametrize(
    ("packing", "on_card", "filling"),
    [("on", False, "packed"), ("auto", True, "packed"), ("auto", False, "padded"), ("off", True, "padded")],
)
def test_packed_rows_have_no_padding(
    screen: Screen, packing: Literal["auto", "on", "off"], on_card: bool, filling: Filling
) -> None:
    packed = Subject(1, "cases", "chat", Recipe(data=DataOptions(packing=packing)))
    presenter = XrayPresenter(screen, screen, packed)
    presenter.open(FOUND)
    presenter.on_listed(Listing(IDS, on_card=on_card))
    answer(presenter, screen)
    assert (screen.filling, screen.shown and screen.shown.padding) == (filling, 4 if filling == "padded" else 0)


def test_preferences_and_labels_are_never_packed() -> None:
    assert not subject("preference", objective="dpo").packed(on_card=True)
    assert not subject("classification", task="classification").packed(on_card=True)
    assert subject().packed(on_card=True)


def test_both_sides_of_a_preference_are_filled_up(screen: Screen) -> None:
    presenter = XrayPresenter(screen, screen, subject("preference", objective="orpo"))
    presenter.open(FOUND)
    presenter.on_listed(Listing((10,), on_card=True))
    presenter.on_tokens([replace(row(10), side="chosen", rejected=row(11))])
    assert screen.shown is not None
    assert [side.padding for side in screen.shown.sequences] == [4, 4]


@pytest.mark.parametrize(
    ("rows", "listed", "current"),
    [
        ((50,), RowList(IDS), 50),
        ((50, 12), RowList((50, 12), "Selected examples"), 50),
        ((7,), RowList((7,), "Not among the examples to learn from"), 7),
    ],
)
def test_rows_that_were_chosen_elsewhere_are_in_view(
    screen: Screen, rows: tuple[int, ...], listed: RowList, current: int
) -> None:
    presenter = XrayPresenter(screen, screen, subject())
    presenter.open(FOUND, rows)
    presenter.on_listed(Listing(IDS, on_card=False))
    assert (screen.lists[-1], presenter.current) == (listed, current)


def test_a_recipe_takes_the_goal_of_the_rows_where_it_has_another() -> None:
    recipe = Recipe(goal=GoalOptions(objective="kto"), model=ModelOptions(base="mine"))
    assert suited(recipe, "preference") == recipe
    assert suited(recipe, "classification").goal.task == "classification"
    assert suited(recipe, "chat").goal == GoalOptions()
    assert suited(recipe, "chat").model.base == "mine"


def test_a_check_that_found_blocking_rows_opens_on_them(screen: Screen) -> None:
    silent = Fault("nothing_to_learn", "Nothing.", "Write.", (13, 14), blocking=True)
    presenter = XrayPresenter(screen, screen, subject())
    presenter.open(Checked(2, Seen(), (CUT, silent)))
    presenter.on_listed(Listing(IDS, on_card=False))
    assert (screen.lists, presenter.current) == ([RowList((13, 14), "Nothing.")], 13)


def test_a_cancelled_check_is_no_trouble_and_a_failed_one_is(presenter: XrayPresenter, screen: Screen) -> None:
    presenter.on_check()
    presenter.on_check_failed(ChildCancelled("cancelled"))
    assert (screen.busy, screen.troubles) == (False, [])
    presenter.on_check()
    presenter.on_check_failed(ModelFailed("No model.", hint="Choose one."))
    assert screen.troubles == ["No model. Choose one."]


@pytest.mark.parametrize(
    ("kind", "goal", "said"),
    [
        ("preference", {}, "choose a preset for DPO"),
        ("classification", {}, "choose a preset for classification"),
        ("chat", {"objective": "kto"}, "choose a preset that learns from answers"),
        ("choice", {}, "cannot be learned from"),
    ],
)
def test_rows_that_cannot_teach_the_goal_are_answered_with_a_sentence(
    screen: Screen, kind: Kind, goal: dict[str, str], said: str
) -> None:
    XrayPresenter(screen, screen, subject(kind, **goal)).open()
    assert screen.listings == 0
    assert said in screen.troubles[0]


def test_an_empty_data_set_says_so(screen: Screen) -> None:
    presenter = XrayPresenter(screen, screen, subject())
    presenter.open()
    presenter.on_listed(Listing((), on_card=False))
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
