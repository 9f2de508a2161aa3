"""A forecast by formula from what lies on this machine; reads files and asks the driver, so not for the GUI thread."""

import math
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from studio.core.forecast import Forecast, Shape, forecast_by_formula
from studio.core.goals import packs
from studio.core.recipe import Recipe
from studio.errors import ModelFailed, StudioError
from studio.models.places import find_base, hub_cache
from studio.paths import DEMO_MODEL
from studio.runs.forecasts import Accuracy, forecast_accuracy
from studio.runs.machine import Machine, this_machine
from studio.ui.training.local_models import tokenizer_file
from studio.ui.training.readiness import Wish
from studio.words import _

_SHAPES = "studio.models.shape:shapes"
# French clinical text, with the tokenizers of Llama and Mistral.
_CHARACTERS_PER_TOKEN = 3.2
_SHORTEST = 16
# Of a preference as it is stored: the question and one of its two answers.
_ONE_ANSWER = 0.67


@dataclass(frozen=True)
class Question:
    """What is forecast; two wishes with the same question take the same."""

    recipe: Recipe
    dataset_id: int
    rows: int


@dataclass(frozen=True)
class Estimate:
    """The forecast by formula, or why there is none; `longest` is in characters."""

    question: Question
    machine: Machine
    longest: int
    forecast: Forecast | None = None
    problem: str = ""
    accuracies: Mapping[str, Accuracy] = field(default_factory=dict)
    """By the source of the forecasts, where runs have shown it."""


def question_of(wish: Wish) -> Question | None:
    """None while something is still to be chosen, or nothing is there to learn from."""
    data = wish.data
    if wish.recipe is None or wish.model_problem or data is None or not (data.train or data.undivided):
        return None
    return Question(wish.recipe, data.dataset_id, data.train or data.total)


class Estimator:
    """Remembers the last model, which stays while options are tried."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self._known: tuple[Path, int, Shape] | None = None

    def estimate(self, question: Question) -> Estimate:
        """Raises ProjectFailed; a model whose sizes or tokenizer cannot be read is the estimate's problem."""
        machine, contents = this_machine(self._project), self._longest(question)
        forecast, problem = None, ""
        try:
            shape, tokens = self._shape(question.recipe.model.base), _tokens(question.recipe, contents)
            forecast = _forecast(shape, question.recipe, machine, tokens)
        except StudioError as error:
            problem = str(error)
        found = {source: forecast_accuracy(machine.device, source) for source in ("formula", "probe")}
        return Estimate(
            question,
            machine,
            max(map(len, contents), default=0),
            forecast,
            problem,
            {source: accuracy for source, accuracy in found.items() if accuracy},
        )

    def _longest(self, question: Question) -> list[str]:
        from studio.data.longest import longest_contents
        from studio.data.reader import ProjectReader

        with ProjectReader(self._project) as reader:
            return longest_contents(reader, question.dataset_id, only_approved=question.recipe.data.only_approved)

    def _shape(self, base: str) -> Shape:
        path = find_base(base, hub_cache())
        if path is None:
            raise ModelFailed(_("The base model “{name}” was not found on this machine.").format(name=base))
        changed = path.stat().st_mtime_ns
        if self._known is None or self._known[:2] != (path, changed):
            self._known = (path, changed, _measured(path))
        return self._known[2]


def _measured(path: Path) -> Shape:
    from studio.data.child import rows_from_child
    from studio.models.shape import measure_model

    if path == DEMO_MODEL:
        return measure_model(path)
    with closing(rows_from_child(_SHAPES, {"path": str(path)})) as rows:
        return Shape(**next(rows))


def _tokens(recipe: Recipe, contents: Sequence[str]) -> int:
    """Of the longest sequence as it is trained; by its characters where the model has no tokenizer.json."""
    file = tokenizer_file(recipe.model.base)
    if file is None:
        share = 1.0 if recipe.goal.objective == "sft" else _ONE_ANSWER
        tokens = round(share * max(map(len, contents), default=0) / _CHARACTERS_PER_TOKEN)
    else:
        from studio.data.longest import longest_tokens
        from studio.data.tokens import counter_for

        tokens = longest_tokens(contents, counter_for(file))
    return min(recipe.data.max_length, max(_SHORTEST, tokens))


def _forecast(shape: Shape, recipe: Recipe, machine: Machine, tokens: int) -> Forecast:
    if packs(recipe, on_card=machine.on_card):
        # The effective batch counts examples; a packed sequence holds several.
        batch = math.ceil(recipe.training.batch * tokens / recipe.data.max_length)
        tokens = recipe.data.max_length
        recipe = recipe.model_copy(update={"training": recipe.training.model_copy(update={"batch": batch})})
    return forecast_by_formula(
        shape, recipe, longest=tokens, on_card=machine.on_card, device=machine.device, memory=machine.memory
    )
