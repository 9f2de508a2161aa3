"""Saves what is trained so that a crash, a full disk or a NaN never leaves something that is half or worthless."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from studio.runs.durable import remove_partial, seal_folder
from studio.runs.folder import RunFolder

_KEPT = 2


def save_checkpoint(run: RunFolder, write: Callable[[Path], None], step: int, facts: Mapping[str, object]) -> Path:
    """Write checkpoints/step-000200 whole or not at all, then drop all but the newest two."""
    final = run.checkpoints / f"step-{step:06d}"
    save_whole(final, write, {"step": step, **facts})
    for old in sorted(run.checkpoints.glob("step-??????"))[:-_KEPT]:
        shutil.rmtree(old)
    return final


def save_whole(final: Path, write: Callable[[Path], None], facts: Mapping[str, object]) -> None:
    """Let `write` fill a folder aside, then seal it under its final name."""
    partial = final.with_name(final.name + ".partial")
    remove_partial(partial)
    partial.mkdir(parents=True)
    try:
        write(partial)
        seal_folder(partial, final, facts)
    except OSError:
        # Gives the space back, so that the journal can still tell of it.
        shutil.rmtree(partial, ignore_errors=True)
        raise
