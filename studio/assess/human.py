"""What raters' readings come to: each model's scores, which model wins, how far the raters agree and where not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean
from typing import Literal

import numpy as np

from studio.assess.agreement import Agreement, Floats, cohen_kappa, fleiss_kappa, krippendorff_alpha
from studio.assess.intervals import wilson
from studio.assess.score import Score
from studio.core.rating import LEVELS, PREFERENCES, RatedRow, Rating, RatingSession, Scale, is_whole

Ratings = Mapping[str, Mapping[int, Rating]]
"""By rater, by row: the rating that counts."""

_Z_95 = NormalDist().inv_cdf(0.975)
_TWO = 2


@dataclass(frozen=True)
class ScaleScore:
    """One scale of one model: how often each level was given, and how many rows in how many got the last, “yes”.

    A row read by several counts as the share of them that said yes.
    """

    scale: Scale
    model: int
    counts: tuple[int, ...]
    yes: Score


@dataclass(frozen=True)
class ScaleDifference:
    """By how much the first model of the session had more “yes” than the second on the same rows."""

    scale: Scale
    difference: Score


@dataclass(frozen=True)
class Wins:
    """Judgements by which model they prefer, and the first model's win rate over rows, ties counting as halves."""

    first: int
    ties: int
    second: int
    rate: Score


@dataclass(frozen=True)
class StratumWins:
    """The wins among the rows of one stratum."""

    stratum: str
    wins: Wins


@dataclass(frozen=True)
class ScaleAgreement:
    """How far raters agree on a scale, or on which answer is better where `scale` is None.

    `kappa` is Cohen's with quadratic weights of two raters, Fleiss' of more; `same` the share of rows on which all say
    the same.
    """

    scale: Scale | None
    raters: int
    same: float
    kappa: Score
    alpha: Score


@dataclass(frozen=True)
class Disagreement:
    """Raters who say opposite things of one row: from one end of a scale to the other, or of which answer is better."""

    row: int
    scale: Scale | None
    model: int | None
    raters: tuple[str, ...]
    values: tuple[int, ...]


@dataclass(frozen=True)
class RaterProgress:
    """How many rows a rater has begun and finished."""

    rater: str
    begun: int
    whole: int


@dataclass(frozen=True)
class HumanSummary:
    """All of it; models are places among the session's."""

    rows: int
    raters: tuple[RaterProgress, ...]
    scales: tuple[ScaleScore, ...]
    differences: tuple[ScaleDifference, ...]
    wins: Wins | None
    strata: tuple[StratumWins, ...]
    """Where rows were drawn from several."""
    agreements: tuple[ScaleAgreement, ...]
    disagreements: tuple[Disagreement, ...]


def summarise(session: RatingSession, ratings: Ratings, seed: int = 42) -> HumanSummary:
    """Everything that can be said of a session so far; what nobody rated is left out."""
    reading = _Reading(session, ratings)
    rows = frozenset(row.id for row in session.rows)
    progress = [
        RaterProgress(
            rater,
            sum(1 for id, each in said.items() if id in rows and not each.is_empty),
            sum(1 for id, each in said.items() if id in rows and is_whole(session, each)),
        )
        for rater, said in ratings.items()
    ]
    return HumanSummary(
        len(rows),
        tuple(progress),
        tuple(filter(None, (reading.scale_score(scale, at) for scale in session.scales for at in reading.models))),
        tuple(filter(None, map(reading.difference, session.scales))) if session.compares else (),
        reading.wins() if session.compares else None,
        tuple(_stratum_wins(session, reading)) if session.compares else (),
        tuple(_agreements(session, reading, seed)),
        tuple(_disagreements(session, reading)),
    )


def mean_score(outcomes: Iterable[float]) -> Score | None:
    """The mean of one number from 0 to 1 a row with its 95 % interval; None without rows.

    Wilson's where each is 0 or 1. Else Wald's after adding half a row at 0, half a row at 1 and one at a half, as
    Agresti and Min do for pairs (2005, Stat. Med. 24:729-740); it keeps a width where all rows are alike.
    """
    values = list(outcomes)
    n = len(values)
    if n == 0:
        return None
    mean = fmean(values)
    if all(each in (0, 1) for each in values):
        return Score(mean, *wilson(round(sum(values)), n), n)
    middle = (sum(values) + 1) / (n + 2)
    spread = (sum(each * each for each in values) + 0.5 + 0.25) / (n + 2) - middle**2
    half = _Z_95 * sqrt(spread / (n + 2))
    return Score(mean, max(0.0, middle - half), min(1.0, middle + half), n)


def preferred_share(session: RatingSession, row: RatedRow, preferences: Iterable[int]) -> float:
    """How far raters prefer the session's first model on a row: 1 for all of them, 0 for none, ties as halves."""
    sign = 1 if row.sides[0] == 0 else -1
    return fmean(0.5 - sign * (each > 0) / 2 + sign * (each < 0) / 2 for each in preferences)


class _Reading:
    """The ratings with the sides undone: which model they speak of."""

    def __init__(self, session: RatingSession, ratings: Ratings) -> None:
        self._session, self._ratings = session, ratings
        self.raters = tuple(ratings)
        self.models = range(len(session.models))

    def levels(self, scale: Scale, model: int) -> Iterator[tuple[int, dict[str, int]]]:
        """By row, what each rater said of this model; rows in the order of the session."""
        for row in self._session.rows:
            side = row.sides.index(model)
            said = {
                rater: scores[scale]
                for rater, of in self._ratings.items()
                if (each := of.get(row.id)) and scale in (scores := (each.a, each.b)[side])
            }
            yield row.id, said

    def preferences(self) -> Iterator[tuple[RatedRow, dict[str, int]]]:
        """By row, which of the session's sides each rater prefers, from -2 for A to 2 for B."""
        for row in self._session.rows:
            yield (
                row,
                {
                    rater: each.preference
                    for rater, of in self._ratings.items()
                    if (each := of.get(row.id)) and each.preference is not None
                },
            )

    def scale_score(self, scale: Scale, model: int) -> ScaleScore | None:
        said = [list(levels.values()) for _row, levels in self.levels(scale, model) if levels]
        last = len(LEVELS[scale]) - 1
        score = mean_score(fmean(each == last for each in levels) for levels in said)
        counted = Counter(each for levels in said for each in levels)
        counts = tuple(counted[at] for at in range(last + 1))
        return None if score is None else ScaleScore(scale, model, counts, score)

    def difference(self, scale: Scale) -> ScaleDifference | None:
        last = len(LEVELS[scale]) - 1
        apart = []
        for (_row, one), (_same, other) in zip(self.levels(scale, 0), self.levels(scale, 1), strict=True):
            if both := one.keys() & other.keys():
                apart.append(fmean((one[rater] == last) - (other[rater] == last) for rater in sorted(both)))
        score = mean_score((each + 1) / 2 for each in apart)
        if score is None:
            return None
        low, high = 2 * score.low - 1, 2 * score.high - 1
        return ScaleDifference(scale, Score(2 * score.value - 1, low, high, score.n))

    def wins(self, stratum: str | None = None) -> Wins | None:
        """Over all rows, or those of one stratum."""
        said = [
            (row, list(each.values())) for row, each in self.preferences() if each and stratum in (None, row.stratum)
        ]
        rate = mean_score(preferred_share(self._session, row, each) for row, each in said)
        if rate is None:
            return None
        shares = Counter(preferred_share(self._session, row, [each]) for row, all_of in said for each in all_of)
        return Wins(shares[1.0], shares[0.5], shares[0.0], rate)

    def matrix(self, scale: Scale | None) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.int64]]]:
        """Units by raters, and the row of each unit; two answers to one row are two units."""
        if scale is None:
            # By the session's sides: raters see them exchanged, each on rows of their own.
            units = [(row.id, {rater: at + 2 for rater, at in said.items()}) for row, said in self.preferences()]
        else:
            units = [unit for model in self.models for unit in self.levels(scale, model)]
        table = [[said.get(rater, np.nan) for rater in self.raters] for _row, said in units]
        return np.array(table, np.float64), np.array([row for row, _said in units], np.int64)


def _stratum_wins(session: RatingSession, reading: _Reading) -> Iterator[StratumWins]:
    names = sorted({row.stratum for row in session.rows})
    for name in names if len(names) > 1 else ():
        if wins := reading.wins(name):
            yield StratumWins(name, wins)


def _agreements(session: RatingSession, reading: _Reading, seed: int) -> Iterator[ScaleAgreement]:
    if len(reading.raters) < _TWO:
        return
    asked: tuple[Scale | None, ...] = (*session.scales, None) if session.compares else session.scales
    for scale in asked:
        ratings, rows = reading.matrix(scale)
        several = np.isfinite(ratings).sum(axis=1) > 1
        if not several.any():
            continue
        categories = len(LEVELS[scale]) if scale else len(PREFERENCES)
        same = [len(set(unit[np.isfinite(unit)])) == 1 for unit in ratings[several]]
        found = (_kappa(ratings, categories), krippendorff_alpha(ratings, categories, _level(categories)))
        kappa, alpha = (each.grouped(rows).score(seed) for each in found)
        yield ScaleAgreement(scale, len(reading.raters), fmean(same), kappa, alpha)


def _kappa(ratings: Floats, categories: int) -> Agreement:
    if ratings.shape[1] == _TWO:
        return cohen_kappa(ratings, categories, "quadratic")
    return fleiss_kappa(ratings, categories)


def _level(categories: int) -> Literal["nominal", "ordinal"]:
    return "ordinal" if categories > _TWO else "nominal"


def _disagreements(session: RatingSession, reading: _Reading) -> Iterator[Disagreement]:
    """Those on which answer is better first, then by scale in its order and by row."""
    if session.compares:
        for row, said in reading.preferences():
            if said and min(said.values()) < 0 < max(said.values()):
                yield Disagreement(row.id, None, None, tuple(said), tuple(said.values()))
    for scale in session.scales:
        for model in reading.models:
            for id, levels in reading.levels(scale, model):
                if levels and max(levels.values()) - min(levels.values()) == len(LEVELS[scale]) - 1:
                    yield Disagreement(id, scale, model, tuple(levels), tuple(levels.values()))
