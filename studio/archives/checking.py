"""The proof that a hand-over carries with it, run here: what arrives elsewhere is looked at by the same code."""

import runpy
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from studio.archives.manifest import VERIFY
from studio.archives.steering import ArchiveCancelled, Steering
from studio.errors import ArchiveFailed
from studio.words import _, current_language


@dataclass(frozen=True)
class Proof:
    """What was found in an archive or in the folder that it was unpacked to; proved where nothing is wrong."""

    files: int
    size: int
    fingerprint: str
    wrong: tuple[tuple[str, str], ...]
    """Name and sentence."""


def prove(path: Path, fingerprint: str = "", steering: Steering | None = None) -> Proof:
    """Look at every file; `fingerprint` is what the sender told, where it is known.

    Raises ArchiveFailed and ArchiveCancelled.
    """
    steered = steering or Steering()

    def progressed(done: int, total: int) -> None:
        if steered.cancelled():
            raise ArchiveCancelled(_("Stopped. Nothing is proved."))
        steered.progress(done, total)

    if not path.exists():
        raise ArchiveFailed(_("There is no such file or folder: {path}").format(path=path))
    found = _check()(str(path), fingerprint, progressed)
    french = current_language() == "fr"
    wrong = tuple((each.name, each.french if french else each.english) for each in found.wrong)
    return Proof(found.files, found.size, found.fingerprint, wrong)


@cache
def _check() -> Callable[..., Any]:
    """It is no module of ours: it travels alone, and is written for older Pythons."""
    check: Callable[..., Any] = runpy.run_path(str(VERIFY))["check"]
    return check
