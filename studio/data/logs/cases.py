"""Every row of a data set, to know what of a log it has already."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from studio.core.example import Content, Split, Status
from studio.data.completeness import is_complete
from studio.data.reader import CONTENT, ProjectReader

_ROWS = "SELECT split, status, content FROM example WHERE dataset_id = ? ORDER BY id"


@dataclass(frozen=True)
class KnownRow:
    """One row, variants and rejected ones included."""

    split: Split | None
    status: Status
    content: Content

    @property
    def is_learned(self) -> bool:
        """Whether a run that begins now would learn from it."""
        return self.split == "train" and self.status != "rejected" and is_complete(self.content)

    @property
    def is_kept(self) -> bool:
        """Whether it is kept apart to judge models by."""
        return self.split in ("validation", "test") and self.status != "rejected"


def known_rows(reader: ProjectReader, dataset_id: int) -> list[KnownRow]:
    """In the order of their ids."""
    with reader.one_moment() as db:
        read = cast(Iterator[tuple[Split | None, Status, str]], db.execute(_ROWS, (dataset_id,)))
        return [KnownRow(split, status, CONTENT.validate_json(content)) for split, status, content in read]
