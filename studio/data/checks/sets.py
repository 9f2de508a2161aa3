"""Rules that need all rows of a data set, but little of each: lengths, system prompts, labels."""

import math
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from studio.core.example import Classification
from studio.core.folding import folded
from studio.core.sentence import Sentence
from studio.data.checks.options import CheckOptions
from studio.data.checks.parts import parts_of
from studio.data.checks.reading import CheckedRow
from studio.data.checks.report import FoundRows
from studio.words import N_

_FEWEST_ROWS = 20
# Lengths are compared by their logarithm: five robust standard deviations, at least a factor of three.
_DEVIATIONS = 5.0
_LEAST_SPREAD = math.log(3) / _DEVIATIONS
_MAD_TO_DEVIATION = 1.4826
_USUAL_SHARE = 0.5


class Watch(Protocol):
    """Sees every row of a data set once, and then tells what it found, by rule."""

    def see(self, rows: Sequence[CheckedRow]) -> None:
        """Take note of some rows."""

    def found(self) -> dict[str, FoundRows]:
        """The findings, once all rows were seen."""


@dataclass(frozen=True)
class _Bounds:
    """What lengths are allowed; `usual` is the median."""

    low: float
    high: float
    usual: int


class LengthWatch:
    """Questions and answers far longer or shorter than the others of the data set."""

    def __init__(self, options: CheckOptions) -> None:
        self._options = options
        self._ids, self._questions, self._answers = array("q"), array("q"), array("q")

    def see(self, rows: Sequence[CheckedRow]) -> None:
        """Take note of some rows."""
        for row in rows:
            parts = parts_of(row.content)
            answered = row.content.kind in ("instruction", "chat", "preference")
            self._ids.append(row.id)
            self._questions.append(len(parts.question.strip()))
            self._answers.append(len(parts.answer.strip()) if answered else 0)

    def found(self) -> dict[str, FoundRows]:
        """The findings, once all rows were seen."""
        options = self._options
        questions = _bounds(self._questions, options.shortest_question, options.longest_question)
        answers = _bounds(self._answers, options.shortest_answer, options.longest_answer)
        rows = FoundRows()
        for row_id, question, answer in zip(self._ids, self._questions, self._answers, strict=True):
            sentences = (*_of_question(question, questions), *_of_answer(answer, answers))
            if sentences:
                rows.add(row_id, *sentences)
        return {"length": rows}


def _bounds(lengths: Sequence[int], shortest: int | None, longest: int | None) -> _Bounds:
    """Bounds that were set count as they are; the others come from the median and the spread around it."""
    known = np.array(lengths, np.float64)
    known = np.log(known[known > 0])
    if not known.size:
        return _Bounds(shortest or 0, longest or math.inf, 0)
    median = float(np.median(known))
    spread = max(_LEAST_SPREAD, _MAD_TO_DEVIATION * float(np.median(np.abs(known - median))))
    enough = known.size >= _FEWEST_ROWS
    low = shortest if shortest is not None else (math.exp(median - _DEVIATIONS * spread) if enough else 0)
    high = longest if longest is not None else (math.exp(median + _DEVIATIONS * spread) if enough else math.inf)
    return _Bounds(low, high, round(math.exp(median)))


def _of_question(length: int, bounds: _Bounds) -> Iterator[Sentence]:
    words = {"count": length, "usual": bounds.usual}
    if 0 < length < bounds.low:
        yield Sentence(N_("The question is very short: {count} characters, where {usual} are usual."), words)
    elif length > bounds.high:
        yield Sentence(N_("The question is very long: {count} characters, where {usual} are usual."), words)


def _of_answer(length: int, bounds: _Bounds) -> Iterator[Sentence]:
    words = {"count": length, "usual": bounds.usual}
    if 0 < length < bounds.low:
        yield Sentence(N_("The answer is very short: {count} characters, where {usual} are usual."), words)
    elif length > bounds.high:
        yield Sentence(N_("The answer is very long: {count} characters, where {usual} are usual."), words)


class SystemWatch:
    """Rows without a system prompt, where at least half of the rows have one."""

    def __init__(self) -> None:
        self._without = array("q")
        self._with = 0

    def see(self, rows: Sequence[CheckedRow]) -> None:
        """Take note of some rows."""
        for row in rows:
            if (parts_of(row.content).system or "").strip():
                self._with += 1
            else:
                self._without.append(row.id)

    def found(self) -> dict[str, FoundRows]:
        """The findings, once all rows were seen."""
        rows = FoundRows()
        total = self._with + len(self._without)
        if self._with and self._with >= _USUAL_SHARE * total:
            words = {"count": self._with, "total": total}
            sentence = Sentence(N_("There is no system prompt; {count} of {total} rows have one."), words)
            for row_id in self._without:
                rows.add(row_id, sentence)
        return {"system": rows}


class LabelWatch:
    """Labels of a single row, with a more frequent one that is written almost alike."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._first: dict[str, int] = {}

    def see(self, rows: Sequence[CheckedRow]) -> None:
        """Take note of some rows."""
        for row in rows:
            if isinstance(row.content, Classification):
                for label in set(row.content.labels):
                    self._counts[label] += 1
                    self._first.setdefault(label, row.id)

    def found(self) -> dict[str, FoundRows]:
        """The findings, once all rows were seen."""
        said: dict[int, list[Sentence]] = {}
        alike: dict[str, str] = {}
        for label, _count in self._counts.most_common():
            alike.setdefault(folded(label), label)
        for label, count in self._counts.items():
            if count == 1:
                said.setdefault(self._first[label], []).append(_rare(label, alike[folded(label)]))
        rows = FoundRows()
        for row_id, sentences in said.items():
            rows.add(row_id, *sentences)
        return {"rare_label": rows}


def _rare(label: str, usual: str) -> Sentence:
    if usual != label:
        message = N_("Only this row has the label “{label}”; others are labelled “{usual}”.")
        return Sentence(message, {"label": label, "usual": usual})
    return Sentence(N_("Only this row has the label “{label}”."), {"label": label})
