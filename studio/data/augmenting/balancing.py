"""Unequal groups made up for when a run is prepared: rows repeated, or left out, in the training part alone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

import apsw

from studio.core.augmentation import Balance
from studio.data.augmenting.grouping import NO_GROUP, make_grouping
from studio.data.completeness import is_complete
from studio.data.contract_file import read_contract
from studio.data.project import Project
from studio.data.reader import CONTENT, ProjectReader

_KEY = "balance:{}"
_ROWS = """
SELECT id, digest, content, extra FROM example WHERE dataset_id = ? AND split = 'train' AND {wanted} ORDER BY id
"""


@dataclass(frozen=True)
class Repeats:
    """How often each training row is written, once where nothing is said; rows of each group before and after."""

    times: Mapping[int, int]
    before: Mapping[str, int]
    after: Mapping[str, int]


def set_balance(project: Project, dataset_id: int, balance: Balance | None) -> None:
    """Keep it beside the history, for every run prepared from now on; None for rows as they are."""
    key = _KEY.format(dataset_id)
    with project.aside():
        if balance is None:
            project.db.execute("DELETE FROM meta WHERE key = ?", (key,))
        else:
            project.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, balance.model_dump_json()))


def balance_of(reader: ProjectReader, dataset_id: int) -> Balance | None:
    """How unequal groups of a data set are made up for; None where they are not."""
    with reader.one_moment() as db:
        return read_balance(db, dataset_id)


def read_balance(db: apsw.Connection, dataset_id: int) -> Balance | None:
    """As `balance_of`, inside `ProjectReader.one_moment`."""
    stored = db.execute("SELECT value FROM meta WHERE key = ?", (_KEY.format(dataset_id),)).get
    return None if stored is None else Balance.model_validate_json(str(stored))


def repeats(reader: ProjectReader, db: apsw.Connection, dataset_id: int, balance: Balance, wanted: str) -> Repeats:
    """Of the complete training rows that meet a condition of SQL; rows that are in no group are written once.

    Which rows are left out or repeated once more is told by their contents, so that it stays the same when rows are
    imported in another order.
    """
    grouping = make_grouping(balance.by, read_contract(reader.path))
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    rows = cast(Iterable[tuple[int, int, str, str]], db.execute(_ROWS.format(wanted=wanted), (dataset_id,)))
    for id, digest, stored, extra in rows:
        content = CONTENT.validate_json(stored)
        if is_complete(content):
            groups[grouping.key_of(content, extra)].append((digest, id))
    before = Counter({key: len(members) for key, members in groups.items()})
    groups.pop(NO_GROUP, None)
    sizes = [len(members) for members in groups.values()]
    size = (min if balance.method == "undersample" else max)(sizes, default=0)
    times: dict[int, int] = {}
    for members in groups.values():
        whole, once_more = divmod(size, len(members))
        times.update((id, whole + (at < once_more)) for at, (_digest, id) in enumerate(sorted(members)))
    after = {key: size if key in groups else count for key, count in before.items()}
    return Repeats(times, before, after)
