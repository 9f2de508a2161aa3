"""The untrained model against the trained one: a table with intervals and one honest sentence."""

from dataclasses import dataclass, field
from typing import Literal

from studio.core.events import ModelState, Scored
from studio.ui.formats import number, percent
from studio.ui.training.wording import lower_is_better, measure_words
from studio.words import _

Verdict = Literal["better", "worse", "mixed", "unclear", "unknown"]
FEW = 30
RECALL, GUARD = "red_flag_recall", "red_flag_specificity"
SILENT = 0.05


@dataclass(frozen=True)
class ComparisonRow:
    """One measure: values with intervals in words, the number of examples, and what they show."""

    measure: str
    base: str
    tuned: str
    n: int
    verdict: Verdict


@dataclass(frozen=True)
class Comparison:
    """All measures and the sentence that sums them up."""

    rows: tuple[ComparisonRow, ...]
    verdict: Verdict
    sentence: str


@dataclass
class ScoreBook:
    """Every score by measure and model, in the order in which the measures came."""

    _scores: dict[str, dict[ModelState, Scored]] = field(default_factory=dict)

    def take(self, scored: Scored) -> None:
        """A later score of the same measure replaces the earlier one."""
        self._scores.setdefault(scored.metric, {})[scored.state] = scored

    def comparison(self) -> Comparison:
        """What is known so far."""
        rows = tuple(_row(metric, by_state) for metric, by_state in self._scores.items())
        verdict = _overall(rows)
        sentence = _sentence(verdict, rows)
        if self._base_never_alarmed() and any(row.verdict == "worse" for row in rows):
            sentence += " " + _("The untrained model called almost nothing urgent: that alone makes it perfect there.")
        return Comparison(rows, verdict, sentence)

    def _base_never_alarmed(self) -> bool:
        """Whether the guard of the recall fell from a height that silence alone reaches."""
        recall, guard = self._scores.get(RECALL, {}), self._scores.get(GUARD, {})
        base = recall.get("base")
        return (
            base is not None
            and base.value < SILENT
            and _verdict(GUARD, guard.get("base"), guard.get("tuned")) == "worse"
        )


def _row(metric: str, scores: dict[ModelState, Scored]) -> ComparisonRow:
    base, tuned = scores.get("base"), scores.get("tuned")
    counted = (tuned or base or next(iter(scores.values()))).n
    return ComparisonRow(measure_words(metric), _value(base), _value(tuned), counted, _verdict(metric, base, tuned))


def _value(scored: Scored | None) -> str:
    if scored is None:
        return "–"
    write = number if lower_is_better(scored.metric) else percent
    return _("{value} ({low} to {high})").format(
        value=write(scored.value), low=write(scored.low), high=write(scored.high)
    )


def _verdict(metric: str, base: Scored | None, tuned: Scored | None) -> Verdict:
    if base is None or tuned is None:
        return "unknown"
    if lower_is_better(metric):
        base, tuned = tuned, base
    if tuned.low > base.high:
        return "better"
    # Intervals that touch are compatible with no difference at all.
    return "worse" if tuned.high < base.low else "unclear"


def _overall(rows: tuple[ComparisonRow, ...]) -> Verdict:
    found = {row.verdict for row in rows} - {"unknown"}
    if not found:
        return "unknown"
    if {"better", "worse"} <= found:
        return "mixed"
    if "worse" in found:
        return "worse"
    return "better" if "better" in found else "unclear"


def _sentence(verdict: Verdict, rows: tuple[ComparisonRow, ...]) -> str:
    if verdict == "unknown":
        return _("The comparison appears when the trained model has answered the test examples.") if rows else ""
    named = {
        each: ", ".join(_quiet(row.measure) for row in rows if row.verdict == each) for each in ("better", "worse")
    }
    count = min(row.n for row in rows)
    better = _("The trained model is better: {measures}.").format(measures=named["better"])
    worse = _("The trained model is worse: {measures}.").format(measures=named["worse"])
    said = {
        "better": better,
        "worse": worse,
        "mixed": better + " " + _("It is worse: {measures}.").format(measures=named["worse"]),
        "unclear": _("No clear difference: the intervals overlap."),
    }[verdict]
    if count < FEW:
        said += " " + _("With only {count} test examples this is a weak statement.").format(count=count)
    return said


def _quiet(measure: str) -> str:
    return measure[:1].lower() + measure[1:]
