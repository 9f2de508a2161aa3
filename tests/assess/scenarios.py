"""Test sets whose truth is known, drawn again and again: answered by one model, or by two."""

from collections.abc import Callable, Mapping
from math import exp, sqrt

import numpy as np
from scipy.special import ndtri

from studio.assess.label_counts import computed, macro_f1
from studio.assess.measure import Floats, Measure, Positions, mean_of, quantile_of
from studio.assess.ranking import auroc
from studio.assess.resampling import Clusters

Chance = np.random.Generator
One = Callable[[Chance, int], tuple[Measure, float]]
"""A measure on so many rows, and what it would be on all rows there are."""
Two = Callable[[Chance, int, float], tuple[Measure, Measure]]
"""Both models on the same rows; the second better by an effect, both equal where that is zero."""
FAMILY = 4


def families(rows: int) -> Clusters:
    """Four rows each."""
    return {at: at // FAMILY for at in range(rows)}


def numbered(values: Floats) -> Mapping[int, float]:
    """A number for each row."""
    return dict(enumerate(map(float, values)))


def latent(chance: Chance, rows: int, shared: float = 0.0) -> Floats:
    """Standard normal; rows of a family have so much of the variance in common."""
    common = np.repeat(chance.normal(size=-(-rows // FAMILY)), FAMILY)[:rows]
    return sqrt(1 - shared) * chance.normal(size=rows) + sqrt(shared) * common


def proportion(low: float, high: float, shared: float = 0.0) -> One:
    """Right or wrong, of a share that is another each time: coverage of one share jumps with it, as counts do."""

    def draw(chance: Chance, rows: int) -> tuple[Measure, float]:
        share = float(chance.uniform(low, high))
        return mean_of("m", numbered(latent(chance, rows, shared) < ndtri(share))), share

    return draw


def latency(spread: float, shared: float = 0.0) -> One:
    """Mean of a log-normal distribution."""

    def draw(chance: Chance, rows: int) -> tuple[Measure, float]:
        return mean_of("m", numbered(np.exp(spread * latent(chance, rows, shared)))), exp(spread**2 / 2)

    return draw


def latency_p95(spread: float) -> One:
    """The 95th centile of a log-normal distribution."""

    def draw(chance: Chance, rows: int) -> tuple[Measure, float]:
        values = numbered(np.exp(spread * chance.normal(size=rows)))
        return quantile_of("m", values, 0.95), exp(spread * float(ndtri(0.95)))

    return draw


def chrf(perfect: float) -> One:
    """Mean of a score up to 100, which that share of the answers reaches."""

    def draw(chance: Chance, rows: int) -> tuple[Measure, float]:
        values = np.where(chance.random(rows) < perfect, 100, 100 * chance.beta(4, 3, rows))
        return mean_of("m", numbered(values)), 100 * (perfect + (1 - perfect) * 4 / 7)

    return draw


def perplexity(chance: Chance, rows: int) -> tuple[Measure, float]:
    """From losses and lengths of answers: longer ones have the lower loss a token."""
    tokens = np.ceil(np.exp(3.5 + 0.6 * chance.normal(size=rows)))
    losses = tokens * (0.4 + 6 / (tokens + 10)) * chance.gamma(4, 1 / 4, rows)

    def compute(positions: Positions) -> float:
        return float(np.exp(losses[positions].sum() / tokens[positions].sum()))

    return Measure("m", tuple(range(rows)), compute), _PERPLEXITY


def _perplexity_truth() -> float:
    tokens = np.ceil(np.exp(3.5 + 0.6 * ndtri((np.arange(1_000_000) + 0.5) / 1_000_000)))
    return exp(float((tokens * (0.4 + 6 / (tokens + 10))).sum() / tokens.sum()))


_PERPLEXITY = _perplexity_truth()


def f1(shares: tuple[float, ...], accuracy: float) -> One:
    """Macro F1 of labels that are this common; mistakes fall on all others alike."""
    kinds = len(shares)
    table = np.array([[one * (1 - accuracy) / (kinds - 1)] * kinds for one in shares])
    np.fill_diagonal(table, np.array(shares) * accuracy)
    truth = float(np.mean(2 * table.diagonal() / (table.sum(axis=0) + table.sum(axis=1))))
    return lambda chance, rows: (_f1(chance, rows, shares, [accuracy])[0], truth)


def area(value: float, share: float) -> One:
    """AUROC of two normal distributions, so many rows being of the rarer kind."""
    return lambda chance, rows: (_area(chance, rows, share, [value])[0], value)


def two_proportions(first: float, discordance: float, shared: float = 0.0) -> Two:
    """Right or wrong; equal models disagree on so many rows, all others on as many as they must."""

    def draw(chance: Chance, rows: int, effect: float) -> tuple[Measure, Measure]:
        differing = max(discordance, abs(effect))
        lost, won = (differing - effect) / 2, (differing + effect) / 2
        place = latent(chance, rows, shared)
        limits = ndtri(np.cumsum([first - lost, lost, won]))
        kind = np.searchsorted(limits, place)
        return mean_of("m", numbered(kind <= 1)), mean_of("m", numbered((kind == 0) | (kind == 2)))

    return draw


def two_scores(chance: Chance, rows: int, effect: float) -> tuple[Measure, Measure]:
    """Means up to 100 of answers that are alike where the row is easy."""
    ease = chance.beta(4, 2, rows)
    values = [100 * np.clip(ease + 0.2 * chance.normal(size=rows) + more, 0, 1) for more in (0.0, effect)]
    return mean_of("m", numbered(values[0])), mean_of("m", numbered(values[1]))


def two_mostly_perfect(chance: Chance, rows: int, effect: float) -> tuple[Measure, Measure]:
    """Means up to 100, which four rows in five reach with either model."""
    hard = chance.random(rows) < 0.3
    values = [
        np.where(hard & (chance.random(rows) < (0.2 - less) / 0.3), 100 * chance.beta(4, 3, rows), 100.0)
        for less in (0.0, effect)
    ]
    return mean_of("m", numbered(values[0])), mean_of("m", numbered(values[1]))


def two_latencies(chance: Chance, rows: int, effect: float) -> tuple[Measure, Measure]:
    """Means of skewed times that both grow with the row."""
    length = 0.8 * chance.normal(size=rows)
    values = [np.exp(length + 0.5 * chance.normal(size=rows) + more) for more in (0.0, effect)]
    return mean_of("m", numbered(values[0])), mean_of("m", numbered(values[1]))


def two_f1(shares: tuple[float, ...], accuracy: float) -> Two:
    """Macro F1 of models whose mistakes are half of the time on the same rows."""

    def draw(chance: Chance, rows: int, effect: float) -> tuple[Measure, Measure]:
        first, second = _f1(chance, rows, shares, [accuracy, accuracy + effect])
        return first, second

    return draw


def two_areas(value: float, share: float) -> Two:
    """AUROC of models whose probabilities go together."""

    def draw(chance: Chance, rows: int, effect: float) -> tuple[Measure, Measure]:
        first, second = _area(chance, rows, share, [value, value + effect])
        return first, second

    return draw


def _f1(chance: Chance, rows: int, shares: tuple[float, ...], accuracies: list[float]) -> list[Measure]:
    kinds = len(shares)
    true = chance.choice(kinds, rows, p=shares)
    hard = chance.normal(size=rows)
    measures = []
    for accuracy in accuracies:
        wrong = (hard + chance.normal(size=rows)) / sqrt(2) > ndtri(accuracy)
        said = np.where(wrong, (true + chance.integers(1, kinds, rows)) % kinds, true)
        compute = computed(macro_f1, np.eye(kinds, dtype=bool)[true], np.eye(kinds, dtype=bool)[said])
        measures.append(Measure("m", tuple(range(rows)), compute))
    return measures


def _area(chance: Chance, rows: int, share: float, values: list[float]) -> list[Measure]:
    true = chance.random(rows) < share
    seen = chance.normal(size=rows)
    ids = tuple(range(rows))
    scores = [(seen + chance.normal(size=rows)) / sqrt(2) + sqrt(2) * ndtri(value) * true for value in values]
    return [Measure("m", ids, auroc(true, each)) for each in scores]
