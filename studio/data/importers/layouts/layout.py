"""What a layout is: the columns that make one example, and how its rows are read."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from studio.core.example import Kind
from studio.data.importers.drafts import Draft
from studio.data.importers.formats import Fields
from studio.data.importers.values import as_list

Note = Literal["tools", "calls", "unlearned", "system", "marks", "rated", "replies"]
Read = Callable[[Fields], tuple[Draft, Fields]]
"""From a record to its content, and those of its used fields that the content does not hold whole; RowProblem."""
NOTHING: Fields = {}
"""For readers that keep nothing beside."""


def anything(_value: object) -> bool:
    """Accept every value."""
    return True


def no_list(value: object) -> bool:
    """What may stand for a text."""
    return not isinstance(value, (list, dict))


def listed(value: object) -> bool:
    """A list, or JSON of one in the cell of a table."""
    return isinstance(value if isinstance(value, list) else as_list(value), list)


@dataclass(frozen=True)
class Part:
    """A field of the example, its title, and what its column may be called (lower case, the likeliest first)."""

    field: str
    title: str
    names: tuple[str, ...] = ()
    required: bool = True
    accepts: Callable[[object], bool] = anything
    """Whether a value found under one of the names can be meant; a column that the user maps always is."""
    kept: bool = False
    """Whether the column stays among the row's other fields all the same."""
    late: bool = False
    """Whether the first name is looked for even when no row of the beginning has it: JSON leaves out what is empty."""


@dataclass(frozen=True)
class Binding:
    """A layout met in a file: where its fields are, and how the rows begin."""

    columns: Mapping[str, str]
    """From fields to the file's columns."""
    kind: Kind
    """What the rows are read as."""
    sample: Sequence[Fields] = ()
    notes: Counter[Note] = field(default_factory=Counter)
    """Rows of which something is to be told, counted while they are read."""

    def column(self, field: str) -> str:
        """The column of a field, "" where the file has none."""
        return self.columns.get(field, "")

    def values(self, field: str) -> list[object]:
        """What the first rows hold in a field."""
        column = self.columns.get(field, "")
        return [fields[column] for fields in self.sample if column in fields]


def _always(_values: Mapping[str, object]) -> bool:
    return True


def _no_kind(_binding: Binding) -> Kind | None:
    return None


@dataclass(frozen=True)
class Layout:
    """A way in which examples are written down; `name` is what `--layout` takes."""

    name: str
    title: str
    kind: Kind
    parts: tuple[Part, ...]
    reader: Callable[[Binding], Read]
    exclusive: bool = False
    """Rows of this layout are of no other: reading them so would leave out half of the example."""
    fits: Callable[[Mapping[str, object]], bool] = _always
    """Whether a row's values, by field, can be meant; asked when each required part is there."""
    better_kind: Callable[[Binding], Kind | None] = _no_kind
    """Another kind than `kind` where the first rows ask for it."""
    kinds: tuple[Kind, ...] = ()
    """Kinds that the reader makes by itself when they are asked for."""
    rival: str = ""
    """The layout that the same rows may have; a file in which none wins is refused with both names."""
    headerless: bool = False
    """For tables without a line of column names."""
