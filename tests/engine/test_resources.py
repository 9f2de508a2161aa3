"""What a run takes from the machine: real readings of this processor, and a card played at the seam to NVML."""

import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from studio.core.events import Metric
from studio.engine.card import Card, open_card
from studio.engine.processor import PackageEnergy, Processor
from studio.engine.pulse import Pulse
from studio.engine.resources import Resources, energy_so_far
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalReader, JournalWriter


class NVMLError(Exception):
    """As pynvml's."""


class Nvml:
    """Answers as pynvml does for an RTX 4090; what is in `silent` is not supported."""

    NVMLError = NVMLError
    NVML_TEMPERATURE_GPU = 0
    NVML_TEMPERATURE_THRESHOLD_SLOWDOWN = 1

    def __init__(self, *silent: str) -> None:
        self.silent, self.millijoules, self.opened = silent, 9_000_000, 0
        self.asked: object = None

    def __getattribute__(self, name: str) -> object:
        if name.startswith("nvml") and name in object.__getattribute__(self, "silent"):
            raise NVMLError("Not Supported")
        return object.__getattribute__(self, name)

    def nvmlInit(self) -> None:
        self.opened += 1

    def nvmlShutdown(self) -> None:
        self.opened -= 1

    def nvmlDeviceGetHandleByIndex(self, at: int) -> object:
        if at > 1:
            raise NVMLError("Invalid Argument")
        self.asked = at
        return at

    def nvmlDeviceGetHandleByUUID(self, uuid: str) -> object:
        self.asked = uuid
        return uuid

    def nvmlDeviceGetMemoryInfo(self, _handle: object) -> object:
        return SimpleNamespace(used=12_000_000_000, total=24_000_000_000)

    def nvmlDeviceGetTemperature(self, _handle: object, _sensor: int) -> int:
        return 71

    def nvmlDeviceGetTemperatureThreshold(self, _handle: object, _which: int) -> int:
        return 95

    def nvmlDeviceGetPowerUsage(self, _handle: object) -> int:
        return 360_000

    def nvmlDeviceGetEnforcedPowerLimit(self, _handle: object) -> int:
        return 450_000

    def nvmlDeviceGetUtilizationRates(self, _handle: object) -> object:
        return SimpleNamespace(gpu=98, memory=60)

    def nvmlDeviceGetTotalEnergyConsumption(self, _handle: object) -> int:
        return self.millijoules


def no_package(tmp_path: Path) -> PackageEnergy:
    return PackageEnergy(tmp_path / "none")


def test_a_card_tells_what_it_does_and_how_far_it_may_go() -> None:
    card = Card(Nvml(), 0)
    assert card.read() == {
        "gpu_memory": 12e9, "gpu_temperature": 71.0, "gpu_power": 360.0, "gpu_utilisation": 98.0,
    }  # fmt: skip
    assert card.limits() == {"gpu_memory_limit": 24e9, "gpu_temperature_limit": 95.0, "gpu_power_limit": 450.0}


def test_what_a_card_cannot_tell_is_left_out() -> None:
    card = Card(Nvml("nvmlDeviceGetPowerUsage", "nvmlDeviceGetTotalEnergyConsumption"), 0)
    assert set(card.read()) == {"gpu_memory", "gpu_temperature", "gpu_utilisation"}
    assert card.joules() is None


@pytest.mark.parametrize(("visible", "asked"), [("1", 1), ("0,1", 0), ("GPU-5a", "GPU-5a")])
def test_the_card_that_trains_is_the_one_measured(monkeypatch: pytest.MonkeyPatch, visible: str, asked: object) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    nvml = Nvml()
    card = open_card(nvml)
    assert card is not None
    assert nvml.asked == asked
    card.close()
    assert nvml.opened == 0


@pytest.mark.parametrize(("visible", "silent"), [("", ""), ("7", ""), ("0", "nvmlInit")])
def test_without_a_card_nothing_stays_open(monkeypatch: pytest.MonkeyPatch, visible: str, silent: str) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    nvml = Nvml(silent)
    assert open_card(nvml) is None
    assert nvml.opened == 0


def test_energy_is_counted_on_from_the_worker_before(tmp_path: Path) -> None:
    nvml = Nvml()
    resources = Resources(Card(nvml, 0), package=no_package(tmp_path), spent_wh=2.0)
    nvml.millijoules += 3_600_000
    assert resources.read()["energy_wh"] == pytest.approx(3.0)


def test_a_card_without_a_counter_is_measured_by_its_power(tmp_path: Path) -> None:
    at = [100.0]
    card = Card(Nvml("nvmlDeviceGetTotalEnergyConsumption"), 0)
    resources = Resources(card, package=no_package(tmp_path), clock=lambda: at[0])
    at[0] += 10
    assert resources.read()["energy_wh"] == pytest.approx(1.0)


def test_the_counter_of_a_processor_package_may_begin_again(tmp_path: Path) -> None:
    for zone, name in (("intel-rapl:0", "package-0"), ("intel-rapl:0:0", "core")):
        (tmp_path / zone).mkdir()
        (tmp_path / zone / "name").write_text(name)
        (tmp_path / zone / "energy_uj").write_text("9000000\n")
        (tmp_path / zone / "max_energy_range_uj").write_text("9999999\n")
    package = PackageEnergy(tmp_path)
    assert package.spent() == 0.0
    (tmp_path / "intel-rapl:0" / "energy_uj").write_text("1000000\n")
    assert package.spent() == pytest.approx(2.0)
    assert no_package(tmp_path).spent() is None


def test_this_processor_is_read_and_without_a_counter_no_energy_is_claimed(tmp_path: Path) -> None:
    resources = Resources(None, Processor(), no_package(tmp_path))
    sum(at * at for at in range(300_000))
    found = resources.read()
    assert 0 < found["cpu_percent"] <= 100.5
    assert "energy_wh" not in found
    assert resources.limits()["memory_limit"] > 1e8


def test_the_pulse_writes_limits_once_and_readings_again_and_again(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)
    assert energy_so_far(run) == 0.0
    with JournalWriter(run.events) as journal:
        journal.append(Metric(step=1, name="energy_wh", value=7.5))
        pulse = Pulse(journal, every_s=0.01)
        pulse.start()
        reader, names = JournalReader(run.events), list[str]()
        until = time.monotonic() + 120
        while names.count("cpu_percent") < 3 and time.monotonic() < until:
            names += [each.name for each in reader.read_new() if isinstance(each, Metric)]
        pulse.close()
    assert names.count("cpu_percent") >= 3
    assert names.count("memory_limit") == 1
    assert energy_so_far(run) == 7.5
