"""JSON in one piece, one row at a time under bounded memory, wherever in it the rows are."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TextIO

from studio.data.importers.formats.json_cursor import Cursor
from studio.data.importers.formats.json_outline import Plan
from studio.data.importers.formats.json_text import Mistake
from studio.data.importers.formats.record import Fields, Position, Record
from studio.data.importers.formats.split_names import are_splits
from studio.words import _


def read_json(text: TextIO, plan: Plan, position: Position, *, by_items: bool = False) -> Iterator[Record]:
    """All rows of the document; what is no row is listed, and a document that breaks off or goes on says so.

    `by_items` numbers the rows instead of the lines, for a document of which many rows stand on one line.
    """
    reader = _Reader(Cursor(text), position, by_items=by_items)
    yield from reader.rows(plan, "")
    yield from reader.ending()


def rows_share_a_line(text: TextIO, plan: Plan) -> bool:
    """Whether the first two rows begin on one line, so that its number finds none of them."""
    rows = (each for each in read_json(text, plan, Position(int)) if each.fields is not None)
    lines = [each.line for each in islice(rows, 2)]
    return len(lines) > 1 and lines[0] == lines[1]


class _Reader:
    def __init__(self, cursor: Cursor, position: Position, *, by_items: bool) -> None:
        self._cursor, self._position, self._by_items = cursor, position, by_items
        self._count = 0
        """Of the rows of the list or object that is being read."""

    def rows(self, plan: Plan, part: str) -> Iterator[Record]:
        """The rows of what begins here."""
        match plan:
            case "rows":
                yield from self._one_after_another(part)
            case "array":
                self._count = 0
                for _first in self._cursor.items():
                    yield from self._faults(part)
                    yield self._record(part)
            case "keyed":
                self._count = 0
                for key in self._cursor.members():
                    yield from self._faults(part)
                    yield _with_key(self._record(part), key)
            case "columns":
                yield from self._columns(part)
            case "left out":
                self._cursor.pass_value()
            case _:
                yield from self._under_names(plan, part)
        yield from self._faults(part)

    def ending(self) -> Iterator[Record]:
        """What is wrong with the end of the document."""
        if self._cursor.cut_off:
            yield self._bad(_("The file ends here in the middle of a list or an object; the end of it is missing."))
        elif self._cursor.peek():
            yield self._bad(_("The JSON has ended; what follows here was not read."))

    def _one_after_another(self, part: str) -> Iterator[Record]:
        while found := self._cursor.peek():
            if found == ",":
                yield self._bad(_("A comma stands here that separates nothing; this is not JSON."))
                self._cursor.enter()
                continue
            yield self._record(part)
            if self._cursor.lost and not self._cursor.resume():
                return

    def _faults(self, part: str) -> Iterator[Record]:
        for line, words in self._cursor.faults:
            yield Record(self._count + 1 if self._by_items else line, None, words, self._position.done(), part)
        self._cursor.faults.clear()

    def _bad(self, words: str) -> Record:
        line = self._count + 1 if self._by_items else self._cursor.line
        return Record(line, None, words, self._position.done())

    def _under_names(self, plan: Mapping[str, Plan], part: str) -> Iterator[Record]:
        for name in self._cursor.members():
            known = plan.get(name, "left out")
            if name not in plan and self._cursor.peek() in ("[", "{"):
                # Too late in a large file to have been seen when its rows were looked for.
                words = _("“{name}” was not read; rows were taken from another list.").format(name=name)
                yield Record(self._cursor.line, None, words, self._position.done(), part)
            if are_splits([name]) and known != "left out":
                yield from (_with_split(record, name) for record in self.rows(known, name))
            else:
                yield from self.rows(known, part)

    def _record(self, part: str) -> Record:
        self._cursor.peek()
        self._count += 1
        line = self._cursor.line
        fields = self._cursor.fields()
        if isinstance(fields, Mistake):
            line = self._count if self._by_items else self._cursor.mistaken_line
            return Record(line, None, fields.words, self._position.done(), part)
        return Record(self._count if self._by_items else line, fields, "", self._position.done(), part)

    def _columns(self, part: str) -> Iterator[Record]:
        """Rows out of columns, as pandas writes them unless told otherwise; all are in memory."""
        columns = self._cursor.fields()
        if isinstance(columns, Mistake):
            yield Record(self._cursor.mistaken_line, None, columns.words, self._position.done(), part)
            return
        by_row: dict[str, Fields] = {}
        for name, values in columns.items():
            cells = values if isinstance(values, dict) else dict(enumerate(values)) if isinstance(values, list) else {}
            for row, value in cells.items():
                by_row.setdefault(str(row), {})[name] = value
        for number, fields in enumerate(by_row.values(), 1):
            yield Record(number, fields, "", self._position.done(), part)


def _with_key(record: Record, key: str) -> Record:
    """The name a row had in its object is kept as its id, unless it has one of its own."""
    if record.fields is None:
        return record
    name = "id" if "id" not in record.fields else "key"
    while name in record.fields:
        name += "'"
    return record._replace(fields={name: key, **record.fields})


def _with_split(record: Record, split: str) -> Record:
    if record.fields is None or "split" in record.fields:
        return record
    return record._replace(fields={**record.fields, "split": split})
