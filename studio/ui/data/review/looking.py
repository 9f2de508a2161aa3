"""What a reviewer should know of a row: read in threads, the next rows before they are asked for; no widget."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.example import Content
from studio.data.records import Row
from studio.errors import ProjectFailed, StudioError
from studio.text.word_difference import Piece, word_difference
from studio.ui.background import Background
from studio.ui.data.history.parts import parts_of
from studio.words import _

if TYPE_CHECKING:
    from studio.data.project import ProjectReader
    from studio.data.reviewing import Review, RowEvent

KEPT = 16
MOST_EVENTS = 50
_SAME_ACT_S = 2.0


@dataclass(frozen=True)
class Remark:
    """What is wrong with a row, or may be."""

    title: str
    text: str


@dataclass(frozen=True)
class RowView:
    """A row with its earlier decisions and what is to be said of it; a locked one takes no decision."""

    row: Row
    decisions: "tuple[Review, ...]"
    remarks: tuple[Remark, ...]
    locked: bool


@dataclass(frozen=True)
class PastChange:
    """One change of a row: what, by whom, when, and the texts that differ, word by word."""

    label: str
    author: str
    at: float
    columns: tuple[str, ...]
    texts: tuple[tuple[str, tuple[Piece, ...]], ...]


@dataclass(frozen=True)
class RowPast:
    """What became of a row, the latest first."""

    row_id: int
    changes: tuple[PastChange, ...]


@dataclass(frozen=True)
class _Answer:
    number: int
    row_id: int
    view: RowView | None


class RowLooker(QObject):
    """Keeps the rows read last; what was asked for before `forget` is not told after it."""

    found = Signal(object)  # RowView
    gone = Signal(object)  # int
    past_found = Signal(object)  # RowPast
    failed = Signal(object)  # StudioError

    def __init__(self, path: Path, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._path, self._background = path, background
        self._views: OrderedDict[int, RowView] = OrderedDict()
        self._under_way: dict[int, int] = {}
        self._asked = 0

    def known(self, row_id: int) -> RowView | None:
        """A row that has been read already."""
        return self._views.get(row_id)

    def look(self, row_id: int | None) -> None:
        """Read a row, unless it is known; `found` or `gone` follows."""
        if row_id is None or row_id in self._views or row_id in self._under_way:
            return
        self._asked += 1
        path, number = self._path, self._asked
        self._under_way[row_id] = number
        self._background.run(lambda: _look(path, number, row_id), self._on_looked, self._on_failed)

    def look_back(self, row_id: int) -> None:
        """Read what became of a row; `past_found` follows."""
        path = self._path
        self._background.run(lambda: _past(path, row_id), self._on_looked_back, self._on_failed)

    def forget(self, row_id: int | None = None) -> None:
        """This row has changed, or any."""
        if row_id is None:
            self._views.clear()
            self._under_way.clear()
        else:
            self._views.pop(row_id, None)
            self._under_way.pop(row_id, None)

    def _on_looked(self, answer: _Answer) -> None:
        if self._under_way.get(answer.row_id) != answer.number:
            return
        del self._under_way[answer.row_id]
        if answer.view is None:
            self.gone.emit(answer.row_id)
            return
        self._views[answer.row_id] = answer.view
        while len(self._views) > KEPT:
            self._views.popitem(last=False)
        self.found.emit(answer.view)

    def _on_looked_back(self, past: RowPast) -> None:
        self.past_found.emit(past)

    def _on_failed(self, error: StudioError) -> None:
        self._under_way.clear()
        self.failed.emit(error)


def _look(path: Path, number: int, row_id: int) -> _Answer:
    from studio.data.locked_rows import is_locked
    from studio.data.project import ProjectReader
    from studio.data.reviewing import reviews

    with ProjectReader(path) as reader:
        rows = reader.rows([row_id])
        if not rows:
            return _Answer(number, row_id, None)
        with reader.one_moment() as db:
            dataset_id = int(str(db.execute("SELECT dataset_id FROM example WHERE id = ?", (row_id,)).get))
            locked = rows[0].split == "test" and is_locked(db, dataset_id)
        view = RowView(rows[0], tuple(reviews(reader, row_id)), tuple(_remarks(reader, rows[0])), locked)
    return _Answer(number, row_id, view)


def _remarks(reader: "ProjectReader", row: Row) -> Iterator[Remark]:
    from studio.data.checks import findings_of
    from studio.data.checks.rules import rule_by_id
    from studio.data.content_problems import content_problems

    yield from _contract_remarks(reader.path, row.content)
    found = [each for each in findings_of(reader, row.id) if each.rule != "contract"]
    for each in found:
        yield Remark(_(rule_by_id(each.rule).title), each.text())
    if not found:
        # Before the first check.
        for problem in content_problems(row.content):
            yield Remark("", problem.text)


def _contract_remarks(path: Path, content: Content) -> Iterator[Remark]:
    """Of the contract as it is now; what the last check made of it may be older."""
    from studio.data.checks.parts import parts_of as answers_of
    from studio.data.checks.rules import rule_by_id
    from studio.data.contract_file import read_contract

    if content.kind not in rule_by_id("contract").kinds:
        return
    title = _("Answer contract")
    try:
        contract = read_contract(path)
    except ProjectFailed as problem:
        yield Remark(title, problem.message)
        return
    if contract is not None:
        for answer in dict.fromkeys(each.strip() for each in answers_of(content).answers):
            for violation in contract.violations(answer) if answer else ():
                yield Remark(title, violation.text())


def _past(path: Path, row_id: int) -> RowPast:
    from studio.data.project import ProjectReader
    from studio.data.reviewing import reviews, row_history

    with ProjectReader(path) as reader:
        decisions, events = reviews(reader, row_id), row_history(reader, row_id)
    told = [event for event in events if not _is_told(event, decisions)]
    return RowPast(row_id, tuple(_change(event) for event in told[: -MOST_EVENTS - 1 : -1]))


def _is_told(event: "RowEvent", decisions: "list[Review]") -> bool:
    """Whether a decision says all that a step did."""
    same_act = (each for each in decisions if abs(each.at - event.at) < _SAME_ACT_S and each.reviewer == event.author)
    return event.columns == ("status",) and any(same_act)


def _change(event: "RowEvent") -> PastChange:
    before, after = parts_of(event.before), parts_of(event.after)
    pairs = {title: (before.get(title, ""), after.get(title, "")) for title in (*before, *after)}
    texts = [(title, word_difference(*pair)) for title, pair in pairs.items() if pair[0] != pair[1]]
    return PastChange(event.label, event.author, event.at, event.columns, tuple(texts))
