"""What a split looks at in each row: which rows must stay together, and which kinds are to be shared evenly."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast

import apsw
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from studio.core.contract import Contract
from studio.core.example import SPLITS, Chat, Content, Instruction, Preference
from studio.data.drawing import UNDRAWN
from studio.data.reader import CONTENT
from studio.words import _, current_language

Ints = NDArray[np.int64]
Stratify = Literal["", "label", "contract"]

_LOOKED_AT = 5_000
_COLUMNS = """
SELECT DISTINCT key FROM (
    SELECT extra FROM (SELECT extra FROM example WHERE dataset_id = ?1 AND extra <> '{}' ORDER BY id LIMIT ?2)
    UNION ALL
    SELECT extra FROM (SELECT extra FROM example WHERE dataset_id = ?1 AND extra <> '{}' ORDER BY id DESC LIMIT ?2)
), json_each(extra) WHERE type IN ('text', 'integer', 'real', 'true', 'false') ORDER BY key
"""


@dataclass(frozen=True)
class SplitRows:
    """The rows of a data set, one entry each: groups that stay together, strata as positions in `names`, splits as
    positions in SPLITS or UNDRAWN."""

    ids: Ints
    groups: Ints
    strata: Ints
    names: tuple[str, ...]
    splits: Ints


def read_split_rows(
    db: apsw.Connection, dataset_id: int, *, group: str, stratify: Stratify, contract: Contract | None
) -> SplitRows:
    """Look at every row of a data set once; `group` is family, source or a column of the imported file."""
    grouped = {"family": "''", "source": "origin_file"}.get(group, "extra")
    seen = {"": "''", "label": "json_extract(content, '$.labels')", "contract": "content"}[stratify]
    found = db.execute(
        f"SELECT id, family, split, {grouped}, {seen} FROM example WHERE dataset_id = ? ORDER BY id", (dataset_id,)
    )
    ids, families, splits, strata = [], [], [], []
    values: list[str] = []
    kinds = _Kinds(stratify, contract)
    for id, family, split, value, content in cast(Iterable[tuple[int, int, str | None, str, str]], found):
        ids.append(id)
        families.append(family)
        splits.append(UNDRAWN if split is None else SPLITS.index(split))
        values.append(_column(value, group) if grouped == "extra" else value)
        strata.append(kinds.name_of(content))
    names, numbers = np.unique(np.array(strata or [""], np.str_), return_inverse=True)
    return SplitRows(
        np.array(ids, np.int64),
        _united(np.array(families, np.int64), values),
        numbers[: len(ids)].astype(np.int64),
        tuple(str(name) for name in names),
        np.array(splits, np.int64),
    )


def columns_to_group_by(db: apsw.Connection, dataset_id: int) -> list[str]:
    """Columns of the imported files that hold single values, as far as the first and last thousands of rows tell."""
    return [str(key) for (key,) in db.execute(_COLUMNS, (dataset_id, _LOOKED_AT))]


class _Kinds:
    """Names the kind of each row, by which they are shared evenly."""

    def __init__(self, stratify: Stratify, contract: Contract | None) -> None:
        self._stratify, self._contract = stratify, contract
        self._labels: dict[str, str] = {}

    def name_of(self, seen: str | None) -> str:
        if self._stratify == "label":
            return self._labelled(seen or "[]")
        if self._stratify == "contract" and self._contract is not None and seen:
            return _kept(self._contract, CONTENT.validate_json(seen))
        return ""

    def _labelled(self, labels: str) -> str:
        name = self._labels.get(labels)
        if name is None:
            name = self._labels[labels] = ", ".join(sorted(json.loads(labels)))
        return name


def _kept(contract: Contract, content: Content) -> str:
    kind = contract.kind_of(_answer(content))
    if kind is None:
        return _("outside the contract")
    return kind.name.fr if current_language() == "fr" else kind.name.en


def _answer(content: Content) -> str:
    match content:
        case Instruction():
            return content.response
        case Chat():
            return content.messages[-1].content if content.messages else ""
        case Preference():
            return content.chosen
        case _other:
            return ""


def _column(extra: str, name: str) -> str:
    """The value of a row in a column as text, "" where it has none."""
    value = json.loads(extra).get(name) if f'"{name}"' in extra or "\\" in extra else None
    return "" if value is None else str(value).strip()


def _united(families: Ints, values: list[str]) -> Ints:
    """A number for each row, equal where rows share a family or a value, directly or through others."""
    named = np.array([at for at, value in enumerate(values) if value], np.int64)
    _numbers, family = np.unique(families, return_inverse=True)
    if not named.size:
        return families
    _values, value = np.unique(np.array([values[at] for at in named.tolist()], np.str_), return_inverse=True)
    nodes = int(family.max()) + 1 + int(value.max()) + 1
    links = np.ones(len(named), np.int8), (family[named], value + int(family.max()) + 1)
    _count, component = connected_components(coo_array(links, shape=(nodes, nodes)), directed=False)
    joined = component[family]
    # Named by its smallest family, so that the draw does not depend on the order of the values.
    smallest = np.full(nodes, np.iinfo(np.int64).max)
    np.minimum.at(smallest, joined, families)
    return smallest[joined]
