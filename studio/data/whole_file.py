"""A small file that is replaced whole or not at all."""

import os
from pathlib import Path

from studio.errors import ProjectFailed
from studio.words import _


def write_whole(file: Path, text: str) -> None:
    """Put a text in the place of what a file holds; raises ProjectFailed, and the old file stays."""
    try:
        _replace(file, text)
    except OSError as error:
        raise ProjectFailed(_("{path} could not be written.").format(path=file), hint=str(error)) from error


def _replace(file: Path, text: str) -> None:
    """Written beside its place and moved there, so that the file is the old or the new one, never half of it."""
    partial = file.with_name(f".{file.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as beside:
            beside.write(text)
            beside.flush()
            os.fsync(beside.fileno())
        partial.replace(file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
