"""Whether a run can start, why not, and what is worth knowing before it does."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from studio.core.example import SPLITS, Kind, Split
from studio.core.goals import LEARNABLE, mismatch
from studio.core.options import GoalOptions
from studio.core.recipe import Recipe
from studio.ui.formats import examples, integer, number
from studio.words import _, ngettext

FEW_TRAIN, FEW_TEST = 50, 30


@dataclass(frozen=True)
class DataCounts:
    """One data set with how many of its examples lie in each part; `unassigned` lie in none yet."""

    dataset_id: int
    name: str
    kind: Kind
    train: int = 0
    validation: int = 0
    test: int = 0
    unassigned: int = 0
    approved: Mapping[Split | None, int] = field(default_factory=dict)
    """How many of each part a reviewer has approved."""

    def only_approved(self) -> "DataCounts":
        """The same data set as far as it is approved."""
        train, validation, test = (self.approved.get(split, 0) for split in SPLITS)
        return replace(self, train=train, validation=validation, test=test, unassigned=self.approved.get(None, 0))

    @property
    def total(self) -> int:
        return self.train + self.validation + self.test + self.unassigned

    @property
    def undivided(self) -> bool:
        """Whether Start has to divide the examples first; beside examples to learn from, “no part” is a choice."""
        return bool(self.unassigned) and not self.train


@dataclass(frozen=True)
class Wish:
    """What the user has chosen so far; a recipe is there once every option is right."""

    preset: str = ""
    recipe: Recipe | None = None
    data: DataCounts | None = None
    model_problem: str = ""


@dataclass(frozen=True)
class Readiness:
    """`obstacle` is empty when Start may be pressed."""

    obstacle: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        return not self.obstacle


def judge(wish: Wish, *, read_only: bool, busy: bool) -> Readiness:
    """The first thing in the way of starting, and every doubt about the data."""
    return Readiness(_obstacle(wish, read_only, busy), _warnings(wish) if wish.data else ())


def data_words(data: DataCounts) -> str:
    """The counts of the parts as one line; examples of no part yet are told apart."""
    parts = [
        _("{count} to learn from").format(count=integer(data.train)),
        _("{count} to check progress").format(count=integer(data.validation)),
        _("{count} to test").format(count=integer(data.test)),
    ]
    if data.undivided:
        return examples(data.total)
    if data.unassigned:
        parts.append(_("{count} left out").format(count=integer(data.unassigned)))
    return " · ".join(parts)


def recipe_words(recipe: Recipe) -> str:
    """How long and how strongly a recipe learns, in one line."""
    training = recipe.training
    if training.max_steps:
        length = ngettext("{count} step", "{count} steps", training.max_steps)
        length = length.format(count=integer(training.max_steps))
    else:
        length = _("{count} epochs").format(count=number(training.epochs))
    return _("{length} · rate {rate} · batch {batch} · rank {rank}").format(
        length=length, rate=number(training.learning_rate), batch=training.batch, rank=recipe.method.rank
    )


def _obstacle(wish: Wish, read_only: bool, busy: bool) -> str:
    if read_only:
        return _("This project is open in another window; start runs there.")
    if busy:
        return _("A run is going on in this project. Wait for its end or stop it first.")
    return _data_obstacle(wish) or _approval_obstacle(wish) or _recipe_obstacle(wish)


def _data_obstacle(wish: Wish) -> str:
    data = wish.data
    if data is None:
        return _("There are no examples yet. Import some in the Data tab.")
    if (wish.recipe or data.kind not in LEARNABLE) and (problem := mismatch(data.kind, _goal(wish))):
        return problem
    if not data.train and not data.undivided:
        return _("No example is set aside for learning. Give some examples the part “train” in the Data tab.")
    return ""


def _goal(wish: Wish) -> GoalOptions:
    return wish.recipe.goal if wish.recipe else GoalOptions()


def _approval_obstacle(wish: Wish) -> str:
    counted = _counted(wish)
    if counted is None or wish.data is None or counted is wish.data or counted.train:
        return ""
    if wish.data.undivided and counted.unassigned:
        return ""
    if not counted.total:
        return _(
            "No example is approved yet, and only approved ones shall be used."
            " Approve some under “Review” in the Data tab, or switch “Only approved examples” off."
        )
    return _(
        "None of the examples to learn from is approved yet, and only approved ones shall be used."
        " Approve some under “Review” in the Data tab, or switch “Only approved examples” off."
    )


def _counted(wish: Wish) -> DataCounts | None:
    """The examples that the recipe lets into the run."""
    if wish.data is None or wish.recipe is None or not wish.recipe.data.only_approved:
        return wish.data
    return wish.data.only_approved()


def _recipe_obstacle(wish: Wish) -> str:
    if not wish.preset:
        return _("Choose a preset.")
    if wish.model_problem:
        return wish.model_problem
    return "" if wish.recipe is not None else _("One of the options is not right; see the note beside it.")


def _warnings(wish: Wish) -> tuple[str, ...]:
    whole, data = wish.data, _counted(wish)
    if whole is None or data is None or data.kind not in LEARNABLE:
        return ()
    found = [] if data is whole else [_approved_words(data, whole)]
    if whole.undivided:
        return (*found, _to_divide(whole.unassigned))
    if data is not whole and not data.train:
        return tuple(found)
    if data.train < FEW_TRAIN:
        found.append(_("Few examples to learn from: expect a weak result below {count}.").format(count=FEW_TRAIN))
    if not data.validation:
        found.append(_("No validation examples: there will be no validation curve and no sample answers."))
    if not data.test:
        found.append(_("No test examples: there will be no before/after comparison."))
    elif data.test < FEW_TEST:
        found.append(_("Few test examples: below {count} the comparison says little.").format(count=FEW_TEST))
    return tuple(found)


def _approved_words(approved: DataCounts, whole: DataCounts) -> str:
    said = ngettext("{count} of {total} example is approved", "{count} of {total} examples are approved", whole.total)
    words = said.format(count=integer(approved.total), total=integer(whole.total))
    if whole.undivided or not approved.total:
        return _("Only approved examples are used: {words}.").format(words=words)
    parts = data_words(replace(approved, unassigned=0))
    return _("Only approved examples are used: {words} ({parts}).").format(words=words, parts=parts)


def _to_divide(count: int) -> str:
    return ngettext(
        "{count} example has no part yet: Start puts it into one, and you can undo that.",
        "{count} examples have no part yet: Start divides them 80/10/10, and you can undo that.",
        count,
    ).format(count=integer(count))
