"""What training has cost: the same questions answered before and after, and what may be said of the difference."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from studio.assess import benchmark_scores, choices
from studio.assess.measure import Measure
from studio.assess.paired import Paired, compare
from studio.core.sentence import Sentence
from studio.words import N_

Finding = Literal["forgot", "learned", "not_shown"]

_SENTENCES: Mapping[Finding, str] = {
    "forgot": N_("Forgotten: {difference} points ({low} to {high}), n = {n}; {lost} newly wrong, {won} newly right."),
    "learned": N_(
        "Nothing forgotten, better than before: {difference} points ({low} to {high}), n = {n}; "
        "{lost} newly wrong, {won} newly right."
    ),
    "not_shown": N_(
        "No forgetting shown: {difference} points ({low} to {high}), n = {n}; so many rows would show a change of "
        "{detectable} points 4 times in 5."
    ),
}
_INFO = {each.name: each for each in (*benchmark_scores.METRICS, *choices.METRICS)}


@dataclass(frozen=True)
class Forgetting:
    """One benchmark, before and after; that nothing is shown is no proof that nothing was lost."""

    finding: Finding
    paired: Paired

    @property
    def sentence(self) -> Sentence:
        """The finding with its numbers, in percentage points."""
        paired = self.paired
        return Sentence(
            _SENTENCES[self.finding],
            {
                "difference": _points(paired.difference),
                "low": _points(paired.low),
                "high": _points(paired.high),
                "n": paired.n,
                "lost": len(paired.newly_wrong),
                "won": len(paired.newly_right),
                "detectable": _points(paired.detectable, sign=False),
            },
        )


def forgetting(before: Measure, after: Measure) -> Forgetting | None:
    """None where fewer than two questions were answered by both, or the metric is none of a benchmark."""
    info = _INFO.get(after.metric)
    found = compare(before, after, info) if info else None
    if found is None:
        return None
    findings: Mapping[str, Finding] = {"worse": "forgot", "better": "learned"}
    return Forgetting(findings.get(found.verdict, "not_shown"), found)


def _points(share: float, *, sign: bool = True) -> Mapping[str, str]:
    """With one decimal, as each language writes it; a zero that was rounded has no sign."""
    text = f"{100 * share:{'+' if sign else ''}.1f}".replace("-", "−")
    english = text.lstrip("+−") if text.endswith(("+0.0", "−0.0")) else text
    return {"en": english, "fr": english.replace(".", ",")}
