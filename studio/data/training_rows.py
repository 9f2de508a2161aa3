"""The rows of a data set that a run would train on, as they are before anything is frozen."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import apsw
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from studio.data.reader import ProjectReader
from studio.data.snapshot import APPROVED, WANTED
from studio.errors import ProjectFailed
from studio.words import _

_COLUMNS: dict[str, pa.DataType] = {"id": pa.int64(), "content": pa.string()}
_SCHEMA = pa.schema(_COLUMNS)
_GROUP_ROWS = 5_000
_ROWS = "SELECT id, content FROM example WHERE dataset_id = ? AND split IS {split} AND {wanted} ORDER BY id"
_HELD_OUT = """
SELECT id, content FROM example WHERE dataset_id = ? AND split IN ('validation', 'test') AND {wanted} ORDER BY id
"""
_LABELS = """
SELECT DISTINCT json_extract(content, '$.labels') FROM example WHERE dataset_id = ? AND split IS {split} AND {wanted}
"""


def training_ids(reader: ProjectReader, dataset_id: int, *, only_approved: bool = False) -> NDArray[np.int64]:
    """The numbers of the rows in order: of the training split, or of no split yet where that one is empty.

    Rows without a question or an answer are among them: a run leaves them out, and who looks shall see that.
    """
    with reader.one_moment() as db:
        return np.fromiter((id for id, _content in _rows(db, dataset_id, only_approved)), np.int64)


def write_training_rows(reader: ProjectReader, dataset_id: int, file: Path, *, only_approved: bool = False) -> None:
    """Write the same rows as Parquet (id, content); raises ProjectFailed when there are none, OSError."""
    with reader.one_moment() as db:
        found = _write(file, _rows(db, dataset_id, only_approved))
    if not found:
        raise ProjectFailed(
            _("This data set has no rows to train on."),
            hint=_("Rows count when they are in the training split, not rejected, and have a question and an answer."),
        )


def write_held_out_rows(reader: ProjectReader, dataset_id: int, file: Path, *, only_approved: bool = False) -> None:
    """Write the rows for validation and test in the same way; there may be none. Raises OSError."""
    wanted = APPROVED if only_approved else WANTED
    with reader.one_moment() as db:
        found = db.execute(_HELD_OUT.format(wanted=wanted), (dataset_id,))
        _write(file, cast(Iterator[tuple[int, str]], found))


def label_sets(reader: ProjectReader, dataset_id: int, *, only_approved: bool = False) -> list[list[str]]:
    """Every set of labels that a training row of classified texts has, once."""
    wanted = APPROVED if only_approved else WANTED
    with reader.one_moment() as db:
        for split in ("'train'", "NULL"):
            found = db.execute(_LABELS.format(split=split, wanted=wanted), (dataset_id,)).fetchall()
            if found:
                return sorted(json.loads(str(labels)) for (labels,) in found if labels is not None)
    return []


def _write(file: Path, rows: Iterator[tuple[int, str]]) -> int:
    found = 0
    with pq.ParquetWriter(file, _SCHEMA, compression="zstd") as writer:
        for group in _groups(rows):
            found += len(group)
            writer.write_table(pa.table(list(zip(*group, strict=True)), schema=_SCHEMA))
    return found


def _rows(db: apsw.Connection, dataset_id: int, only_approved: bool) -> Iterator[tuple[int, str]]:
    wanted = APPROVED if only_approved else WANTED
    for split in ("'train'", "NULL"):
        rows = cast(Iterator[tuple[int, str]], db.execute(_ROWS.format(split=split, wanted=wanted), (dataset_id,)))
        first = next(rows, None)
        if first is not None:
            yield first
            yield from rows
            return


def _groups(rows: Iterator[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    group: list[tuple[int, str]] = []
    for row in rows:
        group.append(row)
        if len(group) == _GROUP_ROWS:
            yield group
            group = []
    if group:
        yield group
