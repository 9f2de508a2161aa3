"""Learning to choose labels for texts, one or several each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy
from transformers import PreTrainedTokenizerBase, Trainer, TrainingArguments

from studio.assess.label_scores import LabelSet, label_scores
from studio.assess.score import Score
from studio.core.events import Metric, ModelState, Planned, Sample
from studio.engine.base_model import BaseModel, convert_gguf, find_base_model
from studio.engine.batching import (
    Batching,
    count_layers,
    count_steps,
    plan_by_trial,
    plan_on_cpu,
    set_checkpointing,
)
from studio.engine.classifier import load_classifier
from studio.engine.course import PaddedCourse, describe_plan, tell_scores
from studio.engine.desk import Desk
from studio.engine.evaluate import Prediction, write_predictions
from studio.engine.failures import DataFailed
from studio.engine.fit import make_quiet, shared_arguments
from studio.engine.label_predictions import Guess, TextCollator, guess_labels
from studio.engine.labelled_rows import (
    LabelledRows,
    LabelledTokens,
    Labels,
    class_weights,
    encode_labelled,
    find_labels,
    longest_text,
    read_labelled,
)
from studio.engine.manifest import describe_result
from studio.engine.methods import write_usable
from studio.engine.model import find_device
from studio.engine.tokenizer import read_tokenizer
from studio.words import _


@dataclass(frozen=True)
class Loaded:
    """Everything training needs, in memory."""

    base: BaseModel
    tokenizer: PreTrainedTokenizerBase
    model: Any
    labels: Labels
    weights: tuple[float, ...]
    """One a label; empty where all count alike."""
    longest: int
    train: tuple[LabelledTokens, ...]
    validation: tuple[LabelledTokens, ...]


def prepare_classification(desk: Desk) -> "ClassificationCourse":
    """Load the model with a head for the labels of the training rows; raises what failures.py knows."""
    loaded = _load(desk)
    recipe, model = desk.job.recipe, loaded.model
    longest, layers = max(len(row.input_ids) for row in loaded.train), count_layers(model)
    if model.device.type == "cuda":
        batching = plan_by_trial(recipe, recipe.training.batch, layers, partial(_attempt, model, longest))
    else:
        batching = plan_on_cpu(recipe, recipe.training.batch, longest, layers)
    set_checkpointing(model, batching.checkpointed_layers)
    return ClassificationCourse(desk, loaded, batching)


class ClassificationCourse(PaddedCourse):
    """The course of classification; see course.py."""

    def __init__(self, desk: Desk, loaded: Loaded, batching: Batching) -> None:
        super().__init__(loaded.model, batching)
        self._desk, self._loaded = desk, loaded
        self.steps = count_steps(desk.job.recipe, len(loaded.train), batching)

    def planned(self) -> Planned:
        rows = len(self._loaded.train), len(self._loaded.validation)
        return describe_plan(self.model, self.steps, self._batching, rows)

    def make_trainer(self) -> Trainer:
        loaded, recipe, device = self._loaded, self._desk.job.recipe, self.model.device
        weights = torch.tensor(loaded.weights, device=device) if loaded.weights else None
        shared = shared_arguments(self._desk.run, recipe, self._batching, self.steps, device.type)
        trainer = Trainer(
            model=self.model,
            args=TrainingArguments(remove_unused_columns=False, include_num_input_tokens_seen="all", **shared),
            train_dataset=_data_set(loaded.train, loaded.labels),
            data_collator=TextCollator(loaded.tokenizer, loaded.labels),
            compute_loss_func=partial(_loss, several=loaded.labels.several, weights=weights),
        )
        make_quiet(trainer)
        return trainer

    def examine(self, step: int) -> None:
        loaded, rows = self._loaded, self._loaded.validation
        self._desk.enter("evaluate", len(rows))
        if not rows:
            return
        guesses = self._guess(rows)
        scores = self._scores(rows, guesses)
        tell = self._desk.tell
        tell(Metric(step=step, name="validation_loss", value=_mean_loss(guesses, rows, loaded)))
        for name in ("accuracy", "macro_f1"):
            tell(Metric(step=step, name=f"validation_{name}", value=scores[name].value))
        for index in range(min(len(rows), self._desk.job.recipe.evaluation.sample_prompts)):
            row = rows[index].row
            told = guesses[index].words(loaded.labels)
            tell(Sample(step=step, index=index, prompt=row.text, text=told, reference=", ".join(row.labels)))

    def write_result(self, folder: Path) -> None:
        write_usable(self.model, self._loaded.tokenizer, self._loaded.base.folder, folder)

    def result_facts(self) -> dict[str, object]:
        facts = describe_result(self._desk.job, self._loaded.base, self._desk.pulse.step)
        return facts | {"labels": list(self._loaded.labels.names), "several_labels": self._loaded.labels.several}

    def score(self, state: ModelState) -> dict[str, Score]:
        desk, rows = self._desk, self._tested.rows
        if state == "base":
            desk.remark(*self._tested.remarks)
        if not rows:
            return {}
        desk.enter("score_base" if state == "base" else "score_tuned", len(rows))
        guesses = self._guess(rows)
        names = self._loaded.labels
        answers = [
            Prediction(row.row.id, row.row.text, ", ".join(row.row.labels), ", ".join(guess.names(names)))
            for row, guess in zip(rows, guesses, strict=True)
        ]
        write_predictions(desk.run.evaluation / f"{state}.jsonl", answers)
        scores = self._scores(rows, guesses)
        tell_scores(desk, state, scores)
        return scores

    @cached_property
    def _tested(self) -> LabelledRows:
        rows = read_labelled(self._desk.run.data / self._desk.job.snapshot.test.file)
        rows = rows[: self._desk.job.recipe.evaluation.compare_rows]
        return encode_labelled(self._loaded.tokenizer, rows, self._loaded.longest, lambda _done: None)

    def _guess(self, rows: Sequence[LabelledTokens]) -> list[Guess]:
        return guess_labels(self.model, self._loaded.tokenizer, self._loaded.labels, rows, self._desk.wishes)

    def _scores(self, rows: Sequence[LabelledTokens], guesses: Sequence[Guess]) -> dict[str, Score]:
        known = self._loaded.labels.names
        # A label that training never saw can only be missed: it has a number of its own that nobody guesses.
        names = (*known, *sorted({name for row in rows for name in row.row.labels} - {*known}))
        truth = [frozenset(names.index(name) for name in row.row.labels) for row in rows]
        told = [frozenset(guess.numbers) for guess in guesses]
        return label_scores(truth, told, len(names), self._most_common)

    @cached_property
    def _most_common(self) -> LabelSet:
        counts = Counter(frozenset(self._loaded.labels.numbers(row.row)) for row in self._loaded.train)
        return min(counts, key=lambda each: (-counts[each], sorted(each)))


def _load(desk: Desk) -> Loaded:
    recipe, snapshot = desk.job.recipe, desk.job.snapshot
    desk.enter("load")
    base = find_base_model(recipe.model.base)
    convert_gguf(base)
    tokenizer = read_tokenizer(base)
    rows, validation = (read_labelled(desk.run.data / part.file) for part in (snapshot.train, snapshot.validation))
    labels = find_labels(rows)
    model = load_classifier(base, labels, recipe, find_device(), tokenizer)
    longest = longest_text(tokenizer, model.config, recipe.data.max_length)
    progressed = desk.enter("tokenise", len(rows))
    train = encode_labelled(tokenizer, rows, longest, progressed)
    desk.remark(*train.remarks)
    if not train.rows:
        raise DataFailed(_("No training example has a text."), hint=_("Give the examples their texts in the Data tab."))
    held_out = encode_labelled(tokenizer, validation, longest, lambda _done: None)
    weights = class_weights(rows, labels) if recipe.training.class_weights == "balanced" else []
    return Loaded(base, tokenizer, model, labels, tuple(weights), longest, train.rows, held_out.rows)


def _data_set(rows: Sequence[LabelledTokens], labels: Labels) -> Dataset:
    return Dataset.from_dict(
        {"input_ids": [list(row.input_ids) for row in rows], "numbers": [labels.numbers(row.row) for row in rows]}
    )


def _loss(
    outputs: Any, labels: torch.Tensor, num_items_in_batch: Any = None, *, several: bool, weights: torch.Tensor | None
) -> torch.Tensor:
    logits = outputs.logits.float()
    if several:
        total = binary_cross_entropy_with_logits(logits, labels.float(), pos_weight=weights, reduction="none").mean(-1)
    else:
        total = cross_entropy(logits, labels, weight=weights, reduction="none")
    return total.mean() if num_items_in_batch is None else total.sum() / num_items_in_batch


def _mean_loss(guesses: Sequence[Guess], rows: Sequence[LabelledTokens], loaded: Loaded) -> float:
    """Unweighted, over the rows whose labels training knows."""
    logits = torch.stack([guess.logits for guess in guesses])
    known = [at for at, row in enumerate(rows) if len(loaded.labels.numbers(row.row)) == len(row.row.labels)]
    targets = TextCollator(loaded.tokenizer, loaded.labels).targets(
        [loaded.labels.numbers(rows[at].row) for at in known]
    )
    outputs = type("Logits", (), {"logits": logits[known]})
    return float(_loss(outputs, targets, several=loaded.labels.several, weights=None)) if known else 0.0


def _attempt(model: Any, longest: int, micro_batch: int, layers: int) -> None:
    """Forward and backward over texts of the longest length; raises torch.OutOfMemoryError."""
    set_checkpointing(model, layers)
    ids = torch.ones((micro_batch, longest), dtype=torch.long, device=model.device)
    try:
        model.train()
        model(input_ids=ids, attention_mask=torch.ones_like(ids)).logits.sum().backward()
    finally:
        model.zero_grad(set_to_none=True)
