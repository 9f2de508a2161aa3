"""Which labels are taken for which, with the rows behind every number."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from studio.assess.predictions import Marks, Predictions

Counts = np.ndarray[tuple[int, int], np.dtype[np.intp]]
NO_LABEL = ""
"""Stands for none of the labels, or for the lack of the one that is looked at."""


@dataclass(frozen=True)
class Confusion:
    """True labels down, labels said across."""

    truth: tuple[str, ...]
    told: tuple[str, ...]
    cells: Mapping[tuple[int, int], tuple[int, ...]]
    """The ids of the rows of each cell that has any, by its places in `truth` and `told`."""

    @property
    def counts(self) -> Counts:
        """Rows a cell."""
        counts = np.zeros((len(self.truth), len(self.told)), np.intp)
        for cell, ids in self.cells.items():
            counts[cell] = len(ids)
        return counts

    def rows(self, truth: str, told: str) -> tuple[int, ...]:
        """The ids of one cell."""
        return self.cells.get((self.truth.index(truth), self.told.index(told)), ())


def confusion(predictions: Predictions) -> Confusion:
    """Of texts with one label each; NO_LABEL is a further column where an answer named none.

    Raises ValueError where texts have several labels: see `confusion_of`.
    """
    if predictions.several:
        raise ValueError("texts with several labels have a table for each of them")
    labels = predictions.labels
    true, said = (_only(marks) for marks in (predictions.truth, predictions.told))
    truth, told = ((*labels, NO_LABEL) if len(labels) in places else labels for places in (true, said))
    return Confusion(truth, told, _cells(predictions.ids, true, said))


def confusion_of(predictions: Predictions, label: str) -> Confusion:
    """Two by two: the rows without (NO_LABEL) and with a label."""
    at, names = predictions.labels.index(label), (NO_LABEL, label)
    true, told = ([int(has) for has in marks[:, at]] for marks in (predictions.truth, predictions.told))
    return Confusion(names, names, _cells(predictions.ids, true, told))


def _only(marks: Marks) -> list[int]:
    """The place of the one mark of each row; after the last where there is none."""
    return [int(row.argmax()) if row.any() else len(row) for row in marks]


def _cells(ids: tuple[int, ...], truth: list[int], told: list[int]) -> dict[tuple[int, int], tuple[int, ...]]:
    cells = defaultdict(list)
    for each, true, said in zip(ids, truth, told, strict=True):
        cells[true, said].append(each)
    return {cell: tuple(found) for cell, found in cells.items()}
