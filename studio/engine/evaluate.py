"""The loss on rows the model does not learn from, and the before/after comparison."""

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

import torch

from studio.assess.contract_scoring import ScoredRow, score_answers
from studio.assess.score import Score
from studio.core.contract import Contract
from studio.engine.encode import IGNORED, Encoded
from studio.engine.failures import NotFinite
from studio.engine.generate import evaluating
from studio.engine.wishes import Wishes
from studio.placing import sync_folder
from studio.words import _

_BATCH_TOKENS = 8192
HELD_OUT_LOSS = "held_out_loss"


@dataclass(frozen=True)
class RowLoss:
    """Negative log-likelihood of one row's answers, summed over its learned tokens."""

    total: float
    tokens: int


@dataclass(frozen=True)
class Prediction:
    """One line of run/evaluation/{base,tuned}.jsonl."""

    id: int
    prompt: str
    reference: str
    answer: str


def row_losses(
    model: Any, rows: Sequence[Encoded], wishes: Wishes, progressed: Callable[[int], None] = lambda _done: None
) -> list[RowLoss]:
    """The loss of each row in order; `model` must carry TRL's fused head, which makes no table of all logits."""
    losses = [RowLoss(0.0, 0)] * len(rows)
    done = 0
    with evaluating(model):
        for batch in _batches(rows):
            wishes.obey_stop_now()
            for at, loss in zip(batch, _batch_losses(model, [rows[at] for at in batch]), strict=True):
                losses[at] = loss
            done += len(batch)
            progressed(done)
    return losses


def _batch_losses(model: Any, rows: Sequence[Encoded]) -> list[RowLoss]:
    width = max(len(row.input_ids) for row in rows)

    def padded(values: Sequence[Sequence[int]], fill: int) -> torch.Tensor:
        return torch.tensor([[*each, *[fill] * (width - len(each))] for each in values], device=model.device)

    out = model(
        input_ids=padded([row.input_ids for row in rows], 0),
        attention_mask=padded([[1] * len(row.input_ids) for row in rows], 0),
        labels=padded([row.labels for row in rows], IGNORED),
        fused_lm_head=True,
    )
    totals = (-out.log_probs.float().sum(dim=1)).tolist()
    counts = out.label_mask.sum(dim=1).tolist()
    return [RowLoss(total, count) for total, count in zip(totals, counts, strict=True)]


def _batches(rows: Sequence[Encoded]) -> Iterator[list[int]]:
    order = sorted(range(len(rows)), key=lambda at: -len(rows[at].input_ids))
    while order:
        size = max(1, _BATCH_TOKENS // len(rows[order[0]].input_ids))
        yield order[:size]
        order = order[size:]


def mean_loss(losses: Sequence[RowLoss]) -> float:
    """Per token, as the training loss is; raises NotFinite."""
    value = sum(loss.total for loss in losses) / max(1, sum(loss.tokens for loss in losses))
    if not math.isfinite(value):
        raise NotFinite(
            _("The loss on the validation examples is no longer a number."),
            hint=_("Lower the learning rate, then start again from the base model."),
        )
    return value


def held_out_score(losses: Sequence[RowLoss]) -> Score | None:
    """Mean over rows of each row's loss per token, with Student's 95 % interval; None for one row, which has none.

    Rows are independent of each other, tokens are not.
    """
    from scipy.stats import t

    if len(losses) <= 1:
        return None
    means = [loss.total / max(1, loss.tokens) for loss in losses]
    mean = fmean(means)
    half = float(t.ppf(0.975, len(means) - 1)) * stdev(means) / math.sqrt(len(means))
    return Score(mean, max(0.0, mean - half), mean + half, len(means))


def contract_scores(contract: Contract, predictions: Sequence[Prediction]) -> dict[str, Score]:
    """Scores of the answers by the project's own contract."""
    return score_answers(contract, [ScoredRow(reference=each.reference, answer=each.answer) for each in predictions])


def write_predictions(path: Path, predictions: Sequence[Prediction]) -> None:
    """One JSON line per answer, readable without Atelier."""
    path.parent.mkdir(exist_ok=True)
    lines = [json.dumps(asdict(each), ensure_ascii=False) for each in predictions]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    sync_folder(path.parent)
