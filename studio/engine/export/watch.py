"""Who is told how far the writing of a large file is, and may end it."""

from collections.abc import Callable
from dataclasses import dataclass


def _unheard(_done_bytes: int, _total_bytes: int) -> None:
    return


def _unhindered() -> None:
    return


@dataclass(frozen=True)
class Watch:
    """Both are called between pieces of work, from the thread that writes."""

    progress: Callable[[int, int], None] = _unheard
    """Takes the bytes written so far and those there will be."""
    obey: Callable[[], None] = _unhindered
    """Raises StoppedNow when the user wants the work to end."""
