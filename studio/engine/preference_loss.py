"""How well a model tells the better answer, from the likelihoods it gives to both."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean

from studio.engine.evaluate import RowLoss
from studio.engine.failures import NotFinite
from studio.words import _


@dataclass(frozen=True)
class Likelihoods:
    """For each row the losses of the better and of the worse answer; None where an answer was not judged."""

    rows: tuple[tuple[RowLoss | None, RowLoss | None], ...]


def preferred(now: Likelihoods) -> list[bool]:
    """For each pair whether the better answer is likelier per token than the worse one."""
    return [_mean(chosen) > _mean(rejected) for chosen, rejected in now.rows if chosen and rejected]


def held_out_loss(objective: str, beta: float, now: Likelihoods, reference: Likelihoods) -> float:
    """The loss that training makes smaller, on rows it does not see; raises NotFinite.

    DPO: Rafailov et al. 2023, eq. 7. KTO: Ethayarajh et al. 2024, eq. 8, with the reference point at 0, as few
    held-out rows cannot tell it. ORPO: Hong et al. 2024, eq. 6.
    """
    losses = {"dpo": _dpo, "kto": _kto, "orpo": _orpo}[objective]
    value = fmean(losses(beta, now, reference))
    if not math.isfinite(value):
        raise NotFinite(
            _("The loss on the validation examples is no longer a number."),
            hint=_("Lower the learning rate, then start again from the base model."),
        )
    return value


def _dpo(beta: float, now: Likelihoods, reference: Likelihoods) -> Iterator[float]:
    for (chosen, rejected), (old_chosen, old_rejected) in zip(now.rows, reference.rows, strict=True):
        if chosen and rejected and old_chosen and old_rejected:
            gain = (old_chosen.total - chosen.total) - (old_rejected.total - rejected.total)
            yield _softplus(-beta * gain)


def _kto(beta: float, now: Likelihoods, reference: Likelihoods) -> Iterator[float]:
    for row, old_row in zip(now.rows, reference.rows, strict=True):
        for answer, old, sign in zip(row, old_row, (1, -1), strict=True):
            if answer and old:
                yield 1 - _sigmoid(sign * beta * (old.total - answer.total))


def _orpo(beta: float, now: Likelihoods, _reference: Likelihoods) -> Iterator[float]:
    for chosen, rejected in now.rows:
        if chosen and rejected:
            better, worse = _mean(chosen), _mean(rejected)
            yield -better + beta * _softplus(-((better - worse) - (_log_not(better) - _log_not(worse))))


def _mean(loss: RowLoss) -> float:
    """Mean log-probability per token."""
    return -loss.total / max(1, loss.tokens)


def _log_not(log_probability: float) -> float:
    return math.log1p(-math.exp(min(log_probability, -1e-6)))


def _softplus(value: float) -> float:
    return max(value, 0.0) + math.log1p(math.exp(-abs(value)))


def _sigmoid(value: float) -> float:
    return math.exp(-_softplus(-value))
