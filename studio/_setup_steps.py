"""One line per step for people, everything else in a log file (standard library only)."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import TextIO

from studio.errors import StudioError
from studio.words import _

TAIL_LINES = 15
LOOK_EVERY_S = 0.2

NO_NETWORK = (
    "Temporary failure in name resolution",
    "Failed to establish a new connection",
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeout",
    "ReadTimeout",
    "Could not fetch URL",
    "No matching distribution found",
)
NO_SPACE = ("No space left on device", "Errno 28", "not enough space on the disk")


class SetupError(StudioError):
    """A step of the set-up that cannot be done here."""


class Steps:
    """Runs the commands of an installation; each shows one live line and writes its output to the log."""

    def __init__(self, log: Path, out: TextIO) -> None:
        self._log = log
        self._out = out
        self._live = out.isatty()

    def say(self, text: str) -> None:
        self._out.write(text + "\n")
        self._out.flush()

    def run(self, title: str, command: list[str], *, extra: dict[str, str] | None = None) -> str:
        """What the command printed; raises SetupError, after showing the last lines, when it fails."""
        started = time.monotonic()
        with self._log.open("ab") as log:
            log.write(f"\n$ {' '.join(command)}\n".encode())
            log.flush()
            start = log.tell()
            code = self._wait(
                title,
                subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, **(extra or {})}
                ),
            )
        self._finish_line(f"{title} ({clock(time.monotonic() - started)})")
        output = self._log.read_bytes()[start:].decode("utf-8", "replace")
        if code:
            self._fail(title, output)
        return output

    def _wait(self, title: str, process: subprocess.Popen[bytes]) -> int:
        started = time.monotonic()
        if not self._live:
            self.say(f"{title} …")
        try:
            while process.poll() is None:
                self._show(title, time.monotonic() - started)
                time.sleep(LOOK_EVERY_S)
        finally:
            if process.poll() is None:  # Ctrl+C
                process.terminate()
                process.wait()
        return process.returncode

    def _show(self, title: str, elapsed: float) -> None:
        if self._live:
            width = shutil.get_terminal_size().columns - 1
            line = f"{title} … {clock(elapsed)}  {self._last_line()}"
            self._out.write("\r" + line[:width].ljust(width))
            self._out.flush()

    def _finish_line(self, line: str) -> None:
        if self._live:
            width = shutil.get_terminal_size().columns - 1
            self._out.write("\r" + line[:width].ljust(width) + "\n")
        else:
            self._out.write(line + "\n")
        self._out.flush()

    def _last_line(self) -> str:
        with self._log.open("rb") as log:
            log.seek(max(0, self._log.stat().st_size - 400))
            lines = log.read().decode("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")

    def _fail(self, title: str, output: str) -> None:
        message, hint = explain(output)
        self.say("\n".join(output.rstrip().split("\n")[-TAIL_LINES:]))
        raise SetupError(
            message or _("This step failed: {step}.").format(step=title),
            hint="\n".join(filter(None, [hint, _("The whole log: {path}").format(path=self._log)])),
        )


def explain(output: str) -> tuple[str, str]:
    """What pip's last words mean, and what to do; two empty strings when they are not known."""
    if any(sign in output for sign in NO_SPACE):
        return _("The disk is full."), _(
            "Free some space, then run the same command again: it goes on where it stopped."
        )
    if any(sign in output for sign in NO_NETWORK):
        return (
            _("pip cannot reach an index that has these packages."),
            _(
                "Connect this machine to the internet for the installation, or give pip a local index or folder "
                "(pip config set global.find-links FOLDER), then run the same command again."
            ),
        )
    if "Permission denied" in output:
        return _("A file of the environment cannot be written."), _(
            "Close the programs that use it, or check its owner."
        )
    return "", ""


def clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
