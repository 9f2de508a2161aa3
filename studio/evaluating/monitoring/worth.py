"""Lines of a log worth adding to the data, each with the reasons, and none that the data has already."""

from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from studio.assess.contract_verdicts import RowVerdict
from studio.assess.normalising import normalised
from studio.core.contract import Contract
from studio.core.monitoring import REASONS, Reason, WorthRow
from studio.data.augmenting.leaks import LIKE_KEPT
from studio.data.augmenting.near import NearTexts, Shingles, Wording
from studio.evaluating.monitoring.lines import Line
from studio.evaluating.monitoring.reading import ReadLines
from studio.text.augment.case import says_something
from studio.text.augment.identifying import introduced
from studio.words import _, current_language

MOST_ROWS = 300
MOST_UNLIKE = 20
_USUAL = 0.95
_SHORT_ANSWER = 60
_FEWEST_FOR_LIMIT = 20
_LIMIT_WITHOUT, _LEAST_LIMIT = 0.9, 0.3
_PACE = 200
_QUOTED = 160
_ALIKE = 0.8
"""From this likeness on lines of the log are one case told several times."""

Reasons = dict[Reason, str]


@dataclass(frozen=True)
class Known:
    """The cases of the data set: those learned, those kept apart, which no training row may resemble, and the rest."""

    learned: Sequence[str]
    kept: Sequence[str]
    others: Sequence[str] = ()
    """Rejected, or without an answer so far."""


@dataclass(frozen=True)
class Found:
    """The rows, the gravest first; `total` before the list was cut.

    Left out are lines that the data has, `there`, and those as like as a copy of a row kept apart, `like_kept`.
    """

    rows: tuple[WorthRow, ...]
    total: int
    there: int
    like_kept: int


def find_worth(read: ReadLines, contract: Contract | None, known: Known) -> Generator[int, None, Found]:
    """Yields how many lines are done; of lines as like as copies the one with the gravest reasons is offered."""
    reasons = {line.id: _reasons(line, read, contract) for line in read.lines}
    otherwise = _answered_otherwise(read) if contract and contract.tells_urgency else {}
    for id, why in otherwise.items():
        reasons[id].setdefault("disagreement", why)
    likeness = _Likeness(known)
    unlike = yield from _unlike(read.lines, likeness)
    for id, why in unlike.items():
        reasons[id]["unlike"] = why
    ordered = sorted((line for line in read.lines if reasons[line.id]), key=lambda line: _rank(line, reasons[line.id]))
    return _without_copies(ordered, reasons, likeness)


def identifying(*texts: str) -> tuple[str, ...]:
    """What in the texts may tell who somebody is, as it is written there."""
    found = tuple(dict.fromkeys(str(each.words["found"]) for text in texts for each in introduced("", text)))
    return tuple(each for each in found if not any(each != other and each in other for other in found))


def _rank(line: Line, reasons: Reasons) -> tuple[int, int, float, int]:
    gravest = min(REASONS.index(each) for each in reasons)
    return gravest, -len(reasons), -(line.entry.at or 0.0), line.id


def _reasons(line: Line, read: ReadLines, contract: Contract | None) -> Reasons:
    found: Reasons = {}
    if signs := read.signs.get(line.id):
        names = ", ".join(getattr(each.name, current_language()) for each in signs)
        found["warning_sign"] = _("The answer is not urgent, yet the question has: {signs}.").format(signs=names)
    if line.entry.disliked:
        said = line.entry.comment[:_QUOTED]
        found["bad_rating"] = _("Rated as bad: “{comment}”.").format(comment=said) if said else _("Rated as bad.")
    verdict = read.verdicts.get(line.id)
    if line.entry.reference and (why := _disagreement(line, verdict)):
        found["disagreement"] = why
    if contract is not None and verdict is not None and verdict.violations:
        found["violation"] = verdict.violations[0].text()
    return found


def _disagreement(line: Line, verdict: RowVerdict | None) -> str:
    if verdict is not None and verdict.urgent_expected is not None and verdict.red_flag in ("missed", "false_alarm"):
        missed = verdict.red_flag == "missed"
        return _("An urgent answer was expected.") if missed else _("No urgent answer was expected.")
    if verdict is not None and verdict.kind_expected and verdict.kind_given != verdict.kind_expected:
        return _("Another kind of answer was expected.")
    reference, answer = line.entry.reference, line.entry.answer
    if verdict is None and len(reference) <= _SHORT_ANSWER and normalised(reference) != normalised(answer):
        return _("Expected was: “{reference}”.").format(reference=reference)
    return ""


def _answered_otherwise(read: ReadLines) -> dict[int, str]:
    """Lines whose very question was answered as urgent once and as not urgent another time."""
    answers: dict[str, dict[bool, Line]] = {}
    for line in read.lines:
        answers.setdefault(normalised(line.case), {}).setdefault(read.verdicts[line.id].urgent_given, line)
    words = _("The same question was answered as urgent once and as not urgent another time (lines {lines}).")
    return {
        each[False].id: words.format(lines=", ".join(str(each[side].entry.line) for side in (True, False)))
        for each in answers.values()
        if len(each) > 1
    }


class _Likeness:
    """How much of a case the training rows say too, in runs of three words."""

    def __init__(self, known: Known) -> None:
        self._wording = Wording()
        learned = [self.shingles(text) for text in known.learned]
        self._said = frozenset().union(*learned)
        kept = [self.shingles(text) for text in known.kept]
        others = [self.shingles(text) for text in known.others]
        self.there = NearTexts(LIKE_KEPT, list(enumerate((*learned, *others))))
        self.kept = NearTexts(LIKE_KEPT, list(enumerate(kept)))
        usual = [self.novelty(each) for each in kept]
        few = len(usual) < _FEWEST_FOR_LIMIT
        self.usual = _LIMIT_WITHOUT if few else float(np.quantile(usual, _USUAL))
        self.is_measured = not few
        self.has_learned = bool(learned)

    def shingles(self, text: str) -> Shingles:
        return self._wording.shingles([text])

    def novelty(self, shingles: Shingles) -> float:
        """The share of a case's runs of words that no training row has."""
        return 1 - len(shingles & self._said) / len(shingles)


def _unlike(lines: Sequence[Line], likeness: _Likeness) -> Generator[int, None, dict[int, str]]:
    """The cases least like training, as far as they are less like it than 95 of 100 rows kept apart."""
    if not likeness.has_learned:
        return {}
    measured = []
    for done, line in enumerate(lines):
        if done % _PACE == 0:
            yield done
        if says_something(line.case):
            measured.append((likeness.novelty(likeness.shingles(line.case)), line.id))
    words = _("{share}% of its runs of three words stand in no training row.")
    if likeness.is_measured:
        words = _(
            "{share}% of its runs of three words stand in no training row; of 95 in 100 test rows, {usual}% at most."
        )
    least_like = sorted(measured, key=lambda each: (-each[0], each[1]))[:MOST_UNLIKE]
    return {
        id: words.format(share=round(100 * novelty), usual=round(100 * likeness.usual))
        for novelty, id in least_like
        if novelty > max(_LEAST_LIMIT, likeness.usual)
    }


def _without_copies(ordered: Collection[Line], reasons: Mapping[int, Reasons], likeness: _Likeness) -> Found:
    chosen: list[WorthRow] = []
    total = there = like_kept = 0
    taken = NearTexts(_ALIKE, [])
    for line in ordered:
        shingles = likeness.shingles(line.case)
        if likeness.kept.nearest(shingles):
            like_kept += 1
        elif likeness.there.nearest(shingles):
            there += 1
        elif not taken.nearest(shingles):
            taken.add(line.id, shingles)
            total += 1
            if len(chosen) < MOST_ROWS:
                chosen.append(_row(line, reasons[line.id]))
    return Found(tuple(chosen), total, there, like_kept)


def _row(line: Line, reasons: Reasons) -> WorthRow:
    entry = line.entry
    return WorthRow(
        key=entry.key,
        source=line.log.source,
        line=entry.line,
        at=entry.at,
        model=entry.model,
        question=line.case,
        answer=entry.answer,
        reference=entry.reference,
        reasons=tuple((name, reasons[name]) for name in REASONS if name in reasons),
        identifying=identifying(line.case, entry.answer, entry.reference, entry.comment),
    )
