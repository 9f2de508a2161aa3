"""Why a worker ended without a last word, as far as its traces tell."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

from studio.errors import RunFailed
from studio.runs.folder import RunFolder, readable
from studio.runs.process import ProcessIdentity, boot_id, read_identity
from studio.runs.tail import last_event, last_memory
from studio.words import N_, _

_LOG_BYTES = 64 * 1024
_LOG_LINES = 20
# Colours and cursor movements (ECMA-48) and window titles.
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_PROGRESS_BAR = re.compile(r"\d+%\||\d+it \[\d|\d+/\d+ \[\d")
_NEARLY_ALL = 0.8

_FATAL = N_("The worker crashed inside a library: {detail}.")
_ERROR = N_("The worker stopped because of an error: {detail}.")
_MEMORY = N_("The machine ran out of memory and the system ended the worker.")
_PERHAPS_MEMORY = N_("The worker used nearly all memory and was probably ended by the system for that.")
_RESTARTED = N_("The machine was restarted or switched off while the run was going on.")
_NEVER = N_("The run was prepared but never started.")
_GONE = N_("The folder of the run has been moved or deleted.")
_EARLY = N_("The worker ended before it could begin.")
_UNKNOWN = N_("The worker was ended from outside (by the system, a task manager or a logout), or crashed silently.")
_LESS_MEMORY = N_("Choose a smaller model, a smaller micro-batch or shorter examples, or close other programs.")
_BRING_BACK = N_("Bring it back from the trash or a copy; otherwise start a new run with the same settings.")
_AGAIN = N_("Resume the run, or start a new one with the same settings.")


@dataclass(frozen=True)
class Death:
    """A worker's end: the reason in plain words, what to do, the last lines of its log without progress bars."""

    reason: str
    log_lines: tuple[str, ...]
    hint: str = ""


def describe_death(run: RunFolder) -> Death:
    """Say why the worker of a run whose state is `died` ended; a guess is worded as one."""
    if not run.path.is_dir():
        return Death(reason=_(_GONE), log_lines=(), hint=_(_BRING_BACK))
    try:
        with readable(run):
            lines = read_log(run.log)
            reason, hint = _explain(run, lines)
    except RunFailed as error:
        return Death(reason=error.message, log_lines=(), hint=error.hint)
    return Death(reason=reason, log_lines=lines, hint=hint)


def _explain(run: RunFolder, lines: tuple[str, ...]) -> tuple[str, str]:
    worker = read_identity(run.worker_file)
    if worker is None and not run.events.exists() and not lines:
        return _(_NEVER), _(_AGAIN)
    if _has_restarted(run, worker):
        return _(_RESTARTED), _(_AGAIN)
    if said := _said_in_log(lines):
        return said, _(_AGAIN)
    if worker and _kernel_killed(worker.pid):
        return _(_MEMORY), _(_LESS_MEMORY)
    if _used_nearly_all_memory(run):
        return _(_PERHAPS_MEMORY), _(_LESS_MEMORY)
    return _(_UNKNOWN if run.events.exists() else _EARLY), _(_AGAIN)


def _has_restarted(run: RunFolder, worker: ProcessIdentity | None) -> bool:
    if worker and worker.boot_id:
        return worker.boot_id != boot_id()
    event = last_event(run)
    return event is not None and event.at < psutil.boot_time()


def _said_in_log(lines: tuple[str, ...]) -> str:
    for line in reversed(lines):
        if line.startswith("Fatal Python error: "):
            return _(_FATAL).format(detail=line.removeprefix("Fatal Python error: "))
    if "Traceback (most recent call last):" in lines:
        return _(_ERROR).format(detail=lines[-1].rstrip("."))
    return ""


def _kernel_killed(pid: int) -> bool:
    """Linux's out-of-memory killer tells in the kernel's log, where this user may read it."""
    if not (sys.platform.startswith("linux") and shutil.which("dmesg")):
        return False
    try:
        said = subprocess.run(["dmesg"], capture_output=True, timeout=2, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return False
    return f"Killed process {pid} ".encode() in said


def _used_nearly_all_memory(run: RunFolder) -> bool:
    memory = last_memory(run)
    return memory is not None and memory.process_bytes > _NEARLY_ALL * psutil.virtual_memory().total


def read_log(log: Path) -> tuple[str, ...]:
    """The last lines that say something, without colours and progress bars."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - _LOG_BYTES))
            text = file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return ()
    return tuple(clean_lines(text)[-_LOG_LINES:])


def clean_lines(text: str) -> list[str]:
    """What a terminal would have left standing of each line, blank lines and progress bars dropped."""
    plain = _ESCAPE.sub("", text).replace("\r\n", "\n")
    shown = (line.rstrip("\r").rpartition("\r")[2].rstrip() for line in plain.split("\n"))
    return [line for line in shown if line and not _PROGRESS_BAR.search(line)]
