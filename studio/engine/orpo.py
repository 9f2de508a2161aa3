"""ORPO: learns the better answer, and at the same time that it is likelier than the worse one; needs no reference."""

from collections.abc import Sequence
from typing import Any

import torch
from torch.nn.functional import logsigmoid
from transformers import Trainer


def odds_ratio_loss(chosen: torch.Tensor, rejected: torch.Tensor) -> torch.Tensor:
    """Mean over pairs of -log sigmoid of the log odds ratio; arguments: mean log-probability per token, one a pair.

    Hong, Lee, Thorne 2024, “ORPO: Monolithic Preference Optimization without Reference Model”, eq. 7.
    """
    odds = (chosen - rejected) - (_log_not(chosen) - _log_not(rejected))
    return -logsigmoid(odds).mean()


def _log_not(log_probability: torch.Tensor) -> torch.Tensor:
    """log(1 - p); a probability of 1 would be minus infinity."""
    return torch.log1p(-torch.exp(log_probability.clamp(max=-1e-6)))


class OrpoTrainer(Trainer):
    """transformers' trainer with ORPO's loss; each batch holds the better answers, then the worse ones."""

    def __init__(self, *, beta: float, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._beta = beta
        # The loss is a mean over pairs, which the trainer must average over micro-batches itself.
        self.model_accepts_loss_kwargs = False

    def compute_loss(
        self, model: Any, inputs: dict[str, Any], return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        out = model(**inputs, fused_lm_head=True)
        tokens = out.label_mask.sum(dim=1)
        chosen, rejected = (out.log_probs.float().sum(dim=1) / tokens).chunk(2)
        likelihood = -out.log_probs.float().sum(dim=1).chunk(2)[0].sum() / tokens.chunk(2)[0].sum()
        loss = likelihood + self._beta * odds_ratio_loss(chosen, rejected)
        return (loss, out) if return_outputs else loss


class PairCollator:
    """Pads the better answers of a batch and, after them, the worse ones."""

    def __init__(self, pad: int, ignored: int) -> None:
        self._pad, self._ignored = pad, ignored

    def __call__(self, rows: Sequence[dict[str, list[int]]]) -> dict[str, torch.Tensor]:
        pairs = [(row["prompt_ids"], row[name]) for name in ("chosen_ids", "rejected_ids") for row in rows]
        width = max(len(prompt) + len(answer) for prompt, answer in pairs)

        def padded(values: Sequence[list[int]], fill: int) -> torch.Tensor:
            return torch.tensor([each + [fill] * (width - len(each)) for each in values])

        return {
            "input_ids": padded([prompt + answer for prompt, answer in pairs], self._pad),
            "attention_mask": padded([[1] * (len(prompt) + len(answer)) for prompt, answer in pairs], 0),
            "labels": padded([[self._ignored] * len(prompt) + answer for prompt, answer in pairs], self._ignored),
        }
