"""`studio monitor` for people and for machines."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.example import Instruction
from studio.data.project import Project
from studio.data.reader import ProjectReader
from tests.evaluating.monitored_project import entry, monitored_project, write_log

Command = Callable[..., int]


@pytest.mark.slow
def test_a_log_is_imported_scored_and_its_worst_lines_added(
    tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    project = monitored_project(tmp_path / "p")
    named = entry(303, question="Mme Durand : raideur de nuque, fièvre à 39.", answer="Surveillance.")
    wrong = entry(300, answer="Surveillance."), named
    log = write_log(tmp_path / "log.jsonl", [*(entry(number) for number in range(101, 131)), *wrong, "{bad"])
    assert command("monitor", "--project", project, "--log", log, "--add", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["lines"], told["imported"][0]["bad"], told["imported"][0]["problems"][0][0]) == (32, 1, 33)
    # The other one names somebody.
    assert told["added"] == sum(not row["identifying"] for row in told["worth"]) >= 1
    with ProjectReader(project) as reader:
        rows = reader.rows(list(range(101, 101 + told["added"])))
    assert all(isinstance(row.content, Instruction) and row.status == "draft" for row in rows)
    assert command("monitor", "--project", project) == 0
    words = capsys.readouterr().out
    assert "Format compliance" in words
    assert "worth adding" in words
    assert "in the data already" in words


def test_a_missing_log_is_told(tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    with Project.create(tmp_path / "p", "p") as project:
        project.add_dataset("cases", "instruction")
    assert command("monitor", "--project", tmp_path / "p", "--log", tmp_path / "none.jsonl", "--json") == 1
    assert "none.jsonl" in json.loads(capsys.readouterr().out)["error"]["message"]
