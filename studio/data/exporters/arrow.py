"""Parquet files, and folders as the `datasets` library saves them, written with pyarrow alone."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from studio.core.example import SPLITS
from studio.data.exporters.cells import cell
from studio.data.exporters.layouts import FieldType
from studio.data.exporters.rows import NO_SPLIT, Fields
from studio.data.exporters.writing import Write

_BATCH_ROWS = 1_000
_BATCH_CHARACTERS = 16_000_000
_FILE = "data-00000-of-00001.arrow"
_LETTERS = "ABCDEFGHIJ"
_TEXT = pa.string()
_TYPES: dict[FieldType, pa.DataType] = {
    "text": _TEXT,
    "texts": pa.list_(_TEXT),
    "tags": pa.list_(_TEXT),
    "number": pa.int64(),
    "numbers": pa.list_(pa.int64()),
    "truth": pa.bool_(),
    "messages": pa.list_(pa.struct([("role", _TEXT), ("content", _TEXT)])),
    "turns": pa.list_(pa.struct([("from", _TEXT), ("value", _TEXT)])),
    "turn": pa.struct([("from", _TEXT), ("value", _TEXT)]),
    "pairs": pa.list_(pa.list_(_TEXT)),
    "json": _TEXT,
}


class _TableWriter(Protocol):
    def write_batch(self, batch: pa.RecordBatch) -> None: ...


@contextmanager
def write_parquet(path: Path, types: Mapping[str, FieldType]) -> Iterator[Write]:
    """One Parquet file, row groups of a thousand rows."""
    schema = _schema(types)
    # The file is Python's, so that a full disk has Python's error number.
    with path.open("wb") as raw, pq.ParquetWriter(raw, schema, compression="zstd") as writer:
        batches = _Batches(writer, schema, types)
        yield batches.add
        batches.flush()


@contextmanager
def write_datasets(path: Path, types: Mapping[str, FieldType]) -> Iterator[Write]:
    """A folder that `datasets.load_from_disk` reads as a DatasetDict; the lines' `split` chooses the part.

    `dataset_info.json` leaves the features out: every version of the library infers them from the Arrow schema,
    while the names of their types have changed between versions.
    """
    path.mkdir()
    parts: dict[str, _Batches] = {}
    inside = {name: type for name, type in types.items() if name != "split"}
    with ExitStack() as stack:

        def write(fields: Fields) -> None:
            split = fields.get("split") or NO_SPLIT
            if split not in parts:
                parts[split] = stack.enter_context(_open_part(path / split, inside))
            parts[split].add(fields)

        yield write
        for batches in parts.values():
            batches.flush()
    splits = [name for name in (*SPLITS, NO_SPLIT) if name in parts]
    _write_json(path / "dataset_dict.json", {"splits": splits})


@contextmanager
def _open_part(folder: Path, types: Mapping[str, FieldType]) -> Iterator["_Batches"]:
    folder.mkdir()
    schema = _schema(types)
    with (folder / _FILE).open("wb") as raw, pa.ipc.new_stream(raw, schema) as writer:
        yield _Batches(writer, schema, types)
    _write_json(folder / "dataset_info.json", {"citation": "", "description": "", "homepage": "", "license": ""})
    state: dict[str, object] = {
        "_data_files": [{"filename": _FILE}],
        "_fingerprint": uuid4().hex[:16],
        "_format_columns": None,
        "_format_kwargs": {},
        "_format_type": None,
        "_output_all_columns": False,
        "_split": folder.name,
    }
    _write_json(folder / "state.json", state)


class _Batches:
    """Gathers lines and writes them together, however long single ones are."""

    def __init__(self, writer: _TableWriter, schema: pa.Schema, types: Mapping[str, FieldType]) -> None:
        self._writer, self._schema, self._types = writer, schema, types
        self._lines: list[Fields] = []
        self._characters = 0

    def add(self, fields: Fields) -> None:
        line = {name: _value(fields.get(name), type) for name, type in self._types.items()}
        self._lines.append(line)
        self._characters += sum(len(str(value)) for value in line.values())
        if len(self._lines) >= _BATCH_ROWS or self._characters >= _BATCH_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        if self._lines:
            self._writer.write_batch(pa.RecordBatch.from_pylist(self._lines, schema=self._schema))
        self._lines, self._characters = [], 0


def _schema(types: Mapping[str, FieldType]) -> pa.Schema:
    return pa.schema([(name, _arrow_type(name, type)) for name, type in types.items()])


def _arrow_type(name: str, type: FieldType) -> pa.DataType:
    if type != "options":
        return _TYPES[type]
    # FrenchMedMCQA has small letters; options that a question does not have are null.
    letters = _LETTERS.lower() if name == "answers" else _LETTERS
    return pa.struct([(letter, _TEXT) for letter in letters])


def _value(value: object, type: FieldType) -> object:
    if type == "json":
        return cell(value, type)
    if value is None:
        return "" if type == "text" else [] if isinstance(_TYPES.get(type), pa.ListType) else None
    return value


def _write_json(file: Path, content: Mapping[str, object]) -> None:
    file.write_text(json.dumps(content, indent=2), "utf-8")
