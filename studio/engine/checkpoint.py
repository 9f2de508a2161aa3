"""Saves what is trained so that a crash, a full disk or a NaN never leaves something that is half or worthless."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from studio.placing import sync_folder
from studio.runs.checkpoints import DAMAGED, checkpoint_path, expendable, list_checkpoints
from studio.runs.durable import remove_partial, seal_folder
from studio.runs.folder import RunFolder


def save_checkpoint(run: RunFolder, write: Callable[[Path], None], step: int, facts: Mapping[str, object]) -> Path:
    """Write checkpoints/step-000200 whole or not at all; nothing else is touched. Raises NotFinite, OSError."""
    final = checkpoint_path(run, step)
    save_whole(final, write, {"v": 2, "step": step, **facts})
    return final


def rotate(run: RunFolder, resumed_from: int | None) -> None:
    """Drop what is neither new nor precious; raises OSError."""
    kept = list_checkpoints(run)
    for old in expendable(kept, resumed_from):
        shutil.rmtree(old.path)
    if len(kept) > 1:
        for damaged in run.checkpoints.glob(f"*{DAMAGED}"):
            shutil.rmtree(damaged)


def save_whole(final: Path, write: Callable[[Path], None], facts: Mapping[str, object]) -> None:
    """Let `write` fill a folder aside, then seal it under its final name."""
    partial = final.with_name(final.name + ".partial")
    remove_partial(partial)
    try:
        if not final.parent.exists():
            final.parent.mkdir(parents=True)
            sync_folder(final.parent.parent)
        partial.mkdir()
        write(partial)
        seal_folder(partial, final, facts)
    except BaseException:
        # Gives the space back, so that the journal can still tell of it.
        shutil.rmtree(partial, ignore_errors=True)
        raise
