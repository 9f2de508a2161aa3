"""What the X-ray looks at, and what is known of it already."""

from dataclasses import dataclass

from studio.core.example import Kind
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
        return unsuitable(self.kind, self.recipe.goal)

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
    return Question(subject.dataset_id, step, recipe.model.base, recipe.data.model_dump_json())


def unsuitable(kind: Kind, goal: GoalOptions) -> str:
    """Why rows of this kind are not shown as tokens for this goal; empty when they are."""
    if kind in ("instruction", "chat") and goal.task == "causal" and goal.objective == "sft":
        return ""
    return _(
        "The X-ray shows instructions and conversations with the answers that are learned from them. Preferences and "
        "classified texts are checked when the run begins."
    )


def doubts(checked: Checked) -> tuple[str, ...]:
    """Each fault that does not stop a run as one line, with the number of rows that have it."""
    return tuple(
        _("{which}: {what}").format(which=examples(len(set(fault.rows))), what=fault.message)
        if fault.rows
        else fault.message
        for fault in checked.faults
        if not fault.blocking
    )
