"""The rule layer: finds the lexicon's concepts in a French text and says of any mention where the patient stands."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from studio.text.findings import reasons
from studio.text.findings.alternation import Alternation
from studio.text.findings.context import Context
from studio.text.findings.finding import Finding, Status
from studio.text.findings.lexicon import FindingsLexicon, Measure, findings_lexicon, literal, spellings
from studio.text.findings.plain_text import PlainText, plain_text
from studio.text.findings.reach import Verdict

_NUMBER = re.compile(r"\d+(?:[.,°]\d+)?")
_AROUND = 60
"""Characters at either side of a value within which its pattern is looked for."""
_REMEMBERED = 1_024
"""Texts."""
_PIECES_REMEMBERED = 8_192
# What variants share of a text is looked through once, where no pattern can hold a mark at which it is cut.
_BETWEEN_MARKS = re.compile(r"[^.!?\n]+[.!?\n]*")
_WHOLE = re.compile(r".+", re.DOTALL)
_CROSSES_A_MARK = re.compile(r"\\[^dwb]|[.$^]|(?<!\(\?)(?<!\(\?<)!")


class _Meaning(NamedTuple):
    concept: str
    """"" for words in which a form does not count."""
    absent: bool


class _Measured(NamedTuple):
    concept: str
    measure: Measure
    patterns: tuple[re.Pattern[str], ...]


class _Value(NamedTuple):
    start: int
    end: int
    value: float
    measured: _Measured


class _Read(NamedTuple):
    text: PlainText
    context: Context


class FindingsEngine:
    """Built once for a lexicon; what the latest texts hold is remembered, since several questions are asked of each."""

    def __init__(self, lexicon: FindingsLexicon) -> None:
        self.lexicon = lexicon
        entries = [*_entries(lexicon)]
        self._meanings = [meaning for meaning, _pattern in entries]
        self._words = Alternation([pattern for _meaning, pattern in entries])
        self._measured = [
            _Measured(concept.id, concept.measure, tuple(map(_not_inside_a_word, concept.measure.patterns)))
            for concept in lexicon.concepts
            if concept.measure
        ]
        crosses = any(_CROSSES_A_MARK.search(pattern) for _meaning, pattern in entries)
        self._pieces = _WHOLE if crosses else _BETWEEN_MARKS
        self._words_in = lru_cache(_PIECES_REMEMBERED)(self._counted_words)
        self._known = lru_cache(_REMEMBERED)(self._found)

    def find(self, text: str) -> tuple[Finding, ...]:
        """The mentions of the lexicon's concepts, in their order in the text."""
        return self._known(text)

    def _found(self, text: str) -> tuple[Finding, ...]:
        plain = plain_text(text)
        words = [*self._worded_places(plain.plain)]
        values = [*self._values(plain.plain)]
        if not words and not values:
            return ()
        read = _Read(plain, Context(plain.plain))
        found = [
            _worded(read, self._meanings[index], (start, end), read.context.verdict(start, end, named=True))
            for start, end, index in words
        ]
        found += [
            _valued(read, value)
            for value in values
            if not any(start < value.end and end > value.start for start, end, _index in words)
        ]
        return tuple(sorted(found, key=lambda each: (each.start, each.end)))

    def judge(self, text: str, start: int, end: int, concept: str = "") -> Finding:
        """The status of a mention given by its place, of whatever it is a mention."""
        read = _read(text)
        first, last = read.text.plain_place(start, end)
        whole = [each for each in self._words.found(read.text.plain[first:last]) if each[:2] == (0, last - first)]
        absent = bool(whole) and self._meanings[whole[0][2]].absent
        verdict = read.context.verdict(first, last, named=bool(whole))
        finding = _worded(read, _Meaning(concept, absent), (first, last), verdict)
        return replace(finding, start=start, end=end)

    def _worded_places(self, plain: str) -> Iterator[tuple[int, int, int]]:
        """Start, end and index of what is meant, of words in which a form does not count not."""
        for piece in self._pieces.finditer(plain):
            for start, end, index in self._words_in(piece[0]):
                yield piece.start() + start, piece.start() + end, index

    def _counted_words(self, piece: str) -> tuple[tuple[int, int, int], ...]:
        return tuple(each for each in self._words.found(piece) if self._meanings[each[2]].concept)

    def _values(self, plain: str) -> Iterator[_Value]:
        for number in _NUMBER.finditer(plain):
            value = float(number[0].replace(",", ".").replace("°", "."))
            for measured in self._measured:
                place = _measured_place(measured, plain, number) if measured.measure.counts(value) else None
                if place:
                    yield _Value(*place, value, measured)


def engine_for(project: Path | None = None) -> FindingsEngine:
    """The engine for the lexicon in use, as its file is now; raises LexiconWrong."""
    return _engine_of(findings_lexicon(project))


_engine_of = lru_cache(8)(FindingsEngine)
"""By the content of the lexicon: a project's own may be edited while it is open."""


@lru_cache(8)
def _read(text: str) -> _Read:
    plain = plain_text(text)
    return _Read(plain, Context(plain.plain))


def _entries(lexicon: FindingsLexicon) -> Iterator[tuple[_Meaning, str]]:
    """What is looked for; of two meanings of one spelling the first counts."""
    for concept in lexicon.concepts:
        for spelling in _spellings(concept.absent_forms):
            yield _Meaning(concept.id, absent=True), literal(spelling)
        for spelling in _spellings((*concept.forms, *concept.nouns)):
            yield _Meaning(concept.id, absent=False), literal(spelling)
        for pattern in concept.patterns:
            yield _Meaning(concept.id, absent=False), pattern
    for concept in lexicon.concepts:
        for spelling in _spellings(concept.unless):
            yield _Meaning("", absent=False), literal(spelling)


def _spellings(forms: tuple[str, ...]) -> dict[str, None]:
    return dict.fromkeys(spelling for form in forms for spelling in spellings(form))


def _worded(read: _Read, meaning: _Meaning, place: tuple[int, int], verdict: Verdict) -> Finding:
    if meaning.absent:
        return _absent_by_itself(read, meaning.concept, place, verdict)
    return _finding(read, meaning.concept, place, verdict)


def _finding(read: _Read, concept: str, place: tuple[int, int], verdict: Verdict) -> Finding:
    start, end = read.text.place(*place)
    if verdict.cue is None:
        return Finding(concept, start, end, verdict.status, reasons.BY_DEFAULT)
    words, evidence = _evidence(read, verdict)
    return Finding(concept, start, end, verdict.status, reasons.by_cue(verdict.status, words), evidence)


def _absent_by_itself(read: _Read, concept: str, place: tuple[int, int], verdict: Verdict) -> Finding:
    start, end = read.text.place(*place)
    if verdict.status in ("uncertain", "family"):
        return _finding(read, concept, place, verdict)
    if verdict.status == "absent" and _is_denied_itself(read, place, verdict):
        words, evidence = _evidence(read, verdict)
        return Finding(concept, start, end, "present", reasons.absence_denied(words), evidence)
    words = read.text.text[start:end]
    return Finding(concept, start, end, "absent", reasons.absent_by_itself(words), (start, end))


def _is_denied_itself(read: _Read, place: tuple[int, int], verdict: Verdict) -> bool:
    """« pas apyrétique », but not « absence de fièvre, nuque souple »."""
    return verdict.cue is None or "," not in read.text.plain[verdict.cue.end : place[0]]


def _not_inside_a_word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})")


def _measured_place(measured: _Measured, plain: str, number: re.Match[str]) -> tuple[int, int] | None:
    low, high = max(0, number.start() - _AROUND), number.end() + _AROUND
    for pattern in measured.patterns:
        for match in pattern.finditer(plain, low, high):
            if match.span("value") == number.span():
                return match.span()
    return None


def _valued(read: _Read, found: _Value) -> Finding:
    measured, plain_place = found.measured, (found.start, found.end)
    verdict = read.context.verdict(*plain_place, named=True)
    if verdict.status not in ("present", "history"):
        return _finding(read, measured.concept, plain_place, verdict)
    place = read.text.place(*plain_place)
    reached = found.value >= measured.measure.at_least
    status: Status = verdict.status if reached else "absent"
    why = reasons.measured(read.text.text[slice(*place)], measured.measure.at_least, reached)
    return Finding(measured.concept, *place, status, why, place)


def _evidence(read: _Read, verdict: Verdict) -> tuple[str, tuple[int, int]]:
    if verdict.cue is None:
        raise ValueError(verdict)
    start, end = verdict.cue.start, verdict.cue.end
    plain = read.text.plain
    while end > start + 1 and plain[end - 1].isspace():
        end -= 1
    while start < end - 1 and plain[start].isspace():
        start += 1
    place = read.text.place(start, end)
    return read.text.text[slice(*place)], place
