"""Learning to answer from answers as they should be (SFT)."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from transformers import Trainer

from studio.assess.score import Score
from studio.core.events import Metric, ModelState, Planned, Sample
from studio.engine.batching import Batching, halved
from studio.engine.compare import Comparison
from studio.engine.course import describe_plan
from studio.engine.desk import Desk
from studio.engine.encode import encode_prompt
from studio.engine.evaluate import mean_loss, row_losses
from studio.engine.failures import DataFailed
from studio.engine.fit import Plan, build_trainer, plan_training
from studio.engine.generate import Answerer
from studio.engine.loading import Ready, load_ready
from studio.engine.manifest import describe_result
from studio.engine.methods import write_trained, write_usable
from studio.engine.packed_rows import KeptTokens
from studio.engine.rows import EncodedRow, Row, read_rows
from studio.engine.token_cache import TokenCache
from studio.words import _


@dataclass(frozen=True)
class Loaded:
    """Everything training needs, in memory."""

    ready: Ready
    train: tuple[EncodedRow, ...]
    validation: tuple[EncodedRow, ...]
    samples: tuple[Row, ...]
    tokens: KeptTokens


def prepare_causal(desk: Desk) -> "CausalCourse":
    """Load the model, encode the rows and plan the steps."""
    loaded = _load(desk)
    plan = plan_training(loaded.ready.model, loaded.train, desk.job.recipe, loaded.tokens)
    return CausalCourse(desk, loaded, plan)


class CausalCourse:
    """The course of SFT; see course.py."""

    def __init__(self, desk: Desk, loaded: Loaded, plan: Plan) -> None:
        self._desk, self._loaded, self._plan = desk, loaded, plan
        self.model, self.steps = loaded.ready.model, plan.steps
        self._tokenizer = loaded.ready.tokenizer
        self._prompts = [encode_prompt(self._tokenizer, row.asked) for row in loaded.samples]
        longest = desk.job.recipe.evaluation.max_new_tokens
        self._answerer = Answerer(self.model, self._tokenizer, longest, desk.wishes)

    @property
    def base_stays(self) -> bool:
        return hasattr(self.model, "disable_adapter")

    def planned(self) -> Planned:
        rows = len(self._loaded.train), len(self._loaded.validation)
        return describe_plan(self.model, self.steps, self._plan.batching, rows)

    def use_less_memory(self) -> Batching | None:
        smaller = halved(self._plan.batching)
        self._plan = replace(self._plan, batching=smaller or self._plan.batching)
        return smaller

    def make_trainer(self) -> Trainer:
        return build_trainer(self._desk.run, self.model, self._tokenizer, self._desk.job.recipe, self._plan)

    def untrained(self) -> AbstractContextManager[None]:
        return self.model.disable_adapter() if self.base_stays else nullcontext()

    def examine(self, step: int) -> None:
        validation = self._loaded.validation
        progressed = self._desk.enter("evaluate", len(validation))
        if validation:
            losses = row_losses(self.model, [row.encoded for row in validation], self._desk.wishes, progressed)
            self._desk.tell(Metric(step=step, name="validation_loss", value=mean_loss(losses)))
        for index, text in enumerate(self._answerer.answer(self._prompts)):
            row = self._loaded.samples[index]
            self._desk.tell(
                Sample(step=step, index=index, prompt=row.asked[-1].content, text=text, reference=row.reference)
            )

    def write_weights(self, folder: Path) -> None:
        write_trained(self.model, folder)

    def write_result(self, folder: Path) -> None:
        write_usable(self.model, self._tokenizer, self._loaded.ready.base.folder, folder)

    def result_facts(self) -> dict[str, object]:
        return describe_result(self._desk.job, self._loaded.ready.base, self._desk.pulse.step)

    def score(self, state: ModelState) -> dict[str, Score]:
        return self._comparison.score(state)

    @cached_property
    def _comparison(self) -> Comparison:
        return Comparison(self._desk, self.model, self._tokenizer)


def _load(desk: Desk) -> Loaded:
    recipe, snapshot = desk.job.recipe, desk.job.snapshot
    rows, validation = (read_rows(desk.run.data / part.file) for part in (snapshot.train, snapshot.validation))
    ready = load_ready(desk, [row.messages for row in rows])
    progressed = desk.enter("tokenise", len(rows))
    tokens = TokenCache(desk.run, ready.base.folder, ready.tokenizer, recipe.data.max_length, recipe.data.loss_on)
    train = tokens.encode_rows("train", rows, progressed)
    desk.remark(*train.remarks)
    if not train.rows:
        raise train.refusal or DataFailed(
            _("No training example has anything to learn."),
            hint=_("The data set needs rows in the training split with an answer that fits the longest example."),
        )
    held_out = tokens.encode_rows("validation", validation, lambda _done: None)
    samples = tuple(each.row for each in (held_out.rows or train.rows)[: recipe.evaluation.sample_prompts])
    return Loaded(ready, train.rows, held_out.rows, samples, KeptTokens(desk.run, train.key))
