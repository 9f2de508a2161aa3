"""The keys beside each other on a French (AZERTY) keyboard."""

_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")
# Each row lies half a key to the right of the one above it.
_BESIDE = ((0, -1), (0, 1), (-1, 0), (-1, 1), (1, -1), (1, 0))


def _neighbours() -> dict[str, str]:
    at = {(row, place): letter for row, letters in enumerate(_ROWS) for place, letter in enumerate(letters)}
    return {
        letter: "".join(at.get((row + down, place + right), "") for down, right in _BESIDE)
        for (row, place), letter in at.items()
    }


NEIGHBOURS = _neighbours()
"""The letters that a finger may hit in place of one, by letter without accent."""
