"""What the X-ray looks at, and what is known of it already."""

from dataclasses import dataclass

from studio.core.example import Kind
from studio.core.goals import mismatch, packs
from studio.core.options import GoalOptions
from studio.core.recipe import Recipe
from studio.core.tokens import Checked
from studio.ui.formats import examples
from studio.ui.training.readiness import Wish
from studio.words import _

_DEMO = "demo"


@dataclass(frozen=True)
class Subject:
    """A data set as a recipe would train on it."""

    dataset_id: int
    dataset: str
    kind: Kind
    recipe: Recipe

    @property
    def unsuitable(self) -> str:
        """Why its rows are not shown as tokens; empty when they are."""
        return mismatch(self.kind, self.recipe.goal)

    def packed(self, *, on_card: bool) -> bool:
        """Whether several rows share a sequence, so that none is filled up."""
        return packs(self.recipe, on_card=on_card)

    @property
    def checked_before_start(self) -> bool:
        """Whether Start waits for the check: the demonstration's own model is known to be in order."""
        return not self.unsuitable and self.recipe.model.base != _DEMO


@dataclass(frozen=True)
class Question:
    """All that the outcome of a check hangs on; `step` is the last one of the project's history."""

    dataset_id: int
    step: int
    base: str
    goal: str
    data: str


class CheckBook:
    """What the checks of this session have found."""

    def __init__(self) -> None:
        self._known: dict[Question, Checked] = {}

    def keep(self, question: Question, checked: Checked) -> None:
        """Remember an outcome."""
        self._known[question] = checked

    def known(self, question: Question) -> Checked | None:
        """What was found, unless it was not looked for."""
        return self._known.get(question)


def subject_of(wish: Wish) -> Subject | None:
    """What a wish for a run is about, once it is complete."""
    if wish.recipe is None or wish.data is None or wish.model_problem:
        return None
    return Subject(wish.data.dataset_id, wish.data.name, wish.data.kind, wish.recipe)


def question_about(subject: Subject, step: int) -> Question:
    """The question that a check of the subject answers now."""
    recipe = subject.recipe
    goal, data = recipe.goal.model_dump_json(), recipe.data.model_dump_json()
    return Question(subject.dataset_id, step, recipe.model.base, goal, data)


def suited(recipe: Recipe, kind: Kind) -> Recipe:
    """The recipe with a goal that rows of this kind can teach, its own where it is one."""
    goals = {"classification": GoalOptions(task="classification"), "preference": GoalOptions(objective="dpo")}
    if not mismatch(kind, recipe.goal):
        return recipe
    return recipe.model_copy(update={"goal": goals.get(kind, GoalOptions())})


def doubts(checked: Checked) -> tuple[str, ...]:
    """Each fault that does not stop a run as one line, with the number of rows that have it."""
    return tuple(
        _("{which}: {what}").format(which=examples(len(set(fault.rows))), what=fault.message)
        if fault.rows
        else fault.message
        for fault in checked.faults
        if not fault.blocking
    )
