"""Decides which rows the X-ray lists, which one it shows and what the check of all says; knows no Qt."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from studio.core.tokens import Checked, Fault, RowTokens
from studio.data.child import ChildCancelled
from studio.errors import StudioError
from studio.ui.formats import integer
from studio.ui.xray.subject import Subject
from studio.ui.xray.token_text import Filling
from studio.words import _

ROWS_AT_ONCE = 24
_KEPT = 2_000
Extreme = Literal["longest", "shortest"]


@dataclass(frozen=True)
class Listing:
    """All training rows, and whether a graphics card would train on them."""

    ids: tuple[int, ...]
    on_card: bool


@dataclass(frozen=True)
class RowList:
    """Rows by their numbers in the project; `reason` is the fault they share, empty for all training rows."""

    ids: tuple[int, ...]
    reason: str = ""


class XrayView(Protocol):
    """What the dialog can show."""

    def show_list(self, rows: RowList) -> None: ...
    def mark_row(self, position: int) -> None: ...
    def show_waiting(self) -> None: ...
    def show_tokens(self, row: RowTokens, filling: Filling) -> None: ...
    def show_trouble(self, text: str) -> None: ...
    def show_checking(self, *, busy: bool) -> None: ...
    def show_checked(self, checked: Checked) -> None: ...


class XrayDesk(Protocol):
    """What the presenter can have done; answers come back through its `on_…` methods."""

    def list_rows(self, subject: Subject) -> None: ...
    def show_rows(self, subject: Subject, ids: Sequence[int]) -> None: ...
    def check(self, subject: Subject) -> None: ...


class XrayPresenter:
    """One row is in view at a time; its neighbours come with it, because to ask costs more than to show."""

    def __init__(self, view: XrayView, desk: XrayDesk, subject: Subject) -> None:
        self._view, self._desk, self.subject = view, desk, subject
        self._all: tuple[int, ...] = ()
        self._list = RowList(())
        self._at = -1
        self._tokens: OrderedDict[int, RowTokens] = OrderedDict()
        self._asked: tuple[int, ...] = ()
        self._checking = self._packed = False
        self._wanted: Extreme | None = None
        self._opened: tuple[int, ...] = ()
        self.checked: Checked | None = None

    def open(self, checked: Checked | None = None, rows: Sequence[int] = ()) -> None:
        """List the rows, or those that were chosen elsewhere; what a check has found before is shown at once."""
        self._opened = tuple(rows)
        if self.subject.unsuitable:
            self._view.show_trouble(self.subject.unsuitable)
            return
        self._desk.list_rows(self.subject)
        if checked is not None:
            self._show_checked(checked)

    @property
    def current(self) -> int | None:
        """The number of the row in view."""
        return self._list.ids[self._at] if 0 <= self._at < len(self._list.ids) else None

    @property
    def rows(self) -> RowList:
        """What is listed."""
        return self._list

    def on_listed(self, listing: Listing) -> None:
        self._all, self._packed = listing.ids, self.subject.packed(on_card=listing.on_card)
        if self._opened:
            self._open_on(self._opened)
            return
        first = next((fault for fault in self._faults() if fault.blocking and fault.rows), None)
        if first is not None:
            self.on_fault(first)
        elif self._all:
            self.show_all()
        else:
            self._view.show_list(RowList(()))
            self._view.show_trouble(_("This data set has no rows to train on."))

    def _open_on(self, rows: tuple[int, ...]) -> None:
        """One training row among the others; several, or what is not learned from, alone."""
        if len(rows) == 1 and self._holds(rows[0]):
            self._show_list(RowList(self._all), rows[0])
        elif any(map(self._holds, rows)):
            self._show_list(RowList(rows, _("Selected examples")), None)
        else:
            self._show_list(RowList(rows, _("Not among the examples to learn from")), None)

    def show_all(self) -> None:
        """List every training row, the one in view still marked."""
        self._show_list(RowList(self._all), self.current)

    def on_fault(self, fault: Fault) -> None:
        """List the rows with this fault alone."""
        self._show_list(RowList(tuple(dict.fromkeys(fault.rows)), fault.message), None)

    def on_position(self, position: int) -> None:
        """Show the row at a place in the list."""
        if position == self._at or not 0 <= position < len(self._list.ids):
            return
        self._at = position
        self._view.mark_row(position)
        self._show_current()

    def on_step(self, by: int) -> None:
        """Show the row so many places further."""
        self.on_position(min(max(0, self._at + by), len(self._list.ids) - 1))

    def on_number(self, text: str) -> None:
        """Show the row with this number, from whichever list."""
        wanted = "".join(char for char in text if char.isdigit())
        if not wanted or not self._go_to(int(wanted)):
            self._view.show_trouble(
                _("Example {number} is not among those to learn from.").format(number=wanted or text)
            )

    def on_extreme(self, which: Extreme) -> None:
        """Show the longest row or that with the shortest answer, which only a check of all can tell."""
        if self.checked is None:
            self._wanted = which
            self.on_check()
            return
        seen = self.checked.seen
        self._go_to(seen.longest_row if which == "longest" else seen.shortest_row)

    def on_check(self) -> None:
        """Check every row, unless that is under way."""
        if not self._checking:
            self._checking = True
            self._desk.check(self.subject)
            self._view.show_checking(busy=True)

    def on_checked(self, checked: Checked) -> None:
        self._end_check()
        self._show_checked(checked)
        self._show_current()
        if wanted := self._wanted:
            self._wanted = None
            self.on_extreme(wanted)

    def on_check_failed(self, error: StudioError) -> None:
        self._end_check()
        self._wanted = None
        if not isinstance(error, ChildCancelled):
            self._view.show_trouble(_said(error))

    def on_tokens(self, rows: Sequence[RowTokens]) -> None:
        """The rows that were asked for last, in that order."""
        self._tokens.update(zip(self._asked, rows, strict=True))
        self._asked = ()
        while len(self._tokens) > _KEPT:
            self._tokens.popitem(last=False)
        self._show_current()

    def on_tokens_failed(self, error: StudioError) -> None:
        self._asked = ()
        if not isinstance(error, ChildCancelled):
            self._view.show_trouble(_said(error))

    def _faults(self) -> tuple[Fault, ...]:
        return self.checked.faults if self.checked else ()

    def _show_checked(self, checked: Checked) -> None:
        self.checked = checked
        faults = tuple(sorted(checked.faults, key=lambda fault: not fault.blocking))
        self._view.show_checked(replace(checked, faults=faults))

    def _end_check(self) -> None:
        self._checking = False
        self._view.show_checking(busy=False)

    def _show_list(self, rows: RowList, row: int | None) -> None:
        self._list, self._at = rows, -1
        self._view.show_list(rows)
        self.on_position(rows.ids.index(row) if row in rows.ids else 0)

    def _holds(self, number: int) -> bool:
        at = bisect_left(self._all, number)
        return at < len(self._all) and self._all[at] == number

    def _go_to(self, number: int) -> bool:
        if not self._holds(number):
            return False
        if self._list.reason:
            self._show_list(RowList(self._all), number)
        else:
            self.on_position(bisect_left(self._all, number))
        return True

    def _show_current(self) -> None:
        current = self.current
        if current is None:
            return
        if current in self._tokens:
            self._view.show_tokens(self._filled_up(self._tokens[current]), self._filling)
            return
        self._view.show_waiting()
        if not self._asked:
            self._asked = self._block()
            self._desk.show_rows(self.subject, self._asked)

    def _block(self) -> tuple[int, ...]:
        first = self._at - self._at % ROWS_AT_ONCE
        return self._list.ids[first : first + ROWS_AT_ONCE]

    @property
    def _filling(self) -> Filling:
        return "packed" if self._packed else "padded" if self.checked is not None else "unknown"

    def _filled_up(self, row: RowTokens) -> RowTokens:
        """With its padding, which is known once all rows are."""
        if self.checked is None or self._packed or not row.tokens:
            return row
        other = self._filled_up(row.rejected) if row.rejected else None
        return replace(row, padding=max(0, self.checked.seen.longest - row.length), rejected=other)


def _said(error: StudioError) -> str:
    return f"{error.message} {error.hint}".strip()


def position_words(position: int, count: int) -> str:
    """Where a row stands in its list."""
    return _("{position} of {count}").format(position=integer(position + 1), count=integer(count))
