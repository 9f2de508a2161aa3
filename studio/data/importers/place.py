"""Which files are read in a process of their own: large ones, and those whose readers a damaged file may crash."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from studio.data.importers.formats import SourceFile, open_source

_LARGE_BYTES = 1 << 20
"""From here on one row may be long enough to keep a thread of the window from getting its turn."""
_PACKED = (b"PK", b"\x1f\x8b", b"PAR1", b"ARROW1", b"\xff\xff\xff\xff")
"""ZIP and XLSX, gzip, Parquet, Arrow: these hold far more than they weigh, and libraries in C read them."""


@dataclass(frozen=True)
class Place:
    """Where a child process finds what is to be read."""

    path: Path
    part: str = ""

    @classmethod
    def of(cls, file: Path | SourceFile) -> Self | None:
        """None for pasted text and for a small file of plain text, which are read faster than a process starts."""
        place = cls(file) if isinstance(file, Path) else cls(file.path, file.chosen)
        is_pasted = isinstance(file, SourceFile) and not file.chosen
        return None if is_pasted or not _is_worth_a_process(place.path) else place

    def arguments(self) -> dict[str, object]:
        """For the task of the child, which has a working folder of its own."""
        return {"path": str(self.path.absolute()), "part": self.part}


def found_at(path: str, part: str) -> Path | SourceFile:
    """What the arguments mean to the child."""
    return open_source(Path(path), part=part) if part else Path(path)


def _is_worth_a_process(path: Path) -> bool:
    try:
        if path.is_dir():
            return True
        if not path.is_file():
            return False
        if path.stat().st_size >= _LARGE_BYTES:
            return True
        with path.open("rb") as file:
            return file.read(max(map(len, _PACKED))).startswith(_PACKED)
    except OSError:
        return False
