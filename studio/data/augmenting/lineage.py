"""What rows that nobody wrote were made of: their parents, by which transformations or model, with which seed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import apsw

from studio.core.sentence import Sentence, read_sentences, store_sentences
from studio.data.reader import ProjectReader

NO_PARENT = 0
_COLUMNS = "example_id, parent_id, parent_digest, made_by, notes, seed, plan, at"
_INSERT = f"INSERT INTO lineage ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_OF_ROW = f"SELECT {_COLUMNS} FROM lineage WHERE example_id = ?"
_VARIANTS = """
SELECT example_id FROM lineage JOIN example ON example.id = example_id WHERE parent_id = ? ORDER BY example_id
"""


@dataclass(frozen=True)
class Lineage:
    """Where a row comes from; `parent_id` is NO_PARENT for one that was made from nothing, `at` in Unix seconds."""

    row_id: int
    parent_id: int
    parent_digest: int
    made_by: tuple[str, ...]
    """Keys of transformations in the order in which they were done, or what a language model did and its name."""
    notes: tuple[Sentence, ...]
    seed: str
    plan: str
    """Hash of the plan: rows of one plan have the same."""
    at: float


def lineage_of(reader: ProjectReader, row_id: int) -> Lineage | None:
    """What a row was made of; None for an original."""
    with reader.one_moment() as db:
        found = db.execute(_OF_ROW, (row_id,)).fetchone()
    if found is None:
        return None
    id, parent, digest, made_by, notes, seed, plan, at = cast(tuple[int, int, int, str, str, str, str, float], found)
    return Lineage(id, parent, digest, tuple(json.loads(made_by)), read_sentences(notes), seed, plan, at)


def variants_of(reader: ProjectReader, row_id: int) -> tuple[int, ...]:
    """Ids of the rows that were made of this one and are still there."""
    with reader.one_moment() as db:
        return tuple(cast(int, id) for (id,) in db.execute(_VARIANTS, (row_id,)))


def write_lineages(db: apsw.Connection, lineages: Iterable[Lineage]) -> None:
    """Keep them inside the caller's part of a step."""
    db.executemany(_INSERT, (_stored(each) for each in lineages))


def _stored(lineage: Lineage) -> tuple[int | float | str, ...]:
    made_by = json.dumps(lineage.made_by, ensure_ascii=False)
    return (
        *(lineage.row_id, lineage.parent_id, lineage.parent_digest, made_by),
        *(store_sentences(lineage.notes), lineage.seed, lineage.plan, lineage.at),
    )
