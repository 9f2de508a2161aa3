"""The checkpoints of a run: which are there, which one to go on from, which may go."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.runs.durable import is_unsealed, read_manifest, remove_partial, verify_folder
from studio.runs.folder import RunFolder

_STATE = "state.json"
"""The file that only checkpoints have from which training can go on."""
DAMAGED = ".damaged"
OLDER = ".older"
"""Of another version of Atelier, perhaps whole: nobody deletes it but the user."""
_NAME = re.compile(r"step-(\d{6,})")
_KEPT = 2


@dataclass(frozen=True)
class Checkpoint:
    """One save of a run; bytes on disk, place in epochs."""

    path: Path
    step: int
    validation_loss: float | None = None
    size: int = 0
    epoch: float = 0.0
    examined: bool = True
    """Whether the model was looked at, at this step, before it was saved."""
    total_steps: int = 0
    """Of the whole training as it was planned then."""
    recipe_sha256: str = ""
    """Of the recipe that it was trained by."""


def checkpoint_path(run: RunFolder, step: int) -> Path:
    """Where the checkpoint of a step lies."""
    return run.checkpoints / f"step-{step:06d}"


def list_checkpoints(run: RunFolder) -> tuple[Checkpoint, ...]:
    """Those whose manifest is whole and that training can go on from, by step; raises OSError."""
    if not run.checkpoints.is_dir():
        return ()
    found = (_read(path) for path in run.checkpoints.iterdir() if _NAME.fullmatch(path.name))
    return tuple(sorted(filter(None, found), key=lambda each: each.step))


def _read(path: Path) -> Checkpoint | None:
    facts = read_manifest(path)
    if facts is None or _STATE not in facts["files"]:
        return None
    return Checkpoint(
        path=path,
        step=facts["step"],
        validation_loss=facts["validation_loss"],
        size=sum(each["bytes"] for each in facts["files"].values()),
        epoch=facts["epoch"],
        examined=facts["examined"],
        total_steps=facts["total_steps"],
        recipe_sha256=facts["recipe_sha256"],
    )


def newest_whole(run: RunFolder) -> Checkpoint | None:
    """The newest one that every hash of its files agrees with; reads all of it. Raises OSError."""
    return next((each for each in reversed(list_checkpoints(run)) if verify_folder(each.path)), None)


def best(kept: Sequence[Checkpoint]) -> Checkpoint | None:
    """The lowest validation loss, the earliest of equal ones; None where nothing was validated."""
    known = [(each.validation_loss, each.step, each) for each in kept if each.validation_loss is not None]
    return min(known, key=lambda each: each[:2])[2] if known else None


def best_whole(run: RunFolder) -> Checkpoint | None:
    """The best one that every hash of its files agrees with; None where nothing was validated. Raises OSError."""
    kept = list(list_checkpoints(run))
    while (lowest := best(kept)) is not None and not verify_folder(lowest.path):
        kept.remove(lowest)
    return lowest


def expendable(kept: Sequence[Checkpoint], resumed_from: int | None) -> list[Checkpoint]:
    """All but the newest two, the best, and the one that this worker went on from."""
    by_step = sorted(kept, key=lambda each: each.step)
    precious = {each.step for each in by_step[-_KEPT:]}
    if (lowest := best(by_step)) is not None:
        precious.add(lowest.step)
    return [each for each in by_step if each.step not in precious and each.step != resumed_from]


def clear_partials(run: RunFolder) -> None:
    """Remove what a killed worker had begun to save; only for whoever holds the run."""
    for left in (*run.checkpoints.glob("*.partial"), *run.path.glob(f"{run.adapter.name}.*partial")):
        remove_partial(left)


def set_damaged_aside(run: RunFolder, newest: Checkpoint | None) -> list[Path]:
    """Rename what is newer than the newest whole checkpoint, so that nothing counts on it; answers what was renamed."""
    if not run.checkpoints.is_dir():
        return []
    moved = []
    for path in sorted(run.checkpoints.iterdir()):
        name = _NAME.fullmatch(path.name)
        if name and int(name[1]) > (newest.step if newest else -1):
            aside = path.with_name(path.name + (OLDER if is_unsealed(path) else DAMAGED))
            remove_partial(aside)
            moved.append(path.rename(aside))
    return moved
