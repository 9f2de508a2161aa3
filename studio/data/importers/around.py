"""What a file says around an example: its split, status, family, tags and note."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal, NamedTuple, cast

import orjson

from studio.core.example import SPLITS, STATUSES, Status
from studio.data.importers.formats import Fields
from studio.data.importers.values import as_list
from studio.data.records import AskedSplit

_SPLIT_NAMES: Mapping[str, str] = {
    **{name: name for name in SPLITS},
    "training": "train",
    "entraînement": "train",
    "valid": "validation",
    "val": "validation",
    "dev": "validation",
    "testing": "test",
    "none": "none",
}
_STATUS_NAMES: Mapping[str, str] = {name: name for name in STATUSES}


class AroundRow(NamedTuple):
    """As `NewRow` holds it."""

    split: AskedSplit | None = None
    status: Status = "draft"
    family: str | None = None
    tags: str = "[]"
    note: str = ""


_NOTHING_KNOWN = AroundRow()


class Around:
    """Reads the columns around the content; a value that means nothing goes to the row's other fields."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        self._columns = columns
        self._names = frozenset(columns.values())
        self.unknown_values: Counter[str] = Counter()

    def read(self, fields: Fields, others: Fields) -> AroundRow:
        """What is known of one row; `others` takes what is not understood."""
        if self._names.isdisjoint(fields):
            return _NOTHING_KNOWN
        return AroundRow(
            cast("AskedSplit | None", self._known(fields, "split", _SPLIT_NAMES, others)),
            cast("Status", self._known(fields, "status", _STATUS_NAMES, others) or "draft"),
            self._family(fields, others),
            self._tags(fields, others),
            self._note(fields, others),
        )

    def _known(
        self, fields: Fields, field: Literal["split", "status"], known: Mapping[str, str], others: Fields
    ) -> str | None:
        column = self._columns.get(field, "")
        value = fields.get(column)
        if value is None or value == "":
            return None
        found = known.get(value.strip().casefold()) if isinstance(value, str) else None
        if found is None:
            others[column] = value
            self.unknown_values[f"{column}={value}"] += 1
        return found

    def _family(self, fields: Fields, others: Fields) -> str | None:
        column = self._columns.get("family", "")
        value = fields.get(column)
        if value is None or value == "":
            return None
        if isinstance(value, (str, int)):
            return str(value)
        others[column] = value
        return None

    def _tags(self, fields: Fields, others: Fields) -> str:
        column = self._columns.get("tags", "")
        value = as_list(fields.get(column))
        tags = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
        if not tags:
            return "[]"
        if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags):
            return orjson.dumps([tag for tag in tags if tag]).decode()
        others[column] = fields[column]
        return "[]"

    def _note(self, fields: Fields, others: Fields) -> str:
        column = self._columns.get("note", "")
        value = fields.get(column)
        if isinstance(value, str):
            return value
        if value is not None:
            others[column] = value
        return ""
