"""A whole run, top to bottom: load, tokenise, train with checkups, save, compare before and after."""

from dataclasses import dataclass
from typing import Any

from transformers import PreTrainedTokenizerBase

from studio.core.events import FinishReason, Metric, Planned, Sample, Saved
from studio.engine.base_model import BaseModel, convert_gguf, find_base_model
from studio.engine.callbacks import Checkups, FiniteGuard, Obedience, Reporter
from studio.engine.checkpoint import save_adapter, save_checkpoint
from studio.engine.clock import CpuClock
from studio.engine.compare import Comparison
from studio.engine.desk import Desk
from studio.engine.encode import encode_prompt
from studio.engine.evaluate import mean_loss, row_losses
from studio.engine.failures import DataFailed
from studio.engine.fit import Plan, add_adapter, build_trainer, plan_training
from studio.engine.generate import Answerer
from studio.engine.loader_watch import LoaderWatch
from studio.engine.manifest import describe_result, recipe_hash
from studio.engine.model import find_device, load_model, load_tokenizer, parameter_counts
from studio.engine.rows import EncodedRow, Row, encode_rows, read_rows
from studio.engine.template_trial import TemplateTrial
from studio.words import _


@dataclass(frozen=True)
class Loaded:
    """Everything training needs, in memory."""

    base: BaseModel
    tokenizer: PreTrainedTokenizerBase
    model: Any
    train: tuple[EncodedRow, ...]
    validation: tuple[EncodedRow, ...]
    samples: tuple[Row, ...]
    shortened: int
    left_out: int


def run_training(desk: Desk, clock: CpuClock) -> FinishReason:
    """Do what the job asks; ends early, the adapter saved, when the user wants that. Raises what failures.py knows."""
    loaded = _load(desk)
    plan = plan_training(loaded.model, loaded.train, desk.job.recipe)
    _announce(desk, loaded, plan)
    trainer = build_trainer(desk.run, loaded.model, loaded.tokenizer, desk.job.recipe, plan)
    checkup = _Checkup(desk, loaded, plan, clock)
    for callback in (
        FiniteGuard(loaded.model),
        Reporter(desk.journal, desk.pulse),
        Obedience(desk.wishes),
        Checkups(desk.job.recipe.evaluation.every_steps, checkup.before, checkup.look),
        LoaderWatch(desk.journal),
    ):
        trainer.add_callback(callback)
    desk.enter("train", plan.steps)
    desk.wishes.unsaved = True
    clock.start()
    try:
        trainer.train()
    finally:
        clock.stop()
    _save(desk, loaded)
    if desk.pulse.step < plan.steps:
        return "stopped_and_saved"
    if desk.job.recipe.evaluation.compare:
        Comparison(desk, loaded.model, loaded.tokenizer).run()
    return "completed"


def _load(desk: Desk) -> Loaded:
    recipe = desk.job.recipe
    desk.enter("load")
    base = find_base_model(recipe.model.base)
    convert_gguf(base)
    tokenizer = load_tokenizer(base, recipe.data.template)
    snapshot = desk.job.snapshot
    rows, validation = (read_rows(desk.run.data / part.file) for part in (snapshot.train, snapshot.validation))
    trial = _start_trial(base, tokenizer, rows)
    try:
        frozen = load_model(base, recipe.method, find_device())
    finally:
        if trial:
            trial.finish()
    progressed = desk.enter("tokenise", len(rows))
    train = encode_rows(tokenizer, rows, recipe.data.max_length, progressed)
    desk.remark(*train.remarks)
    if not train.rows:
        raise train.refusal or DataFailed(
            _("No training example has anything to learn."),
            hint=_("The data set needs rows in the training split with an answer that fits the longest example."),
        )
    held_out = encode_rows(tokenizer, validation, recipe.data.max_length, lambda _done: None)
    samples = tuple(each.row for each in (held_out.rows or train.rows)[: recipe.evaluation.sample_prompts])
    return Loaded(
        base,
        tokenizer,
        add_adapter(frozen, recipe),
        train.rows,
        held_out.rows,
        samples,
        train.shortened,
        len(rows) - len(train.rows),
    )


def _start_trial(base: BaseModel, tokenizer: PreTrainedTokenizerBase, rows: tuple[Row, ...]) -> TemplateTrial | None:
    if base.trusted or not rows:
        return None
    longest = max(rows, key=lambda row: sum(len(turn.content) for turn in row.messages))
    return TemplateTrial(str(tokenizer.chat_template), dict(tokenizer.special_tokens_map), [longest.messages])


def _announce(desk: Desk, loaded: Loaded, plan: Plan) -> None:
    trainable, total = parameter_counts(loaded.model)
    desk.tell(
        Planned(
            total_steps=plan.steps,
            train_rows=len(loaded.train),
            validation_rows=len(loaded.validation),
            trainable_parameters=trainable,
            total_parameters=total,
            shortened_rows=loaded.shortened,
            left_out_rows=loaded.left_out,
        )
    )


def _save(desk: Desk, loaded: Loaded) -> None:
    desk.enter("save")
    facts = describe_result(desk.job, loaded.base, desk.pulse.step)
    path = save_adapter(desk.run, loaded.model, loaded.tokenizer, loaded.base.folder, facts)
    desk.tell(Saved(step=desk.pulse.step, what="adapter", path=path.relative_to(desk.run.path).as_posix()))
    desk.wishes.unsaved = False


class _Checkup:
    """Looks at the model between two steps: validation loss, sample answers, a checkpoint."""

    def __init__(self, desk: Desk, loaded: Loaded, plan: Plan, clock: CpuClock) -> None:
        self._desk, self._loaded, self._plan, self._clock = desk, loaded, plan, clock
        recipe = desk.job.recipe
        self._prompts = [encode_prompt(loaded.tokenizer, row.asked) for row in loaded.samples]
        self._answerer = Answerer(loaded.model, loaded.tokenizer, recipe.evaluation.max_new_tokens, desk.wishes)

    def before(self) -> None:
        """The untrained model, which is the trained one with its adapter put aside."""
        self._clock.stop()
        with self._loaded.model.disable_adapter():
            self._examine(0)
        self._resume()

    def look(self, step: int) -> None:
        """The model as it is after `step`; the last step's weights are saved as the result instead."""
        self._clock.stop()
        self._examine(step)
        if step < self._plan.steps:
            job, run = self._desk.job, self._desk.run
            facts = {"recipe_sha256": recipe_hash(job), "data_sha256": job.snapshot.content_sha256}
            path = save_checkpoint(run, self._loaded.model, step, facts)
            self._desk.tell(Saved(step=step, what="checkpoint", path=path.relative_to(run.path).as_posix()))
        self._resume()

    def _examine(self, step: int) -> None:
        validation = self._loaded.validation
        progressed = self._desk.enter("evaluate", len(validation))
        if validation:
            losses = row_losses(self._loaded.model, validation, self._desk.wishes, progressed)
            self._desk.tell(Metric(step=step, name="validation_loss", value=mean_loss(losses)))
        for index, text in enumerate(self._answerer.answer(self._prompts)):
            row = self._loaded.samples[index]
            self._desk.tell(
                Sample(step=step, index=index, prompt=row.asked[-1].content, text=text, reference=row.reference)
            )

    def _resume(self) -> None:
        self._desk.enter("train", self._plan.steps)
        self._clock.start()
