"""Folders that are complete or absent: written aside, synced, sealed by a manifest of hashes, then renamed."""

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from studio.engine.hashes import hash_file

MANIFEST = "manifest.json"


def seal_folder(partial: Path, final: Path, facts: Mapping[str, object]) -> None:
    """Turn `partial` into `final`: every file synced, the manifest last, then a rename the parent folder remembers.

    Whoever finds `final` finds all of it. Raises OSError, e.g. on a full disk, and then leaves no `final`.
    """
    sizes = {
        path.relative_to(partial).as_posix(): {"bytes": path.stat().st_size, "sha256": hash_file(path)}
        for path in sorted(partial.rglob("*"))
        if path.is_file()
    }
    sync_tree(partial)
    write_json(partial / MANIFEST, {**facts, "files": sizes})
    if final.exists():
        shutil.rmtree(final)
    partial.rename(final)
    sync_folder(final.parent)


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Replace a JSON file in one go, on disk before this returns."""
    aside = path.with_name(path.name + ".partial")
    with aside.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync_folder(path.parent)


def verify_folder(folder: Path) -> bool:
    """Whether every file the manifest names is there with its hash."""
    try:
        files = json.loads((folder / MANIFEST).read_text("utf-8"))["files"]
        return all(hash_file(folder / name) == known["sha256"] for name, known in files.items())
    except (OSError, ValueError, KeyError):
        return False


def remove_partial(partial: Path) -> None:
    """Clear what an interrupted attempt left; its absence is the normal case."""
    if partial.exists():
        shutil.rmtree(partial)


def sync_tree(folder: Path) -> None:
    """Force every file of a folder, and the folder itself, to the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder survive a power cut; Windows does so by itself and cannot open folders."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
