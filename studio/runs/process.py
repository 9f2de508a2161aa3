"""Which process is meant: its id alone may since belong to another."""

import os
import sys
from pathlib import Path

import psutil
from pydantic import BaseModel, ConfigDict, ValidationError

_GONE = frozenset({psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD})


class ProcessIdentity(BaseModel):
    """worker.json: a process that stays told apart after its id was given to another one or the machine restarted."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    pid: int
    started: float
    """Linux: seconds from the machine's start to the process's; elsewhere its start in Unix time."""
    boot_id: str
    """Linux: changes whenever the machine starts; elsewhere empty, `started` being enough."""
    after: int = -1
    """Of a worker: the last event that was in the journal when it came."""


def identify(pid: int) -> ProcessIdentity | None:
    """The identity of a living process, None when there is none of that id."""
    try:
        process = psutil.Process(pid)
        if process.status() in _GONE:
            return None
        return ProcessIdentity(pid=pid, started=_start_time(process), boot_id=boot_id())
    except psutil.Error:
        return None


def own_identity() -> ProcessIdentity:
    """The identity of this process."""
    return ProcessIdentity(pid=os.getpid(), started=_start_time(psutil.Process()), boot_id=boot_id())


def is_alive(identity: ProcessIdentity) -> bool:
    """Whether this very process still runs on this machine; an ended one that nobody has reaped does not."""
    return identify(identity.pid) == identity.model_copy(update={"after": -1})


def boot_id() -> str:
    """Linux's name for the time since the machine started, empty elsewhere."""
    if not sys.platform.startswith("linux"):
        return ""
    return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()


def write_identity(path: Path, identity: ProcessIdentity) -> None:
    """Replace the file in one go, so that no reader sees half of it."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    partial.write_text(identity.model_dump_json() + "\n", "utf-8")
    partial.replace(path)


def read_identity(path: Path) -> ProcessIdentity | None:
    """None when the file is absent or holds no identity."""
    try:
        return ProcessIdentity.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def _start_time(process: psutil.Process) -> float:
    """psutil's start time follows the machine's clock on Linux, so setting the clock would change it."""
    if not sys.platform.startswith("linux"):
        return process.create_time()
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError as error:
        raise psutil.NoSuchProcess(process.pid) from error
    # Field 22 of proc(5), counted from 1; the command name (field 2) may hold spaces and was cut off.
    return int(fields[19]) / os.sysconf("SC_CLK_TCK")
