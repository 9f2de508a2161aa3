"""The rows a model is judged on, and those among them that a run has learned."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
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


def candidate_rows(reader: ProjectReader, dataset_id: int, split: Split | Literal["all"]) -> list[CandidateRow]:
    """Originals that are whole and not rejected, by id."""
    part = "1" if split == "all" else "split = :split"
    values = {"split": split} if split != "all" else {}
    return list(_read(reader, dataset_id, part, values))


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
    wording, met = Wording(), _Met()
    # Packed: as sets they would take ten times the memory.
    learned: list[tuple[int, array[int]]] = []
    with _explained(run):
        for family, content in frozen_rows(frozen):
            met.add(family, content)
            learned.append((len(learned), array("q", wording.shingles(case_of(content).texts))))
    near = NearTexts(LIKE_KEPT, learned)

    def how(row: CandidateRow) -> Literal["same", "family", "near"] | None:
        return met.how(row) or ("near" if near.nearest(wording.shingles(case_of(row.content).texts)) else None)

    return [LeakedRow(id=row.id, run=run, how=found) for row in rows if (found := how(row))]


def find_validated(rows: Sequence[CandidateRow], run: str, frozen: Path) -> list[LeakedRow]:
    """Those of the rows that stand in a run's frozen validation rows or have a relative there.

    What is merely like one is not among them: a best state chosen by it is hardly better on its like. Raises RunFailed.
    """
    met = _Met()
    with _explained(run):
        for family, content in frozen_rows(frozen):
            met.add(family, content)
    return [LeakedRow(id=row.id, run=run, how="validated") for row in rows if met.how(row)]


class _Met:
    """Rows that a run has met, by their texts and by their families."""

    def __init__(self) -> None:
        self._texts: set[int] = set()
        self._families: set[int] = set()

    def add(self, family: int, content: Content) -> None:
        self._texts.add(same_texts(content))
        self._families.add(family)

    def how(self, row: CandidateRow) -> Literal["same", "family"] | None:
        if same_texts(row.content) in self._texts:
            return "same"
        return "family" if row.family in self._families else None


@contextmanager
def _explained(run: str) -> Iterator[None]:
    try:
        yield
    except (OSError, pa.ArrowException, ValueError) as error:
        raise RunFailed(
            _("The frozen data of the run {run} cannot be read: {reason}").format(run=run, reason=error),
            hint=_("Without it nobody can tell which rows the model has learned."),
        ) from error


def frozen_rows(file: Path) -> Iterator[tuple[int, Content]]:
    """Family and content of the rows that a run has frozen, in their order."""
    with pq.ParquetFile(file) as frozen:
        for batch in frozen.iter_batches(_BATCH, columns=["family", "content"]):
            for each in batch.to_pylist():
                yield int(each["family"]), CONTENT.validate_json(str(each["content"]))
