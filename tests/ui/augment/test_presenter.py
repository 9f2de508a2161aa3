"""What the Augment tab decides: the composition a mix comes to, and when variants may be made."""

from collections.abc import Sequence
from typing import Any

import pytest

from studio.core.augmentation import AugmentationPlan, Balance, Chosen, Composition
from studio.core.example import Split
from studio.data.records import Dataset
from studio.errors import ProjectFailed
from studio.ui.augment.mixes import Group
from studio.ui.augment.outlook_lines import GroupLine, PlanOutlook
from studio.ui.augment.presenter import AugmentPresenter, Counted, Options
from studio.ui.augment.wishes import PlanWishes, Standing

CASES, OTHERS = Dataset(1, "cases", "instruction", 20), Dataset(2, "others", "text", 9)
GROUPS = (Group("questions", "Questions", 60), Group("urgent", "Urgent", 30), Group("", "none", 10))
SYNONYMS = (Chosen(key="synonyms"),)


class View:
    """Keeps what was last shown, by the name of what is shown."""

    def __init__(self) -> None:
        self.shown: dict[str, Any] = {}
        self.made: list[AugmentationPlan] = []

    def __getattr__(self, name: str) -> Any:
        def show(*values: object) -> None:
            self.shown[name.removeprefix("show_")] = values

        return show

    def make(self, plan: AugmentationPlan) -> None:
        self.made.append(plan)

    @property
    def standing(self) -> Standing:
        standing = self.shown["standing"][0]
        assert isinstance(standing, Standing)
        return standing


class Desk:
    """Keeps what was asked for."""

    def __init__(self) -> None:
        self.described: list[Dataset] = []
        self.counted: list[str] = []
        self.looked: list[tuple[AugmentationPlan, int]] = []
        self.rested = 0
        self.balances: list[Balance | None] = []

    def keep_balance(self, _dataset: Dataset, balance: Balance | None) -> None:
        self.balances.append(balance)

    def describe(self, dataset: Dataset) -> None:
        self.described.append(dataset)

    def count(self, _dataset: Dataset, by: str, _plan: AugmentationPlan) -> None:
        self.counted.append(by)

    def look(self, plan: AugmentationPlan, turn: int) -> None:
        self.looked.append((plan, turn))

    def rest(self) -> None:
        self.rested += 1


class Reader:
    def __init__(self, *datasets: Dataset, train: int = 15) -> None:
        self.list = list(datasets)
        self.train = train

    def datasets(self) -> list[Dataset]:
        return self.list

    def split_counts(self, _dataset_id: int) -> dict[Split | None, int]:
        return {"train": self.train, "test": 5}


class Scene:
    def __init__(self, *datasets: Dataset, train: int = 15, read_only: bool = False) -> None:
        self.view, self.desk, self.reader = View(), Desk(), Reader(*datasets, train=train)
        self.presenter = AugmentPresenter(self.view, self.desk, self.reader, read_only=read_only)
        self.presenter.refresh()

    @property
    def plan(self) -> AugmentationPlan:
        assert self.presenter.plan is not None
        return self.presenter.plan

    def choose(self, groups: Sequence[Group] = GROUPS, by: str = "contract", **wishes: Any) -> None:
        """Group the rows as the user does, and let the desk answer."""
        self.presenter.on_described(Options(1))
        self.presenter.on_counted(Counted(1, "", ()))
        self.presenter.on_edited(self.plan.model_copy(update={"transformations": SYNONYMS}))
        self.presenter.on_wishes(PlanWishes(by=by))
        self.presenter.on_counted(Counted(1, by, tuple(groups)))
        if wishes:
            self.presenter.on_wishes(PlanWishes(by=by, **wishes))

    def answer(self, variants: int) -> None:
        self.presenter.on_outlook(PlanOutlook((GroupLine("", "", 60, 60 + variants),), variants))


@pytest.mark.parametrize(
    ("scene", "why"),
    [(Scene(), "no_rows"), (Scene(Dataset(1, "empty", "text", 0)), "no_rows"), (Scene(CASES, train=0), "no_training")],
)
def test_without_training_rows_there_is_an_invitation(scene: Scene, why: str) -> None:
    assert scene.view.shown["blank"] == (why,)
    assert scene.presenter.plan is None
    assert scene.desk.described == []


@pytest.mark.parametrize(
    ("mix", "shares"),
    [
        ("equal", {"questions": 50.0, "urgent": 50.0}),
        ("present", {"questions": 60.0, "urgent": 30.0, "": 10.0}),
        ("steps", {"questions": 40.0, "urgent": 30.0}),
    ],
)
def test_a_mix_becomes_shares_of_the_groups_there_are(mix: str, shares: dict[str, float]) -> None:
    scene = Scene(CASES)
    scene.choose(mix=mix)
    assert scene.plan.composition == Composition(by="contract", shares=shares)
    assert scene.desk.looked[-1][0] == scene.plan


def test_typed_shares_are_ones_own_and_nothing_is_wanted_of_groups_at_zero() -> None:
    scene = Scene(CASES)
    scene.choose()
    scene.presenter.on_shares({"questions": 20.0, "urgent": 5.0, "": 0.0})
    assert scene.plan.composition == Composition(by="contract", shares={"questions": 20.0, "urgent": 5.0})
    assert scene.view.shown["plan"][1].mix == "own"


def test_variants_are_made_once_and_only_when_the_plan_is_understood() -> None:
    scene = Scene(CASES)
    assert scene.view.standing.obstacle
    scene.choose()
    assert "Counting" in scene.view.standing.obstacle
    scene.presenter.on_apply()
    scene.answer(0)
    assert "Nothing is to be made" in scene.view.standing.obstacle
    scene.answer(12)
    assert scene.view.standing == Standing(12)
    scene.presenter.on_apply()
    scene.presenter.on_apply()
    assert scene.view.made == [scene.plan]
    assert scene.view.standing.obstacle
    scene.presenter.on_make_ended()
    assert scene.view.standing == Standing(12)


def test_read_only_shows_everything_and_makes_nothing() -> None:
    scene = Scene(CASES, read_only=True)
    scene.choose()
    scene.answer(12)
    scene.presenter.on_apply()
    assert scene.view.standing.variants == 12
    assert scene.view.standing.obstacle.startswith("Read only")
    assert scene.view.made == []


def test_why_a_plan_cannot_be_looked_at_stands_where_it_would_be_made_until_it_changes() -> None:
    scene = Scene(CASES)
    scene.choose()
    scene.presenter.on_look_failed(ProjectFailed("No contract.", hint="Write one."))
    assert scene.view.standing.obstacle == "No contract.\nWrite one."
    scene.presenter.on_wishes(PlanWishes(by="contract", target=500))
    assert "Counting" in scene.view.standing.obstacle


def test_a_loaded_plan_chooses_its_data_set_and_keeps_what_the_window_does_not_show() -> None:
    scene = Scene(OTHERS, CASES)
    wishes = {"urgent": "IRM : {flags}."}
    composition = Composition(by="contract", shares={"Questions": 40.0, "Urgent": 60.0})
    loaded = AugmentationPlan(dataset="cases", composition=composition, answers=wishes, transformations=SYNONYMS)
    scene.presenter.on_plan_loaded(loaded)
    scene.presenter.on_described(Options(1))
    scene.presenter.on_counted(Counted(1, "contract", GROUPS, {"questions": 40.0, "urgent": 60.0}))
    assert scene.plan.dataset == "cases"
    assert scene.plan.answers == wishes
    assert scene.plan.composition == Composition(by="contract", shares={"questions": 40.0, "urgent": 60.0})
    assert scene.view.shown["plan"][1].mix == "own"


def test_balance_holds_as_soon_as_it_is_chosen_and_needs_groups() -> None:
    scene = Scene(CASES)
    weight = Balance(by="contract", method="weight")
    scene.choose(balance="weight")
    assert scene.plan.balance == weight
    scene.presenter.on_wishes(PlanWishes(by="contract", balance="weight", target=40))
    scene.presenter.on_wishes(PlanWishes(by="", balance="weight"))
    assert scene.plan.balance is None
    assert scene.desk.balances == [weight, None]


def test_the_balance_that_holds_is_on_show_from_the_start() -> None:
    scene = Scene(CASES)
    scene.presenter.on_described(Options(1, balance=Balance(by="sex", method="undersample")))
    assert scene.desk.counted == ["sex"]
    assert scene.view.shown["plan"][1].balance == "undersample"
    assert scene.desk.balances == []


def test_answers_about_another_data_set_are_not_taken() -> None:
    scene = Scene(CASES, OTHERS)
    scene.choose()
    scene.presenter.choose_dataset(2)
    looked = len(scene.desk.looked)
    scene.presenter.on_counted(Counted(1, "contract", GROUPS))
    scene.presenter.on_described(Options(1))
    assert len(scene.desk.looked) == looked
    assert scene.plan.dataset == "others"
    scene.presenter.choose_dataset(1)
    assert scene.plan.transformations == SYNONYMS


def test_a_change_elsewhere_leaves_the_list_as_it_is_unfolded() -> None:
    scene = Scene(CASES)
    scene.choose()
    scene.view.shown.pop("catalogue")
    scene.presenter.refresh()
    scene.presenter.on_described(Options(1))
    assert "catalogue" not in scene.view.shown
    assert scene.plan.transformations == SYNONYMS


def test_others_are_other_examples_of_the_same_plan() -> None:
    scene = Scene(CASES)
    scene.choose()
    before = scene.desk.looked[-1]
    scene.presenter.on_others()
    assert scene.desk.looked[-1] == (before[0], before[1] + 1)
