"""What people preferred of two answers becomes examples that belong to the rows they are about."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import apsw

from studio.core.example import Preference
from studio.data.history import Label
from studio.data.inserting import RowInserter, RowSource, digest
from studio.data.project import Project
from studio.data.records import Changes, Dataset, NewRow
from studio.errors import ProjectFailed
from studio.words import N_, _

HOW = "preferred"
"""What the origin of such a row says of it."""
_LISTED = "(SELECT value FROM json_each(?))"


@dataclass(frozen=True)
class PreferredRow:
    """A prompt with its better and worse answer, the row of the project that was answered, and a note."""

    content: Preference
    about: int
    note: str = ""


@dataclass(frozen=True)
class Preferring:
    """What came of preferences: the data set, how many became rows, and how many were there already."""

    dataset: Dataset
    added: int
    known: int
    changes: Changes


def add_preferred(project: Project, dataset: str, rows: Sequence[PreferredRow], *, source: str) -> Preferring:
    """Store them as drafts in no split, each in the family of the row it is about, all as one step.

    A family never crosses splits: whoever moves one of them to training takes the row that it is about out of the
    test, and where that is locked the move is refused. Raises ProjectFailed when the data set holds another kind.
    """
    label = Label(N_("Make preferences of “{source}”: {count}"), {"source": source, "count": len(rows)})
    with project.step(label) as recording:
        into = project.dataset(dataset) or project.begin_dataset(recording, dataset, "preference")
        if into.kind != "preference":
            raise ProjectFailed(
                _("The data set “{name}” does not hold preferences.").format(name=dataset),
                hint=_("Choose another data set, or a new one."),
            )
        new = tuple(_without_known(project.db, into.id, rows))
        labels = {row.about: f"{source} {row.about}" for row in new}
        with recording.part():
            project.db.executemany(
                "INSERT OR REPLACE INTO family (dataset_id, label, family) VALUES (?, ?, ?)",
                [(into.id, labels[about], family) for about, family in _families(project.db, labels)],
            )
        inserter = RowInserter(project.db, into.id)
        inserter.insert(RowSource((_stored(row, labels) for row in new), source, HOW))
        inserter.finish(recording)
        recording.relabel(Label(label.message, {**label.words, "count": len(new)}))
    return Preferring(into, len(new), len(rows) - len(new), recording.changes())


def _stored(row: PreferredRow, labels: dict[int, str]) -> NewRow:
    return NewRow(row.content.model_dump_json(), split="none", family=labels[row.about], note=row.note, line=row.about)


def _families(db: apsw.Connection, about: dict[int, str]) -> list[tuple[int, int]]:
    """Those of rows that are still there; what is about another is a family of its own."""
    found = db.execute(f"SELECT id, family FROM example WHERE id IN {_LISTED}", (json.dumps(sorted(about)),))
    return cast(list[tuple[int, int]], found.fetchall())


def _without_known(db: apsw.Connection, dataset_id: int, rows: Sequence[PreferredRow]) -> Iterator[PreferredRow]:
    digests = {row: digest(row.content.model_dump_json()) for row in rows}
    found = db.execute(
        f"SELECT digest FROM example WHERE dataset_id = ? AND digest IN {_LISTED}",
        (dataset_id, json.dumps(sorted(digests.values()))),
    )
    known = {cast(int, each) for (each,) in found}
    yield from (row for row in rows if digests[row] not in known)
