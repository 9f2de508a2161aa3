"""What is true of labelled texts and what a model said of them, as tables of rows and labels."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from studio.assess.answered import AnsweredRow
from studio.assess.normalising import mentioned, normalised
from studio.core.evaluation import AnswersHead
from studio.core.example import Classification

Marks = np.ndarray[tuple[int, int], np.dtype[np.bool_]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
Table = np.ndarray[tuple[int, int], np.dtype[np.float64]]
_LIKELY = 0.5
_CLAUSE_END = re.compile(r"[.,;:!?\n(–—]")
_NONE = ("", "none", "no label", "none of the labels", "none of them", "none of these")
_AUCUN = ("aucun", "aucune", "neant", "aucun label", "aucune etiquette", "aucune de ces etiquettes")


@dataclass(frozen=True, eq=False)
class Predictions:
    """Rows by ascending id; a row of `told` without a mark said none of the labels."""

    ids: tuple[int, ...]
    labels: tuple[str, ...]
    several: bool
    """Whether a text may have none of the labels, or more than one."""
    truth: Marks
    told: Marks
    readable: Flags
    """Whether a generated answer names labels, or says that there are none."""
    probabilities: Table | None = None

    @property
    def right(self) -> Flags:
        """Whether exactly the true labels were said."""
        return cast(Flags, (self.truth == self.told).all(axis=1) & self.readable)

    def commonest(self) -> frozenset[str]:
        """The labels that most rows have, together; the first of equals in the order of labels."""
        counts = Counter(tuple(int(at) for at in np.flatnonzero(row)) for row in self.truth)
        most = min(counts, key=lambda each: (-counts[each], each), default=())
        return frozenset(self.labels[at] for at in most)


def read_predictions(rows: Sequence[AnsweredRow], head: AnswersHead) -> Predictions:
    """Of the rows that are classified texts; labels are `head`'s, then those that only the rows have.

    A classifier says the likeliest label, or of several all likelier than not. Another model's answer is read.
    """
    labelled = sorted(((row, row.content) for row in rows if isinstance(row.content, Classification)), key=_by_id)
    truth = [content.labels for _row, content in labelled]
    labels = (*head.labels, *sorted({name for names in truth for name in names} - {*head.labels}))
    ids = tuple(row.id for row, _content in labelled)
    true = marks_of([[labels.index(name) for name in names] for names in truth], len(labels))
    stated = [row.answer.probabilities for row, _content in labelled]
    if head.labels and all(len(each) == len(head.labels) for each in stated):
        # What training never saw is never said.
        table = np.zeros((len(ids), len(labels)))
        table[:, : len(head.labels)] = np.array(stated).reshape(len(ids), len(head.labels))
        told = _likeliest(table, head.several)
        return Predictions(ids, labels, head.several, true, told, np.ones(len(ids), bool), table)
    several = head.several or any(len(set(names)) != 1 for names in truth)
    read = [read_labels(row.answer.text, labels, several) for row, _content in labelled]
    told = marks_of([each or () for each in read], len(labels))
    return Predictions(ids, labels, several, true, told, np.array([each is not None for each in read], bool))


def read_labels(text: str, labels: Sequence[str], several: bool) -> tuple[int, ...] | None:
    """Places of the labels that an answer names; None where it names none, or many where a text has one.

    The whole answer is a label, or one begins it ("Urgent, car…"), or it names labels and does not deny them.
    """
    plain, first = normalised(text), normalised(_CLAUSE_END.split(text.strip(), 1)[0])
    places = {normalised(label): at for at, label in enumerate(labels)}
    if plain in places:
        return (places[plain],)
    if several and plain in (*_NONE, *_AUCUN):
        return ()
    if first in places and not several:
        return (places[first],)
    found = mentioned(text, labels)
    return found if found and (several or len(found) == 1) else None


def marks_of(rows: Sequence[Collection[int]], labels: int) -> Marks:
    """Places of labels, a row, as a table."""
    marks = np.zeros((len(rows), labels), bool)
    for at, row in enumerate(rows):
        marks[at, list(row)] = True
    return marks


def _by_id(labelled: tuple[AnsweredRow, Classification]) -> int:
    return labelled[0].id


def _likeliest(table: Table, several: bool) -> Marks:
    if several:
        return cast(Marks, table > _LIKELY)
    told = np.zeros(table.shape, bool)
    told[np.arange(len(table)), table.argmax(axis=1)] = True
    return cast(Marks, told)
