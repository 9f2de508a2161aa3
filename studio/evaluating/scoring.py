"""An evaluation in numbers: every metric with its interval, and how each model differs from the first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio.assess import speed
from studio.assess.catalogue import info
from studio.assess.intervals import score_of
from studio.assess.measure import Measure
from studio.assess.paired import Paired, adjusted, compare
from studio.assess.score import Score
from studio.core.evaluation import Subject
from studio.evaluating.primary import PRIMARY
from studio.evaluating.results import Results, SubjectResults

_SPEEDS = frozenset(each.name for each in speed.METRICS)


@dataclass(frozen=True)
class ModelScores:
    """One model's metrics in the order of the catalogue; `answered` of `asked` rows so far."""

    subject: Subject
    answered: int
    asked: int
    scores: Mapping[str, Score]


@dataclass(frozen=True)
class Scoreboard:
    """`paired` holds, for each model but the first, how it differs from the first on the rows of both."""

    models: tuple[ModelScores, ...]
    paired: Mapping[int, Mapping[str, Paired]]

    @property
    def metrics(self) -> tuple[str, ...]:
        """Every metric that a model has, in order."""
        return tuple(dict.fromkeys(name for model in self.models for name in model.scores))


def score_results(results: Results) -> Scoreboard:
    """Takes a moment: every interval is computed anew."""
    families = {row.id: row.family for row in results.rows if row.family}
    models = tuple(_scores(each, len(results.rows), families) for each in results.subjects)
    return Scoreboard(models, _paired(results.subjects, families))


def _scores(model: SubjectResults, asked: int, families: Mapping[int, int]) -> ModelScores:
    found = {each.metric: score_of(each, clusters=families) for each in model.measures}
    known = {name: score for name, score in found.items() if score is not None}
    return ModelScores(model.subject, len(model.answered), asked, known)


def _paired(models: Sequence[SubjectResults], families: Mapping[int, int]) -> dict[int, dict[str, Paired]]:
    """Allowing for how many metrics of how many models are compared with the first."""
    first, *others = models
    before: dict[str, Measure] = {each.metric: each for each in first.measures}
    compared = [
        (at, found, info(after.metric))
        for at, other in enumerate(others, 1)
        for after in other.measures
        # How fast a machine was from one minute to the next is no difference of the models.
        if after.metric in before
        and after.metric not in _SPEEDS
        and (found := compare(before[after.metric], after, info(after.metric), clusters=families))
    ]
    paired: dict[int, dict[str, Paired]] = {at: {} for at, _other in enumerate(others, 1)}
    # A red flag must not lose its power to the dozens of numbers beside it: what is judged in words is corrected alone.
    for primary in (True, False):
        family = [each for each in compared if (each[1].metric in PRIMARY) == primary]
        judged = adjusted([(found, about) for _at, found, about in family])
        for (at, _found, _about), found in zip(family, judged, strict=True):
            paired[at][found.metric] = found
    return paired
