"""What `studio doctor` calls a reason to stop, and how it says so."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from studio.cli import doctor
from studio.engine.probe import TrainingStack
from studio.paths import RESOURCES
from studio.runs.cards import Cards, Gpu

RTX = Cards((Gpu("NVIDIA GeForce RTX 4090", 24 * 1024**3, 23 * 1024**3),), cuda_driver=13000)
NO_CARD = Cards()
CPU_STACK = TrainingStack(torch="2.13.0+cpu", bitsandbytes="0.50.2")
CUDA_STACK = TrainingStack(torch="2.13.0", torch_cuda="13.0", cuda_usable=True, bitsandbytes="0.50.2")


def test_a_card_with_a_cpu_torch_stops_and_names_the_way_out() -> None:
    found = doctor.torch_finding(CPU_STACK, RTX)
    assert found.stops
    assert "can only use the processor" in found.problem
    assert "--torch-index" in found.hint


def test_a_cpu_torch_without_a_card_is_well() -> None:
    assert not doctor.torch_finding(CPU_STACK, NO_CARD).problem
    assert "slowly" in doctor.gpu_finding(NO_CARD).value


def test_a_cuda_torch_with_its_card_is_well() -> None:
    assert not doctor.torch_finding(CUDA_STACK, RTX).problem
    assert doctor.gpu_finding(RTX).value == "NVIDIA GeForce RTX 4090, 24.0 GiB"


def test_a_driver_older_than_torch_stops() -> None:
    old = Cards(RTX.gpus, cuda_driver=12040)
    assert "knows CUDA 12.4, PyTorch needs 13.0" in doctor.torch_finding(CUDA_STACK, old).problem


def test_a_hidden_card_stops() -> None:
    hidden = TrainingStack(torch="2.13.0", torch_cuda="13.0", bitsandbytes="0.50.2")
    assert "does not see the graphics card" in doctor.torch_finding(hidden, RTX).problem


def test_a_driver_that_does_not_answer_stops() -> None:
    found = doctor.gpu_finding(Cards(problem="Driver/library version mismatch"))
    assert found.stops
    assert "Restart" in found.hint


def test_a_missing_torch_stops_and_bitsandbytes_is_then_not_blamed() -> None:
    absent = TrainingStack(torch_problem="No module named 'torch'")
    assert doctor.torch_finding(absent, NO_CARD).stops
    assert not doctor.bitsandbytes_finding(absent).stops


def test_bitsandbytes_that_cannot_quantise_stops() -> None:
    broken = TrainingStack(torch="2.13.0+cpu", bitsandbytes_problem="no binary")
    found = doctor.bitsandbytes_finding(broken)
    assert found.stops
    assert "no binary" in found.problem


@pytest.mark.parametrize(("free", "stops"), [(1.9, True), (2.0, False)])
def test_less_than_two_gigabytes_stop(free: float, stops: bool) -> None:
    assert doctor.disk_finding(free, Path("/data")).stops is stops


def test_the_bundled_fonts_are_there_and_missing_ones_are_named(tmp_path: Path) -> None:
    assert not doctor.fonts_finding(RESOURCES / "fonts").problem
    assert "Inter-Regular.otf" in doctor.fonts_finding(tmp_path).problem


def test_every_finding_has_a_name_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "measured_stack", lambda: CPU_STACK)
    assert [finding.name for finding in doctor.examine()] == list(doctor.NAMES)


@pytest.mark.slow
def test_the_command_measures_this_machine_and_answers_in_one_json_line() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "studio", "doctor", "--json"], capture_output=True, text=True, check=False
    )
    report = json.loads(answer.stdout)
    values = {finding["name"]: finding for finding in report["findings"]}
    assert report["ok"] is (answer.returncode == 0)
    assert "4-bit works" in values["bitsandbytes"]["value"]
    assert values["qt"]["value"].startswith("6.")


@pytest.mark.slow
def test_without_the_training_libraries_it_still_answers(tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text("raise ImportError('No module named torch')")
    answer = subprocess.run(
        [sys.executable, "-m", "studio", "doctor"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "PyTorch does not load" in answer.stderr
    assert "studio.setup demo" in answer.stderr
    assert "Traceback" not in answer.stderr
