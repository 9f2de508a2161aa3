"""What psutil and the kernel say of the processor that trains."""

import sys
from pathlib import Path

import psutil

POWERCAP = Path("/sys/class/powercap")
# The sensors of a processor's package, by the names that Linux drivers have.
_CHIPS = ("coretemp", "k10temp", "zenpower", "cpu_thermal")
MICRO = 1e6
_KIB = 1024


class Processor:
    """This process's share of the processor, and the warmth of the chip where a sensor tells it."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._cores = psutil.cpu_count() or 1
        self._process.cpu_percent()  # the first answer is always 0: it has nothing to compare with

    def read(self) -> dict[str, float]:
        """Per cent of all cores together since the last reading, and degrees Celsius."""
        answers = {"cpu_percent": self._process.cpu_percent() / self._cores}
        warmest = _warmest()
        return answers if warmest is None else {**answers, "cpu_temperature": warmest}

    def limits(self) -> dict[str, float]:
        """The memory of this machine in bytes."""
        return {"memory_limit": float(psutil.virtual_memory().total)}


def peak_of_process() -> int:
    """The most memory that this process has held, in bytes; 0 where the system does not tell."""
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    status = Path("/proc/self/status")
    if not status.is_file():
        import resource

        return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    # Not getrusage: what it says begins with the memory of whoever started this process.
    lines = (line.split() for line in status.read_text("ascii", "replace").splitlines())
    return next((int(line[1]) * _KIB for line in lines if line[:1] == ["VmHWM:"]), 0)


def _warmest() -> float | None:
    sensors = getattr(psutil, "sensors_temperatures", None)  # not on every system
    found = sensors() if sensors else {}
    return max((each.current for chip in _CHIPS for each in found.get(chip, ())), default=None)


class PackageEnergy:
    """The energy counters of the processor packages (RAPL), which many systems let only root read."""

    def __init__(self, folder: Path = POWERCAP) -> None:
        # The packages themselves; what has a second colon is a part of one.
        zones = sorted(folder.glob("intel-rapl:*")) if folder.is_dir() else []
        self._zones = [each for each in zones if each.name.count(":") == 1]
        self._last: dict[Path, int] = {}

    def spent(self) -> float | None:
        """Joules since the last call, 0 at the first; None where no counter can be read."""
        joules, known = 0.0, False
        for zone in self._zones:
            try:
                now = int((zone / "energy_uj").read_text())
                most = int((zone / "max_energy_range_uj").read_text())
            except (OSError, ValueError):
                continue
            known = True
            # The counter begins again at 0 after its greatest value.
            joules += (now - self._last.get(zone, now)) % (most + 1) / MICRO
            self._last[zone] = now
        return joules if known else None
