"""Folders that are complete or absent: written aside, synced, sealed by a manifest of hashes, then renamed."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from studio.placing import sync_folder, sync_tree

MANIFEST = "manifest.json"
_SEAL = "seal"
_CHUNK = 1 << 22


def seal_folder(partial: Path, final: Path, facts: Mapping[str, object]) -> None:
    """Turn `partial` into `final`: every file synced, the manifest last, then a rename the parent folder remembers.

    Whoever finds `final` finds all of it. Raises OSError, e.g. on a full disk, and then leaves no new `final`.
    """
    sizes = {
        path.relative_to(partial).as_posix(): {"bytes": path.stat().st_size, "sha256": hash_file(path)}
        for path in sorted(partial.rglob("*"))
        if path.is_file()
    }
    sync_tree(partial)
    write_manifest(partial, {**facts, "files": sizes})
    former = final.with_name(final.name + ".former.partial")
    remove_partial(former)
    if final.exists():
        final.rename(former)
    partial.rename(final)
    sync_folder(final.parent)
    remove_partial(former)


def write_manifest(folder: Path, facts: Mapping[str, object]) -> None:
    """Replace the manifest of a folder; it carries the hash of its own text."""
    text = _manifest_text(facts, hashlib.sha256(_manifest_text(facts, "").encode()).hexdigest())
    replace_text(folder / MANIFEST, text)


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The facts of an undamaged manifest; None where it is missing or a single bit of it has changed."""
    try:
        text = (folder / MANIFEST).read_text("utf-8")
        facts = json.loads(text)
    except (OSError, ValueError):
        return None
    if not isinstance(facts, dict):
        return None
    seal = facts.pop(_SEAL, None)
    expected = hashlib.sha256(_manifest_text(facts, "").encode()).hexdigest()
    return facts if seal == expected and text == _manifest_text(facts, expected) else None


def is_unsealed(folder: Path) -> bool:
    """Whether its manifest is one that was written before manifests were sealed: not damaged, but nothing proves it."""
    try:
        facts = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(facts, dict) and "files" in facts and _SEAL not in facts


def _manifest_text(facts: Mapping[str, object], seal: str) -> str:
    kept = {name: value for name, value in facts.items() if name != _SEAL}
    return json.dumps({**kept, _SEAL: seal}, ensure_ascii=False, indent=1)


def replace_text(path: Path, text: str) -> None:
    """Replace a file in one go, on disk before this returns."""
    aside = path.with_name(path.name + ".partial")
    with aside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync_folder(path.parent)


def verify_folder(folder: Path) -> bool:
    """Whether the manifest is whole and every file that it names is there with its hash."""
    manifest = read_manifest(folder)
    try:
        files = manifest["files"] if manifest else {}
        return bool(files) and all(hash_file(folder / name) == known["sha256"] for name, known in files.items())
    except (OSError, KeyError, TypeError):
        return False


def hash_file(path: Path) -> str:
    """SHA-256 in hexadecimal, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def copy_folder(source: Path, target: Path) -> None:
    """Copy to a new folder; raises the first OSError as it is, where shutil.copytree gathers texts without numbers."""
    target.mkdir(parents=True)
    for each in sorted(source.iterdir()):
        copy = copy_folder if each.is_dir() else shutil.copy2
        copy(each, target / each.name)


def remove_partial(partial: Path) -> None:
    """Clear what an interrupted attempt left; its absence is the normal case."""
    if partial.exists():
        shutil.rmtree(partial)
