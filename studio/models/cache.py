"""Where quantised copies of base models are kept, how much room they take, and how they go away."""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from studio import paths

LARGEST = 60 * 10**9
"""Bytes that all copies may take together; the one used longest ago goes first."""
_MANIFEST = "manifest.json"
_PIECE, _PIECES = 1 << 16, 32
_DAY_S = 86_400
_PARTIAL = ".partial"


@dataclass(frozen=True)
class CachedModel:
    """One quantised copy."""

    folder: Path
    size: int
    used: float
    """Seconds since the epoch."""


def quantised_folder() -> Path:
    """Holds one folder per base model and way of quantising."""
    return paths.cache_folder() / "quantised"


def fingerprint(folder: Path, facts: Mapping[str, str]) -> str:
    """What names the copy of a model: its files, seen in samples, and everything that quantising depends on.

    Hashing all of a large model would take as long as quantising it; a file changed in place has another time.
    """
    digest = hashlib.sha256(json.dumps(dict(facts), sort_keys=True).encode())
    for file in sorted((*folder.glob("*.safetensors"), folder / "config.json")):
        status = file.stat()
        digest.update(f"{file.name}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
        with file.open("rb") as opened:
            for at in range(_PIECES):
                opened.seek(status.st_size * at // _PIECES)
                digest.update(opened.read(_PIECE))
    return digest.hexdigest()[:32]


def cached_models() -> list[CachedModel]:
    """Every whole copy, the one used longest ago first."""
    found = [
        CachedModel(manifest.parent, _size(manifest.parent), manifest.stat().st_mtime)
        for manifest in quantised_folder().glob(f"*/{_MANIFEST}")
    ]
    return sorted(found, key=lambda each: each.used)


def mark_used(folder: Path) -> None:
    """Keep this copy longer than those used before it; where that cannot be noted, its turn comes sooner."""
    # The kernel's own stamp is as coarse as four milliseconds: two copies could share it.
    now = time.time_ns()
    with suppress(OSError):
        os.utime(folder / _MANIFEST, ns=(now, now))


def make_room(needed: int, *, largest: int = LARGEST) -> bool:
    """Remove what was used longest ago until `needed` bytes fit, and what interrupted attempts left.

    False where they do not fit at all: more than the limit, or than half of the free disk.
    """
    place = quantised_folder()
    place.mkdir(parents=True, exist_ok=True)
    for left in place.glob(f"*{_PARTIAL}*"):
        if time.time() - left.stat().st_mtime > _DAY_S:
            shutil.rmtree(left)
    if needed > largest:
        return False
    known = cached_models()
    while known and needed + sum(each.size for each in known) > largest:
        shutil.rmtree(known.pop(0).folder)
    return needed * 2 < shutil.disk_usage(place).free


def partial_for(folder: Path, owner: int) -> Path:
    """Where a copy is written before it is whole, by the process `owner`."""
    return folder.with_name(f"{folder.name}{_PARTIAL}-{owner}")


def clear_cache() -> int:
    """Remove every copy; the answer is the bytes that became free."""
    freed = _size(quantised_folder())
    if quantised_folder().exists():
        shutil.rmtree(quantised_folder())
    return freed


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
