"""Learning from which of two answers is better: DPO, ORPO and KTO, on the tokens that encode.py makes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from transformers import Trainer

from studio.assess.intervals import wilson
from studio.assess.score import Score
from studio.core.events import Metric, ModelState, Planned, Sample
from studio.engine.batching import (
    Batching,
    attempt_on,
    count_layers,
    count_steps,
    plan_by_trial,
    plan_on_cpu,
    set_checkpointing,
)
from studio.engine.course import PaddedCourse, describe_plan, tell_scores
from studio.engine.desk import Desk
from studio.engine.encode import encode_prompt
from studio.engine.evaluate import Prediction, contract_scores, row_losses, write_predictions
from studio.engine.failures import DataFailed
from studio.engine.generate import Answerer
from studio.engine.loading import Ready, load_ready
from studio.engine.manifest import describe_result
from studio.engine.methods import set_steps, write_usable
from studio.engine.preference_loss import Likelihoods, held_out_loss, preferred
from studio.engine.preference_rows import Judged, JudgedRows, JudgedTokens, encode_judged, read_judged
from studio.engine.preference_trainers import make_preference_trainer
from studio.errors import RecipeInvalid
from studio.words import _

PREFERENCE_ACCURACY = "preference_accuracy"
_UNCUT = 1 << 20


@dataclass(frozen=True)
class Loaded:
    """Everything training needs, in memory."""

    ready: Ready
    train: tuple[JudgedTokens, ...]
    validation: tuple[JudgedTokens, ...]
    samples: tuple[Judged, ...]


def prepare_preference(desk: Desk) -> "PreferenceCourse":
    """Load the model, encode the pairs and plan the steps; raises what failures.py knows."""
    recipe = desk.job.recipe
    if recipe.method.name == "full" and recipe.goal.objective != "orpo":
        raise RecipeInvalid(
            _("DPO and KTO compare with the untrained model, which full fine-tuning changes."),
            hint=_("Choose LoRA or QLoRA, or the objective ORPO."),
        )
    loaded = _load(desk)
    longest = max(row.longest for row in loaded.train)
    model, batch = loaded.ready.model, recipe.training.batch
    layers = count_layers(model)
    if model.device.type == "cuda":
        attempt = attempt_on(model, longest)
        # Two answers a row, and in DPO and KTO a pass of the untrained model beside them.
        batching = plan_by_trial(recipe, batch, layers, lambda size, mode: attempt(2 * size, mode))
    else:
        batching = plan_on_cpu(recipe, batch, 2 * longest, layers)
    set_checkpointing(model, batching.checkpointed_layers)
    return PreferenceCourse(desk, loaded, batching)


class PreferenceCourse(PaddedCourse):
    """The course of DPO, ORPO and KTO; see course.py."""

    def __init__(self, desk: Desk, loaded: Loaded, batching: Batching) -> None:
        super().__init__(loaded.ready.model, batching)
        self._desk, self._loaded = desk, loaded
        recipe = desk.job.recipe
        answers = sum(bool(row.chosen) + bool(row.rejected) for row in loaded.train)
        sequences = answers if recipe.goal.objective == "kto" else len(loaded.train)
        self.steps = count_steps(recipe, sequences, batching)
        set_steps(self.model, self.steps)
        self._tokenizer = loaded.ready.tokenizer
        self._answerer = Answerer(self.model, self._tokenizer, recipe.evaluation.max_new_tokens, desk.wishes)
        self._reference: Likelihoods | None = None

    def planned(self) -> Planned:
        rows = len(self._loaded.train), len(self._loaded.validation)
        return describe_plan(self.model, self.steps, self._batching, rows)

    def make_trainer(self) -> Trainer:
        return make_preference_trainer(
            self._desk, self.model, self._tokenizer, self._loaded.train, self._batching, self.steps
        )

    def examine(self, step: int) -> None:
        rows = self._loaded.validation
        self._desk.enter("evaluate", len(rows))
        if rows:
            goal, beta = self._desk.job.recipe.goal, self._desk.job.recipe.training.beta
            now = self._likelihoods(rows)
            loss = held_out_loss(goal.objective, beta, now, self._reference_of(rows, now))
            self._desk.tell(Metric(step=step, name="validation_loss", value=loss))
            if outcomes := preferred(now):
                share = sum(outcomes) / len(outcomes)
                self._desk.tell(Metric(step=step, name="validation_preference_accuracy", value=share))
        prompts = [encode_prompt(self._tokenizer, row.asked) for row in self._loaded.samples]
        for index, text in enumerate(self._answerer.answer(prompts)):
            row = self._loaded.samples[index]
            told = Sample(step=step, index=index, prompt=row.asked[-1].content, text=text, reference=row.chosen)
            self._desk.tell(told)

    def write_result(self, folder: Path) -> None:
        write_usable(self.model, self._tokenizer, self._loaded.ready.base.folder, folder)

    def result_facts(self) -> dict[str, object]:
        return describe_result(self._desk.job, self._loaded.ready.base, self._desk.pulse.step)

    def score(self, state: ModelState) -> dict[str, Score]:
        desk, rows = self._desk, self._tested.rows
        if state == "base":
            desk.remark(*self._tested.remarks)
        if not rows:
            return {}
        desk.enter("score_base" if state == "base" else "score_tuned", len(rows))
        scores = {}
        if outcomes := preferred(self._likelihoods(rows)):
            low, high = wilson(sum(outcomes), len(outcomes))
            scores[PREFERENCE_ACCURACY] = Score(sum(outcomes) / len(outcomes), low, high, len(outcomes))
        if desk.job.contract:
            scores |= contract_scores(desk.job.contract, self._predict(state))
        tell_scores(desk, state, scores)
        return scores

    @cached_property
    def _tested(self) -> JudgedRows:
        rows = read_judged(self._desk.run.data / self._desk.job.snapshot.test.file)
        rows = rows[: self._desk.job.recipe.evaluation.compare_rows]
        return encode_judged(self._tokenizer, rows, _UNCUT, lambda _done: None, pairs_only=False)

    def _predict(self, state: ModelState) -> list[Prediction]:
        rows = [each.row for each in self._tested.rows if each.row.chosen.strip()]
        answers = self._answerer.answer([encode_prompt(self._tokenizer, row.asked) for row in rows])
        predictions = [
            Prediction(row.id, row.asked[-1].content, row.chosen, answer)
            for row, answer in zip(rows, answers, strict=True)
        ]
        write_predictions(self._desk.run.evaluation / f"{state}.jsonl", predictions)
        return predictions

    def _reference_of(self, rows: Sequence[JudgedTokens], now: Likelihoods) -> Likelihoods:
        """What the untrained model says of the validation rows; ORPO compares with nothing."""
        if self._desk.job.recipe.goal.objective == "orpo":
            return now
        if self._reference is None:
            with self.untrained():
                self._reference = self._likelihoods(rows)
        return self._reference

    def _likelihoods(self, rows: Sequence[JudgedTokens]) -> Likelihoods:
        asked = [(row, answer) for row in rows for answer in (row.chosen, row.rejected) if answer]
        found = iter(row_losses(self.model, [row.whole(answer) for row, answer in asked], self._desk.wishes))
        return Likelihoods(
            tuple((next(found) if row.chosen else None, next(found) if row.rejected else None) for row in rows)
        )


def _load(desk: Desk) -> Loaded:
    recipe, snapshot = desk.job.recipe, desk.job.snapshot
    rows, validation = (read_judged(desk.run.data / part.file) for part in (snapshot.train, snapshot.validation))
    ready = load_ready(desk, [row.asked for row in rows])
    longest, pairs_only = recipe.data.max_length, recipe.goal.objective != "kto"
    progressed = desk.enter("tokenise", len(rows))
    train = encode_judged(ready.tokenizer, rows, longest, progressed, pairs_only=pairs_only)
    desk.remark(*train.remarks)
    if not train.rows:
        raise train.refusal or DataFailed(
            _("No training example has two answers to compare."),
            hint=_("DPO and ORPO need a better and a worse answer for each prompt; KTO takes single judged answers."),
        )
    held_out = encode_judged(ready.tokenizer, validation, longest, lambda _done: None, pairs_only=pairs_only)
    samples = tuple(each.row for each in (held_out.rows or train.rows)[: recipe.evaluation.sample_prompts])
    return Loaded(ready, train.rows, held_out.rows, samples)
