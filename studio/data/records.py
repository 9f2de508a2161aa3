"""The values that cross the border of the store."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from studio.core.example import Content, Kind, Split, Status

AskedSplit = Split | Literal["none"]
"""The split that a new row is to have; "none" keeps it out of all."""


@dataclass(frozen=True)
class Dataset:
    """A set of examples of one kind."""

    id: int
    name: str
    kind: Kind
    rows: int


@dataclass(frozen=True)
class Origin:
    """Where a row came from: a file's name and line, 0 for none, and `how`: imported, added or sample."""

    file: str = ""
    line: int = 0
    how: str = "added"


@dataclass(frozen=True)
class Row:
    """One example with what is known around it; times are Unix seconds."""

    id: int
    content: Content
    family: int
    split: Split | None
    status: Status
    tags: tuple[str, ...]
    note: str
    origin: Origin
    created_at: float
    edited_at: float


class NewRow(NamedTuple):
    """A row about to be stored; `content` and `extra` are JSON, `family` the name a file gave it."""

    content: str
    split: AskedSplit | None = None
    """None for one that the store chooses."""
    status: Status = "draft"
    family: str | None = None
    tags: str = "[]"
    note: str = ""
    extra: str = "{}"
    line: int = 0
    digest: int | None = None
    """Of the content, by `inserting.digest`; made when the row is stored if it was not made before."""
    characters: int | None = None
    """Of the texts, by `fields.characters_of`; counted when the row is stored if they were not before."""


@dataclass(frozen=True)
class Changes:
    """What a change touched; with `everything` the ids are too many to list."""

    label: str
    inserted: tuple[int, ...] = ()
    deleted: tuple[int, ...] = ()
    updated: tuple[int, ...] = ()
    everything: bool = False


@dataclass(frozen=True)
class Step:
    """One labelled change of the history; `author` is "" where nobody gave a name."""

    id: int
    label: str
    at: float
    undone: bool
    author: str = ""


class RowQuery(BaseModel):
    """Which rows of a data set are wanted and in which order; conditions left empty let every row through."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dataset_id: int
    search: str = ""
    """Words, accents and case aside; “quoted words” stand in that order."""
    splits: frozenset[Split | None] = frozenset()
    statuses: frozenset[Status] = frozenset()
    tag: str = ""
    label: str = ""
    """Of a classification."""
    source: str = ""
    """The file that rows came from."""
    shortest: int | None = None
    """In characters of the texts, as `longest`."""
    longest: int | None = None
    finding: str = ""
    """The rule of a check; "*" for any."""
    edited_since: float | None = None
    """Unix seconds."""
    sort: str = ""
    """A column: a field of the content, number, split, status, characters, source or edited_at; "" for the id."""
    descending: bool = False

    @property
    def is_filtered(self) -> bool:
        """Whether rows of the data set may be left out."""
        return self != RowQuery(dataset_id=self.dataset_id, sort=self.sort, descending=self.descending)
