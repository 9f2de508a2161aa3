"""The ways to write an example that other programs read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from studio.core.example import Content, Kind
from studio.data.exporters.rows import Fields

FieldType = Literal[
    "text", "texts", "tags", "number", "numbers", "truth", "messages", "turns", "turn", "pairs", "options", "json"
]
"""What a field holds: messages have role and content, turns from and value, pairs two texts; json is anything."""

Loss = Literal["input", "pair"]
"""What can be told apart no more in a file: question and input, two answers to one prompt."""

OWN = "atelier"


class DoesNotFit(Exception):
    """Why a layout cannot hold one example, in the user's words."""


def _no_loss(_content: Content) -> Loss | None:
    return None


@dataclass(frozen=True)
class Layout:
    """One way to write examples of some kinds; `write` gives the lines of one example or raises DoesNotFit."""

    name: str
    title: str
    """Marked with N_, or a proper name."""
    fields: Mapping[str, FieldType]
    write: Callable[[Content], list[Fields]]
    kinds: tuple[Kind, ...]
    formats: tuple[str, ...] = ("jsonl", "csv", "xlsx", "parquet", "datasets")
    is_bare: bool = False
    """Nothing may stand beside its fields, not even their names."""
    gives_several: bool = False
    """One example may become several lines, which then need a family."""
    loss: Callable[[Content], Loss | None] = _no_loss

    @property
    def is_flat(self) -> bool:
        """Whether every field is one that a cell of a table holds."""
        return all(kind in ("text", "number", "truth") for kind in self.fields.values())

    def fits_format(self, format: str) -> bool:
        """Whether a file of this format can hold it; the own layout writes lists into cells as JSON."""
        return format in self.formats and (self.is_flat or self.name == OWN or format not in ("csv", "xlsx"))
