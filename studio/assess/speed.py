"""How long one waits for an answer, from rows answered one by one."""

from collections.abc import Sequence

import numpy as np

from studio.assess.measure import Measure, Positions, quantile_of
from studio.assess.metric import MetricInfo
from studio.core.evaluation import Timing
from studio.words import N_

FIRST_TOKEN_P50, FIRST_TOKEN_P95 = "first_token_p50", "first_token_p95"
LATENCY_P50, LATENCY_P95 = "latency_p50", "latency_p95"
TOKENS_PER_SECOND = "tokens_per_second"
_P50, _P95 = 0.5, 0.95

METRICS = (
    MetricInfo(
        FIRST_TOKEN_P50,
        N_("Time to the first token (median)"),
        N_("Half of the answers begin sooner."),
        unit="seconds",
        better="lower",
    ),
    MetricInfo(
        FIRST_TOKEN_P95,
        N_("Time to the first token (p95)"),
        N_("95 of 100 answers begin sooner."),
        unit="seconds",
        better="lower",
    ),
    MetricInfo(
        LATENCY_P50,
        N_("Latency (median)"),
        N_("Half of the answers are complete sooner."),
        unit="seconds",
        better="lower",
    ),
    MetricInfo(
        LATENCY_P95,
        N_("Latency (p95)"),
        N_("95 of 100 answers are complete sooner."),
        unit="seconds",
        better="lower",
    ),
    MetricInfo(
        TOKENS_PER_SECOND,
        N_("Tokens a second"),
        N_("All tokens of the answers by all the time they took, for one user at a time."),
        unit="number",
    ),
)


def speed_measures(timings: Sequence[Timing]) -> list[Measure]:
    """Of the rows that were timed; nothing without any."""
    if not timings:
        return []
    ordered = sorted(timings, key=lambda timing: timing.id)
    first = {each.id: each.first_token_s for each in ordered}
    total = {each.id: each.total_s for each in ordered}
    return [
        quantile_of(FIRST_TOKEN_P50, first, _P50),
        quantile_of(FIRST_TOKEN_P95, first, _P95),
        quantile_of(LATENCY_P50, total, _P50),
        quantile_of(LATENCY_P95, total, _P95),
        _tokens_per_second(ordered),
    ]


def _tokens_per_second(ordered: Sequence[Timing]) -> Measure:
    tokens = np.array([float(each.tokens) for each in ordered])
    seconds = np.array([each.total_s for each in ordered])

    def compute(positions: Positions) -> float:
        spent = seconds[positions].sum()
        return float(tokens[positions].sum() / spent) if spent > 0 else np.nan

    return Measure(TOKENS_PER_SECOND, tuple(each.id for each in ordered), compute)
