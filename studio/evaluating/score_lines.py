"""The table of scores as it is read: a line per metric, a cell per model."""

from collections.abc import Mapping
from dataclasses import dataclass

from studio.assess.catalogue import info, label_of
from studio.assess.figures import percents, told
from studio.assess.metric import MetricInfo
from studio.assess.score import Score
from studio.assess.targets import Light
from studio.assess.verdict import verdict_words
from studio.evaluating.digest import Digest
from studio.evaluating.scoring import Scoreboard
from studio.words import _, current_language


@dataclass(frozen=True)
class ScoreCell:
    """One model's score: its value, the interval with the count, and what is said of it."""

    value: str
    interval: str
    score: Score
    light: Light | None = None
    tip: str = ""
    verdict: str = ""
    """better, worse or different, where it surely or probably is so beside the first model."""


@dataclass(frozen=True)
class ScoreLine:
    """One metric; a cell is missing where the model has no such score."""

    metric: str
    title: str
    explanation: str
    weak: bool
    cells: tuple[ScoreCell | None, ...]


def score_lines(scoreboard: Scoreboard, digest: Digest) -> tuple[ScoreLine, ...]:
    """In the order of the models' metrics, weak evidence last."""
    lines = [_line(scoreboard, digest, info(name)) for name in scoreboard.metrics]
    return tuple(sorted(lines, key=lambda line: line.weak))


def score_texts(score: Score, about: MetricInfo) -> tuple[str, str, str]:
    """Value and both ends of the interval, in the language in use."""
    values = (score.value, score.low, score.high)
    said: tuple[Mapping[str, str], ...]
    said = percents(*values) if about.unit == "share" else tuple(told(value, about.unit) for value in values)
    value, low, high = (each[current_language()] for each in said)
    return value, low, high


def interval_text(score: Score, about: MetricInfo) -> str:
    """The interval with the count."""
    _value, low, high = score_texts(score, about)
    return _("{low} to {high}, n = {n}").format(low=low, high=high, n=score.n)


def metric_title(name: str) -> str:
    """The metric and, of one label alone, the label."""
    about, label = info(name), label_of(name)
    title = _("{metric} (weak evidence)").format(metric=_(about.title)) if about.weak else _(about.title)
    return f"{title} · {label}" if label else title


def _line(scoreboard: Scoreboard, digest: Digest, about: MetricInfo) -> ScoreLine:
    cells = []
    for at, model in enumerate(scoreboard.models):
        score = model.scores.get(about.name)
        cells.append(_cell(scoreboard, digest, about, at, score) if score else None)
    return ScoreLine(about.name, metric_title(about.name), _(about.explanation), about.weak, tuple(cells))


def _cell(scoreboard: Scoreboard, digest: Digest, about: MetricInfo, at: int, score: Score) -> ScoreCell:
    reached = [each for each in digest.reached if each.model == at and each.judged.target.metric == about.name]
    tips = [each.words.text() for each in reached] + [each.too_few.text() for each in reached if each.too_few]
    paired = scoreboard.paired.get(at, {}).get(about.name)
    verdict = paired.verdict if paired and paired.verdict != "no_difference" else ""
    if paired:
        tips.append(verdict_words(paired, about).text())
    return ScoreCell(
        score_texts(score, about)[0],
        interval_text(score, about),
        score,
        reached[0].judged.light if reached else None,
        "\n".join(tips),
        verdict,
    )
