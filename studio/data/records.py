"""The values that cross the border of the store."""

from dataclasses import dataclass

from studio.core.example import Content, Kind, Split, Status


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


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row about to be stored; `content` and `extra` are JSON, `family` the name a file gave it."""

    content: str
    split: Split | None = None
    status: Status = "draft"
    family: str | None = None
    tags: str = "[]"
    note: str = ""
    extra: str = "{}"
    line: int = 0


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
    """One labelled change of the history."""

    id: int
    label: str
    at: float
    undone: bool
