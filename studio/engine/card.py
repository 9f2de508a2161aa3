"""What NVML says of the card that trains; all calls to NVML of a running worker are here."""

import os
from collections.abc import Callable
from typing import Any

import pynvml

MILLI = 1000.0


class Card:
    """One NVIDIA card; what it or its driver cannot tell is left out of the answers."""

    def __init__(self, nvml: Any, handle: object) -> None:
        self._nvml, self._handle = nvml, handle

    def read(self) -> dict[str, float]:
        """Memory in bytes, degrees Celsius, watts and per cent, by the names of the metrics."""
        nvml, handle = self._nvml, self._handle
        return self._known(
            {
                "gpu_memory": lambda: nvml.nvmlDeviceGetMemoryInfo(handle).used,
                "gpu_temperature": lambda: nvml.nvmlDeviceGetTemperature(handle, nvml.NVML_TEMPERATURE_GPU),
                "gpu_power": lambda: nvml.nvmlDeviceGetPowerUsage(handle) / MILLI,
                "gpu_utilisation": lambda: nvml.nvmlDeviceGetUtilizationRates(handle).gpu,
            }
        )

    def limits(self) -> dict[str, float]:
        """The most there is of each, in the same units; the temperature is where the card slows itself down."""
        nvml, handle = self._nvml, self._handle
        slowdown = nvml.NVML_TEMPERATURE_THRESHOLD_SLOWDOWN
        return self._known(
            {
                "gpu_memory_limit": lambda: nvml.nvmlDeviceGetMemoryInfo(handle).total,
                "gpu_temperature_limit": lambda: nvml.nvmlDeviceGetTemperatureThreshold(handle, slowdown),
                "gpu_power_limit": lambda: nvml.nvmlDeviceGetEnforcedPowerLimit(handle) / MILLI,
            }
        )

    def joules(self) -> float | None:
        """A counter that only grows; None on cards before Volta."""
        nvml, handle = self._nvml, self._handle
        known = self._known({"joules": lambda: nvml.nvmlDeviceGetTotalEnergyConsumption(handle) / MILLI})
        return known.get("joules")

    def close(self) -> None:
        """Let go of NVML."""
        self._known({"closed": lambda: self._nvml.nvmlShutdown() or 0.0})

    def _known(self, questions: dict[str, Callable[[], float]]) -> dict[str, float]:
        answers = {}
        for name, ask in questions.items():
            # A laptop's card has no power limit, a part of a card no temperature; a card may also fall off the bus.
            try:
                answers[name] = float(ask())
            except self._nvml.NVMLError:
                continue
        return answers


def open_card(nvml: Any = pynvml) -> Card | None:
    """The card that CUDA_VISIBLE_DEVICES gives to this process, by number or UUID; None where NVML finds none."""
    wanted = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0].strip()
    if not wanted:
        return None
    try:
        nvml.nvmlInit()
    except nvml.NVMLError:
        return None
    try:
        found = (
            nvml.nvmlDeviceGetHandleByIndex(int(wanted))
            if wanted.isdecimal()
            else nvml.nvmlDeviceGetHandleByUUID(wanted)
        )
    except nvml.NVMLError:
        nvml.nvmlShutdown()
        return None
    return Card(nvml, found)
