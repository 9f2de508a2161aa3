"""One record of a file, what every reader of records agrees on, and the limits of each."""

from collections.abc import Callable
from typing import NamedTuple

from studio.words import _

Fields = dict[str, object]

MEGABYTE = 1 << 20
LONGEST_ROW = 32 * MEGABYTE
"""Bytes or characters of one row; a longer one is no example but a file without its line ends."""
LONGEST_TABLE_ROW = 16 * MEGABYTE
"""The same for a row of cells, which take far more memory when they are empty."""
MOST_COLUMNS = 16_384
"""As many as a sheet of Excel has."""


class Record(NamedTuple):
    """One record and the line (row of a sheet or a Parquet file) it begins on, from 1.

    `problem` says why there are no fields; fields are always plain JSON values with valid text. `done` counts bytes
    of the file as it lies on the disk; `part` names the member, the sheet or the split, "" where there is but one.
    """

    line: int
    fields: Fields | None
    problem: str = ""
    done: int = 0
    part: str = ""


class StreamDamaged(Exception):
    """The bytes of a container end or break off here; the words tell the user why. What came before stands."""


class Position:
    """How many bytes of the file were read, asked of the stream from time to time only."""

    _ASK_EVERY = 256

    def __init__(self, ask: Callable[[], int]) -> None:
        self._ask, self._left, self._known = ask, 0, 0

    def done(self) -> int:
        """Never less than before."""
        if self._left == 0:
            self._left, self._known = self._ASK_EVERY, max(self._known, self._ask())
        self._left -= 1
        return self._known


def is_valid_text(text: str) -> bool:
    """Whether no byte was undecodable and no escape stands for half a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def has_valid_text(value: object) -> bool:
    """As `is_valid_text`, of everything inside a JSON value."""
    if isinstance(value, str):
        return is_valid_text(value)
    if isinstance(value, dict):
        return all(is_valid_text(key) and has_valid_text(inner) for key, inner in value.items())
    return not isinstance(value, list) or all(has_valid_text(inner) for inner in value)


def broken_character() -> str:
    """Why a row with undecodable bytes does not come in."""
    return _("A character is broken: it is not valid in the file’s encoding.")


def too_long(longest: int = LONGEST_ROW) -> str:
    """Why a row beyond `longest` does not come in."""
    return _("This row is longer than {size} MB; it was not read.").format(size=longest // MEGABYTE)
