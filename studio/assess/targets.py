"""Whether a score reaches its target, by the bound of the interval: a point estimate proves nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import NormalDist
from typing import Literal

from studio.assess.figures import percents, told
from studio.assess.metric import MetricInfo
from studio.assess.score import Score
from studio.core.sentence import Sentence, Word
from studio.core.targets import Target, Targets
from studio.words import N_

Light = Literal["green", "amber", "red"]
_Z_95 = NormalDist().inv_cdf(0.975)
_SAID = {
    ("green", True): N_("Reached: “{metric}” is at least {low}, and {target} is asked."),
    ("green", False): N_("Reached: “{metric}” is at most {high}, and no more than {target} is asked."),
    ("amber", True): N_("Open: “{metric}” lies between {low} and {high}, and at least {target} is asked."),
    ("amber", False): N_("Open: “{metric}” lies between {low} and {high}, and at most {target} is asked."),
    ("red", True): N_("Missed: “{metric}” is at most {high}, and {target} is asked."),
    ("red", False): N_("Missed: “{metric}” is at least {low}, and no more than {target} is asked."),
}
_FEW = N_("With {n} rows even a faultless model could not prove it; {rows} are needed.")


@dataclass(frozen=True)
class Judged:
    """Green: the whole interval reaches the target; red: all of it misses; amber: the rows do not settle it."""

    target: Target
    score: Score
    light: Light


def judge(target: Target, score: Score) -> Judged:
    """Reaching the target itself counts."""
    if target.at_least is not None:
        reached, missed = score.low >= target.at_least, score.high < target.at_least
    else:
        assert target.at_most is not None
        reached, missed = score.high <= target.at_most, score.low > target.at_most
    return Judged(target, score, "green" if reached else "red" if missed else "amber")


def judge_all(targets: Targets, scores: Mapping[str, Score]) -> Sequence[Judged]:
    """In the order of the targets; those without a score are left out."""
    return tuple(judge(each, scores[each.metric]) for each in targets.targets if each.metric in scores)


def target_words(judged: Judged, info: MetricInfo) -> Sentence:
    """What the light means, in numbers."""
    target, score = judged.target, judged.score
    upward = target.at_least is not None
    asked = target.at_least if target.at_least is not None else target.at_most
    assert asked is not None
    values = (score.low, score.high, asked)
    said = percents(*values) if info.unit == "share" else tuple(told(value, info.unit) for value in values)
    words: dict[str, Word] = {"metric": info.heading, "low": said[0], "high": said[1], "target": said[2]}
    return Sentence(_SAID[judged.light, upward], words)


def rows_needed(target: Target) -> int:
    """The fewest rows at which Wilson's interval of a faultless share reaches the target."""
    allowed = 1 - target.at_least if target.at_least is not None else target.at_most
    if allowed is None or not 0 < allowed < 1:
        raise ValueError(f"{target} is no target of a share that rows can prove")
    return ceil(_Z_95**2 * (1 - allowed) / allowed)


def too_few_words(judged: Judged, info: MetricInfo) -> Sentence | None:
    """For an amber light that no answers could have turned green."""
    target = judged.target
    bound = target.at_least if target.at_least is not None else target.at_most
    if judged.light != "amber" or info.unit != "share" or bound is None or not 0 < bound < 1:
        return None
    needed = rows_needed(target)
    return Sentence(_FEW, {"n": judged.score.n, "rows": needed}) if judged.score.n < needed else None
