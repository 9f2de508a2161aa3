"""What a run will find on this machine: the device by the name its worker will tell, memory and disk."""

import shutil
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

from studio.runs.cards import cards


@dataclass(frozen=True)
class Machine:
    """Bytes of the card where training runs on one, else of the computer; of the disk, what is free."""

    device: str
    """As `core.events.Started` names it."""
    on_card: bool
    memory: int
    free: int
    disk_free: int


def this_machine(folder: Path) -> Machine:
    """As it stands now; the disk is that of `folder`. Asks the driver, so not for the GUI thread."""
    gpus = cards().gpus
    disk_free = shutil.disk_usage(folder).free
    if gpus and _torch_knows_cards():
        first = gpus[0]
        return Machine(first.name, True, first.memory_total, first.memory_free, disk_free)
    memory = psutil.virtual_memory()
    return Machine(gpus[0].name if gpus else "CPU", False, memory.total, memory.available, disk_free)


def _torch_knows_cards() -> bool:
    """By the name of the build alone: importing it takes seconds."""
    try:
        return "+cpu" not in version("torch")
    except PackageNotFoundError:
        return False
