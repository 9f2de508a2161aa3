"""TRL's trainers for DPO and KTO, and ours for ORPO, given tokens instead of texts."""

from collections.abc import Iterator, Sequence
from typing import Any

from datasets import Dataset
from transformers import PreTrainedTokenizerBase, Trainer, TrainingArguments
from trl import DPOConfig, DPOTrainer, KTOConfig, KTOTrainer

from studio.engine.batching import Batching
from studio.engine.desk import Desk
from studio.engine.encode import IGNORED
from studio.engine.failures import DataFailed
from studio.engine.fit import make_quiet, shared_arguments
from studio.engine.orpo import OrpoTrainer, PairCollator
from studio.engine.preference_rows import JudgedTokens
from studio.words import _

_COPY = "ref"


class _TokensForDpo(DPOTrainer):
    def _prepare_dataset(self, dataset: Dataset, *_more: Any) -> Dataset:
        return dataset


class _TokensForKto(KTOTrainer):
    def _prepare_dataset(self, dataset: Dataset, *_more: Any) -> Dataset:
        return dataset


def make_preference_trainer(
    desk: Desk,
    model: Any,
    tokenizer: PreTrainedTokenizerBase,
    rows: Sequence[JudgedTokens],
    batching: Batching,
    steps: int,
) -> Trainer:
    """A trainer that only trains; raises DataFailed where KTO has a single answer."""
    recipe = desk.job.recipe
    shared = shared_arguments(desk.run, recipe, batching, steps, model.device.type)
    beta = recipe.training.beta
    if recipe.goal.objective == "dpo":
        trainer: Trainer = _TokensForDpo(
            model=model,
            args=DPOConfig(beta=beta, max_length=None, **shared),
            train_dataset=_pairs(rows),
            processing_class=tokenizer,
        )
    elif recipe.goal.objective == "kto":
        trainer = _TokensForKto(
            model=model,
            args=KTOConfig(beta=beta, max_length=None, **shared),
            train_dataset=_singles(rows, batching.micro_batch),
            processing_class=tokenizer,
        )
    else:
        trainer = OrpoTrainer(
            beta=beta,
            model=model,
            args=TrainingArguments(remove_unused_columns=False, include_num_input_tokens_seen="all", **shared),
            train_dataset=_pairs(rows),
            data_collator=PairCollator(int(tokenizer.pad_token_id or 0), IGNORED),
        )
    _compare_with_base(model)
    make_quiet(trainer)
    return trainer


def _compare_with_base(model: Any) -> None:
    """TRL compares with a copy of the adapter as the trainer finds it; without that copy, with the base alone.

    A trainer made in mid-run, because the memory ran out, would find it trained.
    """
    if _COPY in getattr(model, "peft_config", {}):
        model.delete_adapter(_COPY)


def _pairs(rows: Sequence[JudgedTokens]) -> Dataset:
    return Dataset.from_dict(
        {
            "prompt_ids": [list(row.prompt) for row in rows],
            "chosen_ids": [list(row.chosen) for row in rows],
            "rejected_ids": [list(row.rejected) for row in rows],
        }
    )


def _singles(rows: Sequence[JudgedTokens], together: int) -> Dataset:
    """Each judged answer alone, with another row's answer beside it by which KTO estimates how far it has moved."""
    judged = list(_answers(rows))
    answers = [answer for _prompt, answer, _good in judged]
    if len(set(answers)) == 1:
        raise DataFailed(
            _("KTO needs at least two different answers to compare with each other."),
            hint=_("Add judged examples to the training split."),
        )
    step = max(2, together)
    others: list[tuple[int, ...]] = []
    for start in range(0, len(answers), step):
        group = answers[start : start + step]
        others += [group[-1], *group[:-1]]
    return Dataset.from_dict(
        {
            "prompt_ids": [list(prompt) for prompt, _answer, _good in judged],
            "completion_ids": [list(answer) for answer in answers],
            "KL_completion_ids": [list(other) for other in others],
            "label": [good for _prompt, _answer, good in judged],
        }
    )


def _answers(rows: Sequence[JudgedTokens]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], bool]]:
    for row in rows:
        for answer, good in ((row.chosen, True), (row.rejected, False)):
            if answer:
                yield row.prompt, answer, good
