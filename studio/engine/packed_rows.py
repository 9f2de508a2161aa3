"""Rows put into sequences of one length, as a run of the project has packed the same tokens before, or anew."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

import pyarrow as pa
from datasets import Dataset
from trl.data_utils import pack_dataset

from studio.engine.kept_tables import KeptTables
from studio.engine.rows import EncodedRow
from studio.engine.token_cache import SMALLEST
from studio.runs.folder import RunFolder

_COLUMNS = ["input_ids", "labels", "seq_lengths"]


@dataclass(frozen=True)
class KeptTokens:
    """The run, and by what key its tokens are known; "" where they are made anew each time."""

    run: RunFolder
    key: str


def as_dataset(rows: Sequence[EncodedRow]) -> Dataset:
    """A sequence a row. Arrow is told the types: to find them in Python's lists takes twice as long."""
    ids = pa.array([row.encoded.input_ids for row in rows], pa.list_(pa.int32()))
    labels = pa.array([row.encoded.labels for row in rows], pa.list_(pa.int64()))
    return Dataset(pa.table({"input_ids": ids, "labels": labels}))


def pack_rows(
    rows: Sequence[EncodedRow], length: int, tokens: KeptTokens | None = None, *, smallest: int = SMALLEST
) -> Dataset:
    """Best fit decreasing, which depends on nothing but the tokens and the length: on no seed, on no card."""
    if not tokens or not tokens.key or sum(len(row.encoded.input_ids) for row in rows) < smallest:
        return pack_dataset(as_dataset(rows), length)
    facts = tokens.key, len(rows), length, version("trl"), version("datasets")
    key, kept = hashlib.sha256(repr(facts).encode()).hexdigest()[:32], KeptTables(tokens.run)
    known = kept.recall(key, lambda table: Dataset(table.select(_COLUMNS)))
    if known is not None:
        return known
    packed = pack_dataset(as_dataset(rows), length)
    kept.keep("packed", key, packed.data.table)
    return packed
