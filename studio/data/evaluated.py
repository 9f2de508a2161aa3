"""The rows a model is judged on, and those among them that a run has learned."""

import random
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import pyarrow as pa
import pyarrow.parquet as pq

from studio.core.evaluation import LeakedRow
from studio.core.example import Content, Split
from studio.data.augmenting.leaks import LIKE_KEPT
from studio.data.augmenting.near import NearTexts, Wording
from studio.data.checks.twins import same_texts
from studio.data.completeness import is_complete
from studio.data.reader import CONTENT, ProjectReader
from studio.data.snapshot import WANTED
from studio.errors import RunFailed
from studio.text.augment.case import case_of
from studio.words import _

_ROWS = """
SELECT id, family, origin_file, content FROM example WHERE dataset_id = ? AND {part} AND {wanted}
AND NOT EXISTS (SELECT 1 FROM lineage WHERE example_id = example.id) ORDER BY id
"""
_BATCH = 2_000


@dataclass(frozen=True)
class CandidateRow:
    """A row of the project that a model can be asked; `source` is the file it came from."""

    id: int
    family: int
    source: str
    content: Content


def candidate_rows(
    reader: ProjectReader, dataset_id: int, split: Split | Literal["all"], most: int = 0, seed: int = 0
) -> list[CandidateRow]:
    """Originals that are whole and not rejected, by id; of more than `most`, a sample that the seed settles."""
    part = "1" if split == "all" else "split = :split"
    values = {"split": split} if split != "all" else {}
    found = list(_read(reader, dataset_id, part, values))
    if most and len(found) > most:
        found = sorted(random.Random(seed).sample(found, most), key=lambda row: row.id)
    return found


def _read(reader: ProjectReader, dataset_id: int, part: str, values: Mapping[str, str]) -> Iterator[CandidateRow]:
    statement = _ROWS.format(part=part, wanted=WANTED).replace("?", ":dataset")
    with reader.one_moment() as db:
        read = db.execute(statement, {"dataset": dataset_id, **values})
        for id, family, source, stored in cast(Iterator[tuple[int, int, str, str]], read):
            content = CONTENT.validate_json(stored)
            if is_complete(content):
                yield CandidateRow(id, family, source, content)


def find_learned(rows: Sequence[CandidateRow], run: str, frozen: Path) -> list[LeakedRow]:
    """Those of the rows that stand in a run's frozen training rows, have a relative there, or are as like as a copy.

    Raises RunFailed when the file cannot be read.
    """
    wording = Wording()
    same: set[int] = set()
    families: set[int] = set()
    # Packed: as sets they would take ten times the memory.
    learned: list[tuple[int, array[int]]] = []
    try:
        for family, content in _frozen(frozen):
            same.add(same_texts(content))
            families.add(family)
            learned.append((len(learned), array("q", wording.shingles(case_of(content).texts))))
    except (OSError, pa.ArrowException, ValueError) as error:
        raise RunFailed(
            _("The frozen data of the run {run} cannot be read: {reason}").format(run=run, reason=error),
            hint=_("Without it nobody can tell which rows the model has learned."),
        ) from error

    near = NearTexts(LIKE_KEPT, learned)

    def how(row: CandidateRow) -> Literal["same", "family", "near"] | None:
        if same_texts(row.content) in same:
            return "same"
        if row.family in families:
            return "family"
        return "near" if near.nearest(wording.shingles(case_of(row.content).texts)) else None

    return [LeakedRow(id=row.id, run=run, how=found) for row in rows if (found := how(row))]


def _frozen(file: Path) -> Iterable[tuple[int, Content]]:
    with pq.ParquetFile(file) as frozen:
        for batch in frozen.iter_batches(_BATCH, columns=["family", "content"]):
            for each in batch.to_pylist():
                yield int(each["family"]), CONTENT.validate_json(str(each["content"]))
