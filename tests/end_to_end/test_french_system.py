"""On a system that writes 0,5: the window, the commands and the worker, each in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from studio.core.events import Finished, Metric
from studio.core.example import Instruction
from studio.data.project import ProjectReader
from studio.data.sample import create_sample_project
from studio.runs.journal import JournalReader
from studio.runs.presets import load_preset
from studio.runs.run import list_runs, read_job

DRIVER = Path(__file__).with_name("french_window.py")
ROOT = Path(__file__).resolve().parents[2]


def run_french(french_locale: dict[str, str], *words: object) -> str:
    """What a Python process on a French system writes; it must end well and without a word of complaint."""
    answer = subprocess.run(
        [sys.executable, *map(str, words)],
        cwd=ROOT,
        env=os.environ | french_locale,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert "Traceback" not in answer.stderr
    return answer.stdout


@pytest.fixture(scope="module")
def told(french_locale: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was seen in a window on the sample project."""
    project = tmp_path_factory.mktemp("french") / "Céphalées"
    create_sample_project(project)
    found: dict[str, Any] = json.loads(run_french(french_locale, DRIVER, project))
    return found


def test_the_window_keeps_decimal_points_in_c(told: dict[str, Any]) -> None:
    assert (told["made"], told["decimal_point"]) == (".", ".")


def test_the_window_speaks_the_language_of_the_system(told: dict[str, Any]) -> None:
    assert told["start"] == "Lancer l’entraînement"
    assert told["label"] == "Taux d’apprentissage"
    assert "Nouvel entraînement" in told["labels"]


def test_a_rate_may_be_typed_with_a_comma_a_power_or_a_point(told: dict[str, Any]) -> None:
    assert told["before"] == str(load_preset("demo-cpu").preset.recipe.training.learning_rate).replace(".", ",")
    assert [(each["read"], each["note"]) for each in told["typed"][:3]] == [(5e-4, ""), (2e-4, ""), (5e-4, "")]
    assert [each["shown"] for each in told["typed"][:2]] == ["0,0005", "2e-4"]


def test_a_rate_that_makes_no_sense_is_refused_in_french(told: dict[str, Any]) -> None:
    for each in told["typed"][3:]:
        assert each["read"] is None
        assert each["note"] == "Saisissez un nombre supérieur à 0 et inférieur ou égal à 1."


def test_decimal_commas_in_a_table_come_in_unchanged(french_locale: dict[str, str], tmp_path: Path) -> None:
    table, project = tmp_path / "cas.csv", tmp_path / "projet"
    table.write_text("instruction;output;fièvre\n38,5 °C ?;1,5 mg;38,5\n0.5 ?;1 000,25;0,10\n", "utf-8")
    answer = json.loads(run_french(french_locale, "-m", "studio", "import", table, "--project", project, "--json"))
    assert (answer["imported"], answer["skipped"]) == (2, [])
    with ProjectReader(project) as reader:
        assert [row.content for row in reader.rows([1, 2])] == [
            Instruction(instruction="38,5 °C ?", response="1,5 mg"),
            Instruction(instruction="0.5 ?", response="1 000,25"),
        ]
        assert [reader.extra(row) for row in (1, 2)] == [{"fièvre": "38,5"}, {"fièvre": "0,10"}]


@pytest.mark.slow
def test_a_run_started_by_a_command_trains_at_the_rate_that_was_set(
    french_locale: dict[str, str], tmp_path: Path
) -> None:
    project = tmp_path / "Céphalées"
    create_sample_project(project)
    changes = ("training.learning_rate=0.0005", "training.max_steps=2", "training.warmup_steps=0",
               "training.schedule=constant", "evaluation.compare=false")  # fmt: skip
    words = ["-m", "studio", "train", "--project", project, "--preset", "demo-cpu", "--follow"]
    said = run_french(french_locale, *words, *(word for change in changes for word in ("--set", change)))
    (summary,) = list_runs(project)
    job = read_job(summary.run)
    assert (job.recipe.training.learning_rate, job.language) == (5e-4, "fr")
    events = JournalReader(summary.run.events).read_new()
    rates = [event.value for event in events if isinstance(event, Metric) and event.name == "learning_rate"]
    assert rates == [5e-4, 5e-4]
    assert isinstance(events[-1], Finished)
    assert "Terminé" in said
