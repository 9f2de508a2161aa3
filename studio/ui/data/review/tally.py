"""How far the review is, counted on as decisions are made, before the store has answered; no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from studio.core.example import STATUSES, Status


@dataclass(eq=False)
class Act:
    """One decision of this sitting; the writer fills in the step it became, 0 while it has none."""

    row_id: int
    reviewer: str
    before: Status
    after: Status
    reviewed_before: str | None
    """By whom the decision that this one takes the place of was made."""
    step_id: int = 0


class Tally:
    """Rows by status, and by who decided last about them."""

    def __init__(self, by_status: Mapping[Status, int] | None = None, by_reviewer: Mapping[str, int] | None = None):
        self._by_status = dict.fromkeys(STATUSES, 0) | dict(by_status or {})
        self._by_reviewer = dict(by_reviewer or {})

    @property
    def rows(self) -> int:
        """All rows of the data set."""
        return sum(self._by_status.values())

    @property
    def reviewed(self) -> int:
        """Rows that are no longer drafts."""
        return self.rows - self._by_status["draft"]

    @property
    def approved(self) -> int:
        """Rows that are approved."""
        return self._by_status["approved"]

    @property
    def rejected(self) -> int:
        """Rows that are rejected."""
        return self._by_status["rejected"]

    def reviewers(self) -> list[tuple[str, int]]:
        """Who has decided about how many rows, the most diligent first."""
        found = [(name, rows) for name, rows in self._by_reviewer.items() if rows > 0]
        return sorted(found, key=lambda each: (-each[1], each[0]))

    def count(self, act: Act) -> None:
        """A decision was made."""
        self._move(act.before, act.after, act.reviewed_before, act.reviewer)

    def take_back(self, act: Act) -> None:
        """It was undone, or refused."""
        self._move(act.after, act.before, act.reviewer, act.reviewed_before)

    def _move(self, before: Status, after: Status, old: str | None, new: str | None) -> None:
        self._by_status[before] -= 1
        self._by_status[after] += 1
        for name, change in ((old, -1), (new, 1)):
            if name is not None:
                self._by_reviewer[name] = self._by_reviewer.get(name, 0) + change
