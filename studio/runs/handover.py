"""The waiting side of a warm worker: imports done, it waits on standard input for the folder of a run."""

import os
import sys
from pathlib import Path

from studio.runs.folder import RunFolder

READY = "atelier: the warm worker is ready"


def receive_run() -> RunFolder | None:
    """Say on standard output that all is imported, wait for a run; None when the window went away first."""
    sys.stdout.write(READY + "\n")
    sys.stdout.flush()
    line = sys.stdin.buffer.readline().decode("utf-8")
    # A line without its end is what a window that died while writing left.
    if not line.endswith("\n"):
        return None
    run = RunFolder(Path(line.removesuffix("\n")))
    _write_into(run.log)
    return run


def _write_into(log: Path) -> None:
    """From now on this process writes into the run's own log, libraries in C included."""
    sys.stdout.flush()
    sys.stderr.flush()
    handle = os.open(log, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o644)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    os.close(handle)
