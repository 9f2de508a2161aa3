"""Where an archive or a project is to be put, and what is free there; looks at disks, so not for the GUI thread."""

import shutil
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from studio.ui.formats import file_size
from studio.words import _


@dataclass(frozen=True)
class Room:
    """A file or folder to be made; `free` is None where that cannot be told."""

    place: Path
    free: int | None = None
    taken: bool = False


def room_at(place: Path) -> Room:
    """What is free where this is, or would be."""
    there = next((each for each in place.parents if each.is_dir()), None)
    return Room(place, shutil.disk_usage(there).free if there else None, place.exists())


def suggested(folder: Path, stem: str, ending: str = "") -> Room:
    """A name in this folder that nothing has yet, or in the user's own where this one is not there."""
    place = folder if folder.is_dir() else Path.home()
    names = (stem if at == 1 else f"{stem}-{at}" for at in count(1))
    return room_at(next(place / f"{name}{ending}" for name in names if not (place / f"{name}{ending}").exists()))


def room_words(needed: int | None, room: Room | None) -> str:
    """What will be written at most, what is free there and what it replaces; empty where nothing can be told."""
    most = "" if needed is None else _("At most {size} will be written.").format(size=file_size(needed))
    free = "" if room is None or room.free is None else _("{size} are free there.").format(size=file_size(room.free))
    replaced = _("The file of this name is replaced.") if room is not None and room.taken else ""
    return " ".join(filter(None, (most, free, replaced)))


def lack_of_room(needed: int | None, room: Room) -> str:
    """Empty where it fits, or nobody can tell."""
    if needed is None or room.free is None or needed <= room.free:
        return ""
    return _("There is not enough room: {needed} are needed, {free} are free.").format(
        needed=file_size(needed), free=file_size(room.free)
    )
