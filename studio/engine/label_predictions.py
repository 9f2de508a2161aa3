"""Batches of texts, and which labels the model chooses for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from transformers import PreTrainedTokenizerBase

from studio.engine.generate import Stopping, evaluating
from studio.engine.labelled_rows import LabelledTokens, Labels

_BATCH_TOKENS = 8192
_LIKELY = 0.5


@dataclass(frozen=True)
class Guess:
    """What the model says of one text; logits in float32, one a label."""

    logits: torch.Tensor
    numbers: tuple[int, ...]
    probabilities: tuple[float, ...]
    """One a label; they sum to 1 only where a text has one label."""

    def names(self, labels: Labels) -> list[str]:
        """The chosen labels."""
        return [labels.names[at] for at in self.numbers]

    def words(self, labels: Labels) -> str:
        """The chosen labels with how sure the model is, such as “urgent (93 %)”."""
        return ", ".join(f"{labels.names[at]} ({self.probabilities[at]:.0%})" for at in self.numbers)


class TextCollator:
    """Pads texts on the right and makes the numbers of their labels what the loss wants."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, labels: Labels) -> None:
        self._pad, self._labels = int(tokenizer.pad_token_id or 0), labels

    def __call__(self, rows: Sequence[dict[str, list[int]]]) -> dict[str, torch.Tensor]:
        inputs = self.inputs([row["input_ids"] for row in rows])
        return inputs | {"labels": self.targets([row["numbers"] for row in rows])}

    def inputs(self, texts: Sequence[Sequence[int]]) -> dict[str, torch.Tensor]:
        """Ids and mask, as wide as the longest text."""
        width = max(map(len, texts))
        return {
            "input_ids": torch.tensor([[*ids, *[self._pad] * (width - len(ids))] for ids in texts]),
            "attention_mask": torch.tensor([[1] * len(ids) + [0] * (width - len(ids)) for ids in texts]),
        }

    def targets(self, numbers: Sequence[Sequence[int]]) -> torch.Tensor:
        """The label of each row, or a row of marks where there may be several."""
        if not self._labels.several:
            return torch.tensor([each[0] for each in numbers], dtype=torch.long)
        marks = torch.zeros((len(numbers), len(self._labels.names)))
        for at, each in enumerate(numbers):
            marks[at, list(each)] = 1
        return marks


def guess_labels(
    model: Any,
    tokenizer: PreTrainedTokenizerBase,
    labels: Labels,
    rows: Sequence[LabelledTokens],
    wishes: Stopping,
) -> list[Guess]:
    """The choice for each row, in order: the likeliest label, or all those likelier than not."""
    collator = TextCollator(tokenizer, labels)
    found: dict[int, torch.Tensor] = {}
    order = sorted(range(len(rows)), key=lambda at: -len(rows[at].input_ids))
    with evaluating(model):
        while order:
            wishes.obey_stop_now()
            size = max(1, _BATCH_TOKENS // max(1, len(rows[order[0]].input_ids)))
            batch, order = order[:size], order[size:]
            inputs = collator.inputs([rows[at].input_ids for at in batch])
            logits = model(**{name: each.to(model.device) for name, each in inputs.items()}).logits.float().cpu()
            found.update(zip(batch, logits, strict=True))
    return [_guess(found[at], labels) for at in range(len(rows))]


def _guess(logits: torch.Tensor, labels: Labels) -> Guess:
    if labels.several:
        probabilities = logits.sigmoid()
        numbers = [at for at, each in enumerate(probabilities.tolist()) if each > _LIKELY]
    else:
        probabilities = logits.softmax(dim=-1)
        numbers = [int(probabilities.argmax())]
    return Guess(logits, tuple(numbers), tuple(probabilities.tolist()))
