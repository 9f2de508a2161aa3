"""What passes between the sections of the Data tab."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.data.records import Dataset, RowQuery

Ids = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class RowsWanted:
    """Rows to open in the table, in this order; `title` says what they have in common, such as “exact duplicates”."""

    dataset_id: int
    ids: Ids
    title: str


@dataclass(frozen=True)
class Scope:
    """The data set, the query on show and how many rows it finds."""

    dataset: Dataset
    query: RowQuery
    shown: int
