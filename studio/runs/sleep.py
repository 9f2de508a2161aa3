"""Keeping the machine awake during a run, where the platform has a way that ends with the process."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE_S = 2.0
# Flags of Windows' SetThreadExecutionState.
_WHILE_RUNNING, _SYSTEM_REQUIRED = 0x80000000, 0x00000001


def _tell_windows(state: int) -> None:
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetThreadExecutionState(state)


@contextmanager
def inhibit_sleep(reason: str) -> Iterator[None]:
    """Keep the machine from sleeping; silently nothing where that is not possible."""
    if sys.platform == "win32":
        _tell_windows(_WHILE_RUNNING | _SYSTEM_REQUIRED)
        try:
            yield
        finally:
            _tell_windows(_WHILE_RUNNING)
        return
    words = _keeper(reason)
    if not words:
        yield
        return
    with _running(words):
        yield


def _keeper(reason: str) -> list[str]:
    """A program that keeps the machine awake only while it reads from us, so that a killed worker frees it too."""
    if sys.platform == "darwin":
        return ["caffeinate", "-i", "-w", str(os.getpid())]
    if shutil.which("systemd-inhibit"):
        return ["systemd-inhibit", "--what=sleep:idle", "--who=Atelier", f"--why={reason}", "--mode=block", "cat"]
    return []


@contextmanager
def _running(words: list[str]) -> Iterator[None]:
    try:
        keeper = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        # Not every system that has the program lets us run it; a run matters more than staying awake.
        yield
        return
    try:
        yield
    finally:
        keeper.terminate()
        try:
            keeper.communicate(timeout=_PATIENCE_S)
        except subprocess.TimeoutExpired:
            keeper.kill()
            keeper.communicate()
