"""Which examples are to be reviewed, which is on show and which comes next; no Qt."""

from dataclasses import dataclass
from itertools import chain
from typing import Literal

import numpy as np

from studio.core.example import Split, Status
from studio.data.records import RowQuery
from studio.ui.data.rows_wanted import Ids
from studio.words import N_

QueueKey = Literal["drafts", "open", "rejected", "all"]
QUEUES: dict[QueueKey, tuple[str, frozenset[Status]]] = {
    "drafts": (N_("Drafts"), frozenset({"draft"})),
    "open": (N_("Not yet approved"), frozenset({"draft", "reviewed"})),
    "rejected": (N_("Rejected"), frozenset({"rejected"})),
    "all": (N_("All examples"), frozenset()),
}
NO_IDS: Ids = np.empty(0, np.int64)


@dataclass(frozen=True)
class QueueWanted:
    """What to review: a stage of the review, or what a rule of the checks has found; everywhere or in one split."""

    key: QueueKey = "drafts"
    rule: str = ""
    everywhere: bool = True
    split: Split | None = None

    def query(self, dataset_id: int) -> RowQuery:
        """The rows of it."""
        return RowQuery(
            dataset_id=dataset_id,
            statuses=frozenset() if self.rule else QUEUES[self.key][1],
            finding=self.rule,
            splits=frozenset() if self.everywhere else frozenset({self.split}),
        )


class Queue:
    """Rows in a fixed order: one that is decided stays in its place, so that there is a way back to it."""

    def __init__(self, ids: Ids = NO_IDS) -> None:
        self._ids = ids
        self._at = 0
        self._settled: set[int] = set()
        self._skipped: set[int] = set()

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def at(self) -> int:
        """The position on show, from 0; the length once everything has been gone through."""
        return self._at

    @property
    def current(self) -> int | None:
        """The row on show; None before the first and after the last."""
        return int(self._ids[self._at]) if self._at < len(self._ids) else None

    @property
    def left(self) -> int:
        """How many rows await a decision here."""
        return len(self._ids) - len(self._settled)

    @property
    def skipped(self) -> int:
        """How many of those were skipped."""
        return len(self._skipped)

    def upcoming(self) -> int | None:
        """The row that a decision about the one on show would bring."""
        at = self._next(self._at)
        return int(self._ids[at]) if at < len(self._ids) else None

    def settle(self) -> None:
        """The row on show is decided: on to the next that is not."""
        self._leave(self._settled)

    def skip(self) -> None:
        """Leave the row on show for later."""
        self._leave(self._skipped)

    def move(self, step: int) -> None:
        """To a neighbour, decided or not; nothing happens beyond the ends."""
        self._at = min(max(self._at + step, 0), max(len(self._ids) - 1, 0))

    def reopen(self, row_id: int) -> None:
        """A decision was taken back."""
        self._settled.discard(row_id)

    def go_to(self, row_id: int) -> bool:
        """Show this row; answers whether it is here."""
        found = np.flatnonzero(self._ids == row_id)
        if found.size:
            self._at = int(found[0])
        return bool(found.size)

    def go_to_skipped(self) -> None:
        """Show what was skipped, from the first on."""
        self._skipped.clear()
        self._at = self._next(-1)

    def drop(self, row_id: int) -> None:
        """This row no longer exists."""
        self._settled.discard(row_id)
        self._skipped.discard(row_id)
        self._ids = self._ids[self._ids != row_id]
        self._at = min(self._at, len(self._ids))

    def _leave(self, among: set[int]) -> None:
        row_id = self.current
        if row_id is not None:
            self._skipped.discard(row_id)
            among.add(row_id)
            self._at = self._next(self._at)

    def _next(self, at: int) -> int:
        """The next position that awaits a decision, going round once; the length when there is none."""
        done = self._settled | self._skipped
        places = chain(range(at + 1, len(self._ids)), range(max(at, 0)))
        return next((place for place in places if int(self._ids[place]) not in done), len(self._ids))
