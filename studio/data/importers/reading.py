"""The rows of a file one after another, here or in a process of their own."""

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.core.example import Kind, Split
from studio.data.batches import Gathering, RowBatch
from studio.data.child import ChildCancelled, rows_from_child
from studio.data.importers.beginning import Beginning, read_beginning, readable
from studio.data.importers.formats import SourceFile
from studio.data.importers.interpret import Interpreter
from studio.data.importers.place import Place, found_at
from studio.data.importers.recognise import Recognition
from studio.data.importers.reports import SkippedLine
from studio.data.importers.values import RowProblem
from studio.errors import ImportFailed
from studio.words import _, ngettext

_REPORT_EVERY = 500

Item = RowBatch | SkippedLine | int | list[str]
"""Some rows, a line left out, the bytes read so far, or at the end what is to be told."""


class ImportCancelled(ImportFailed):
    """The user stopped an import; the project is as it was."""


@dataclass(frozen=True)
class Asked:
    """How a file is to be read; what `import_file` was asked for."""

    mapping: Mapping[str, str]
    kind: Kind | None
    layout: str
    default_split: Split | None

    def recognised(self, beginning: Beginning) -> Recognition | None:
        """None where there is no good row; raises ImportFailed when no layout fits."""
        return beginning.recognised(self.mapping, self.kind, self.layout)


def items_of(
    file: Path | SourceFile, beginning: Beginning, asked: Asked, cancelled: Callable[[], bool]
) -> Generator[Item, None, None]:
    """What a file holds; raises ImportFailed, and ImportCancelled soon after `cancelled` says so."""
    if place := Place.of(file):
        return _items_from_child(place, asked, cancelled)
    return _items_from_here(beginning, asked, cancelled)


def _items_from_child(place: Place, asked: Asked, cancelled: Callable[[], bool]) -> Generator[Item, None, None]:
    arguments = {
        **place.arguments(),
        "mapping": dict(asked.mapping),
        **{"kind": asked.kind, "layout": asked.layout, "default_split": asked.default_split},
    }
    try:
        for item in rows_from_child(f"{__name__}:read_items", arguments, cancelled=cancelled):
            yield _unpacked(item)
    except ChildCancelled as error:
        raise _cancelled() from error


def _unpacked(item: Any) -> Item:
    if isinstance(item, dict):
        return SkippedLine(**item) if "reason" in item else RowBatch(**item)
    found: int | list[str] = item
    return found


def _items_from_here(beginning: Beginning, asked: Asked, cancelled: Callable[[], bool]) -> Generator[Item, None, None]:
    for item in _items(beginning, asked):
        if isinstance(item, int) and cancelled():
            raise _cancelled()
        yield item


def read_items(path: str, part: str, **asked: Any) -> Iterator[object]:
    """The task of the child process: items as JSON values."""
    for item in _items(read_beginning(found_at(path, part)), Asked(**asked)):
        yield item._asdict() if isinstance(item, RowBatch) else item


def _items(beginning: Beginning, asked: Asked) -> Iterator[Item]:
    recognition = asked.recognised(beginning)
    interpreter = Interpreter(recognition, asked.default_split) if recognition else None
    interpret = interpreter.row if interpreter else None
    disarmed: Counter[str] = Counter()
    gathering = Gathering()
    for count, record in enumerate(readable(beginning.source, disarmed)):
        if count % _REPORT_EVERY == 0:
            yield record.done
        if record.fields is None or interpret is None:
            yield SkippedLine(record.line, record.problem, record.part)
            continue
        try:
            row = interpret(record.fields, record.line)
        except RowProblem as problem:
            yield SkippedLine(record.line, str(problem), record.part)
            continue
        if gathering.add(row):
            yield gathering.taken()
    if gathering:
        yield gathering.taken()
    yield [*(interpreter.warnings() if interpreter else ()), *_on_formulas(disarmed.total())]


def _on_formulas(count: int) -> Iterator[str]:
    if count:
        yield ngettext(
            "{count} cell began with an apostrophe before what looks like a formula; the apostrophe was taken away.",
            "{count} cells began with an apostrophe before what looks like a formula; the apostrophes were taken away.",
            count,
        ).format(count=count)


def _cancelled() -> ImportCancelled:
    return ImportCancelled(_("The import was cancelled. The project is as it was."))
