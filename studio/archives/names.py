"""Names that a file may have in an archive: those that mean the same file, inside the folder, on every system."""

import re
import unicodedata
from collections.abc import Iterable

# “Naming Files, Paths, and Namespaces” of the Windows documentation; digits may be superscripts there.
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_FORBIDDEN = frozenset('\\:<>"|?*')
_LONGEST_PART, _LONGEST = 255, 1_000


def is_safe(name: str) -> bool:
    """Whether a name, with `/` between its parts, leads to a file below the folder it is taken for, everywhere."""
    # What cannot be printed includes null bytes, line ends, halves of characters and marks that turn text round.
    if not name.isprintable() or len(name.encode()) > _LONGEST:
        return False
    return all(map(_is_safe_part, name.split("/")))


def _is_safe_part(part: str) -> bool:
    if part in ("", ".", "..") or part[-1] in ". " or part[0] == " " or not _FORBIDDEN.isdisjoint(part):
        return False
    return len(part.encode()) <= _LONGEST_PART and not _DEVICE.fullmatch(part.partition(".")[0].rstrip())


def clash(names: Iterable[str]) -> str | None:
    """The first name that some disk would take for an earlier one, or for a folder above or below it."""
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in names:
        key = _folded(name)
        above = _above(name)
        if key in files or key in folders:
            return name
        if any(_folded(each) in files or folders.get(_folded(each), each) != each for each in above):
            return name
        files[key] = name
        folders.update((_folded(each), each) for each in above)
    return None


def _above(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:at]) for at in range(1, len(parts))]


def _folded(name: str) -> str:
    # Disks of a Mac take é in one or two characters, and capital letters, for the same.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
