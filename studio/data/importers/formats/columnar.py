"""Parquet and Arrow, batch by batch, with pyarrow alone."""

import math
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from datetime import date, time
from io import IOBase
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from studio.data.importers.formats.record import Fields, Record, broken_character, is_valid_text
from studio.errors import ImportFailed
from studio.words import _

# So few that a batch stays small where one text is repeated in a dictionary; many enough to be fast.
_BATCH_ROWS = 256
_BUFFER = 1 << 20
# One picture may be large, and the first rows may have none.
_LOOKED_AT_ROWS = 16
_LOOKED_AT_BATCHES = 64


# A UnicodeDecodeError is about the name of a column.
_FAULTS = (pa.ArrowException, OSError, UnicodeDecodeError)


class _NoValue(Exception):
    """A cell that has no place among the fields of an example; the words say why."""


def read_parquet(file: Path | IO[bytes], size: int, without: Set[str] = frozenset()) -> Iterator[Record]:
    """All rows; a damaged part of the file is listed and the next one read. Raises ImportFailed.

    Columns named in `without` are not read.
    """
    with _parquet(file) as source:
        names = [name for name in source.schema_arrow.names if name not in without]
        columns = names if without else None
        first, total = 1, max(1, source.metadata.num_rows)
        for group in range(source.num_row_groups):
            rows = source.metadata.row_group(group).num_rows
            read = 0
            try:
                for batch in source.iter_batches(_BATCH_ROWS, row_groups=[group], columns=columns, use_threads=False):
                    yield from _sound_records(batch, names, first + read, size * (first + read) // total)
                    read += batch.num_rows
            except _FAULTS:
                yield Record(first + read, None, _lost(first + read, first + rows - 1), size * first // total)
            first += rows


@contextmanager
def _parquet(file: Path | IO[bytes]) -> Iterator[pq.ParquetFile]:
    try:
        source = pq.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False)
        # A name may be no text.
        _names = source.schema_arrow.names
    except _FAULTS as error:
        raise damaged(file, error) from error
    with source:
        yield source


def binary_of_parquet(file: Path | IO[bytes]) -> tuple[str, ...]:
    """The columns that hold bytes which are no text, by their first values; raises ImportFailed."""
    with _parquet(file) as source:
        suspects = [field.name for field in source.schema_arrow if _may_be_binary(field.type)]
        if not suspects:
            return ()
        batches = source.iter_batches(_LOOKED_AT_ROWS, columns=suspects, use_threads=False)
        return _binary(suspects, islice(batches, _LOOKED_AT_BATCHES))


def binary_of_arrow(file: Path | IO[bytes]) -> tuple[str, ...]:
    """As `binary_of_parquet`."""
    with _arrow(file) as raw:
        try:
            batches = _batches(raw)
            first = next(batches, None)
        except _FAULTS as error:
            raise damaged(file, error) from error
        if first is None:
            return ()
        suspects = [field.name for field in first.schema if _may_be_binary(field.type)]
        pieces = (
            batch.slice(start, _LOOKED_AT_ROWS)
            for batch in chain([first], batches)
            for start in range(0, batch.num_rows, _LOOKED_AT_ROWS)
        )
        return _binary(suspects, islice(pieces, _LOOKED_AT_BATCHES)) if suspects else ()


def _may_be_binary(kind: pa.DataType) -> bool:
    """Whether bytes are somewhere inside, as in the pictures of `datasets`."""
    is_bytes = pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind)
    return is_bytes or any(_may_be_binary(kind.field(at).type) for at in range(kind.num_fields))


def _binary(suspects: Sequence[str], batches: Iterator[pa.RecordBatch]) -> tuple[str, ...]:
    """Those whose first value that is not null is no text; a damaged place is told when the rows are read."""
    waiting, found = list(suspects), []
    with suppress(*_FAULTS):
        for batch in batches:
            batch.validate(full=True)
            for name in [name for name in waiting if batch.schema.names.count(name) == 1]:
                value = next((cell for cell in batch.column(name) if cell.is_valid), None)
                if value is not None:
                    waiting.remove(name)
                    found += [] if _is_text(value) else [name]
            if not waiting:
                break
    return tuple(name for name in suspects if name in found)


def _is_text(cell: "pa.Scalar[Any]") -> bool:
    try:
        json_value(cell.as_py())
    except _NoValue:
        return False
    return True


@contextmanager
def _arrow(file: Path | IO[bytes]) -> Iterator[pa.NativeFile]:
    try:
        raw = pa.memory_map(str(file)) if isinstance(file, Path) else pa.PythonFile(cast(IOBase, file))
    except _FAULTS as error:
        raise damaged(file, error) from error
    with raw:
        yield raw


def read_arrow(file: Path | IO[bytes], size: int, without: Set[str] = frozenset()) -> Iterator[Record]:
    """All rows of an Arrow file or stream; what follows a damaged place is lost and listed. Raises ImportFailed.

    Columns named in `without` are not read.
    """
    first = 1
    with _arrow(file) as raw:
        try:
            batches = _batches(raw)
            known = next(batches, None)
            names = [name for name in known.schema.names if name not in without] if known else []
        except _FAULTS as error:
            raise damaged(file, error) from error
        while known is not None:
            for start in range(0, known.num_rows, _BATCH_ROWS):
                part = known.slice(start, _BATCH_ROWS)
                part = part.select(names) if without else part
                yield from _sound_records(part, names, first, min(size, raw.tell()))
                first += part.num_rows
            try:
                known = next(batches, None)
            except _FAULTS:
                yield Record(first, None, _lost(first, None), size)
                return


def _batches(raw: pa.NativeFile) -> Iterator[pa.RecordBatch]:
    if raw.read(6) == b"ARROW1":
        raw.seek(0)
        file = pa.ipc.open_file(raw)
        yield from (file.get_batch(number) for number in range(file.num_record_batches))
    else:
        raw.seek(0)
        yield from pa.ipc.open_stream(raw)


def damaged(file: Path | IO[bytes], error: Exception) -> ImportFailed:
    """The failure of a file that cannot be opened in its format."""
    name = file.name if isinstance(file, Path) else _("the file in the archive")
    return ImportFailed(
        _("This file is damaged or was cut off: {name}").format(name=name), hint=str(error).partition("\n")[0][:200]
    )


def _lost(first: int, last: int | None) -> str:
    if last is None:
        return _("The file is damaged or was cut off here: row {first} and what follows could not be read.").format(
            first=first
        )
    return _("The file is damaged here: rows {first} to {last} could not be read.").format(first=first, last=last)


def _sound_records(batch: pa.RecordBatch, names: Sequence[str], first: int, done: int) -> Iterator[Record]:
    """The rows of a batch whose insides hold together; looking into one that does not would end the process."""
    try:
        batch.validate(full=True)
    except _FAULTS:
        if batch.num_rows == 1:
            yield Record(first, None, _why_unsound(batch), done)
            return
        for offset in range(batch.num_rows):
            yield from _sound_records(batch.slice(offset, 1), names, first + offset, done)
    else:
        yield from _records(batch, names, first, done)


def _why_unsound(row: pa.RecordBatch) -> str:
    for column in row.columns:
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            as_bytes = column.cast(pa.binary() if pa.types.is_string(column.type) else pa.large_binary())
            with suppress(*_FAULTS):
                as_bytes.validate(full=True)
                if not all(map(_is_utf8, as_bytes.to_pylist())):
                    return broken_character()
    return _("The file is damaged here: this row could not be read.")


def _is_utf8(value: bytes | None) -> bool:
    try:
        (value or b"").decode()
    except UnicodeDecodeError:
        return False
    return True


def _records(batch: pa.RecordBatch, names: Sequence[str], first: int, done: int) -> Iterator[Record]:
    columns = [_cells(batch.column(at)) for at in range(len(names))]
    for offset in range(batch.num_rows):
        fields: Fields = {}
        problem = ""
        for name, column in zip(names, columns, strict=True):
            try:
                value = column(offset)
            except _NoValue as refused:
                problem = str(refused).format(field=name)
                break
            if name in fields:
                problem = _("The field “{field}” is there twice; which one counts is not known.").format(field=name)
                break
            fields[name] = value
        yield Record(first + offset, None if problem else fields, problem, done)


def _cells(column: "pa.Array[Any]") -> Callable[[int], object]:
    """Gives the cells of a column as JSON values."""
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    plain = pa.types.is_integer(column.type) or pa.types.is_boolean(column.type)
    try:
        values = column.to_pylist()
    except (ValueError, OverflowError, pa.ArrowException):
        # One bad cell must not cost the others.
        return lambda at: _cell(column, at)
    if plain or pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return values.__getitem__
    return lambda at: json_value(values[at])


def _cell(column: "pa.Array[Any]", at: int) -> object:
    try:
        return json_value(column[at].as_py())
    except (ValueError, OverflowError, pa.ArrowException) as error:
        raise _NoValue(_("The field “{field}” holds a value that cannot be read.")) from error


def json_value(value: object) -> object:
    """A cell as JSON can hold it: dates as ISO text, exact decimals as text, missing numbers as null."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return _number(value)
        case bytes():
            return _text(value)
        case dict() | list() | tuple():
            return _nested(value)
        case _:
            return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _nested(value: "dict[object, object] | list[object] | tuple[object, ...]") -> object:
    if isinstance(value, dict):
        return {str(name): json_value(inner) for name, inner in value.items()}
    return [json_value(inner) for inner in value]


def _number(value: float) -> float | None:
    if math.isinf(value):
        raise _NoValue(_("The field “{field}” holds an infinite number."))
    # pandas writes a missing number so.
    return None if math.isnan(value) else value


def _text(value: bytes) -> str:
    try:
        text = value.decode()
    except UnicodeDecodeError as error:
        raise _NoValue(_("The field “{field}” holds bytes that are no text, such as a picture.")) from error
    if not is_valid_text(text):
        raise _NoValue(broken_character())
    return text
