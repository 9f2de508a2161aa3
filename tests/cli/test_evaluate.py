"""`studio evaluate`."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.data.editing import rename_dataset
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.runs.evaluations import list_evaluations, read_evaluated_rows
from studio.runs.run import list_runs

Command = Callable[..., int]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="plays the worker through a shell script")


def test_a_run_is_compared_with_what_it_began_with(
    trained: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("evaluate", "--project", trained, "--run", 1, "--split", "test", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    with ProjectReader(trained) as reader:
        rows = reader.split_counts(reader.datasets()[0].id)["test"]
    assert (told["state"], told["split"], told["rows"]) == ("finished", "test", rows)
    base, tuned = told["models"]
    assert (base["run"], tuned["run"], tuned["answered"]) == ("", list_runs(trained)[0].run.name, rows)
    assert base["scores"]["format_compliance"]["value"] == 0
    for metric in ("format_compliance", "question_accuracy", "red_flag_recall", "red_flag_specificity"):
        score = tuned["scores"][metric]
        assert score["value"] == 1
        assert 0.8 < score["low"] < 1
    change = tuned["differences"]["red_flag_recall"]
    assert change["verdict"] == "better"
    assert len(change["newly_right"]) == tuned["scores"]["red_flag_recall"]["n"]
    assert tuned["targets"]["format_compliance"] == "green"
    assert base["targets"]["format_compliance"] == "red"
    assert any("Better, surely" in words for words in told["verdicts"])
    trivial = "as if it were urgent finds 100% of the red flags, and raises no false alarm in 0% of the other cases"
    assert any(trivial in words for words in told["cautions"])


def test_people_get_a_table_and_sentences(trained: Path, command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    with Project.open(trained) as project, ProjectReader(trained) as reader:
        rename_dataset(project, reader.datasets()[0].id, "cases [/2]")
    assert command("evaluate", "--project", trained, "--run", 1, "--set", "rows=40") == 0
    said = capsys.readouterr().out
    assert "cases [/2] · Test" in said
    assert "Format compliance" in said
    assert "Better, surely" in said
    assert "answers.jsonl" not in said
    (summary,) = list_evaluations(trained)
    assert len(read_evaluated_rows(summary.run)) == 40
    assert str(summary.run.path) in said.replace("\n", "")


def test_rows_that_were_learned_are_left_out_and_named(
    trained: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("evaluate", "--project", trained, "--run", 1, "--split", "all", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    with ProjectReader(trained) as reader:
        counts = reader.split_counts(reader.datasets()[0].id)
    assert {each["how"] for each in told["leaked"]} >= {"same"}
    assert len({each["id"] for each in told["leaked"]}) == sum(counts.values()) - told["rows"]
    assert told["rows"] <= counts["validation"] + counts["test"]
    assert any("left out because" in words for words in told["cautions"])


def test_nothing_is_concluded_from_rows_that_all_were_learned(
    trained: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("evaluate", "--project", trained, "--run", 1, "--split", "train") == 1
    assert "Trainings have met every one of these rows" in capsys.readouterr().err
    assert list_evaluations(trained) == []


def test_what_cannot_be_is_a_sentence(trained: Path, command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    for words, sentence in (
        ((), "Say which model to evaluate."),
        (("--run", 7), "The project has no run 7."),
        (("--run", 1, "--split", "tests"), "There is no part “tests”."),
        (("--run", 1, "--set", "tokens=none"), "“tokens” cannot be set like this."),
        (("--run", 1, "--set", "token=9"), "“token” cannot be set like this."),
    ):
        assert command("evaluate", "--project", trained, *words) == 1
        assert sentence in capsys.readouterr().err
    assert list_evaluations(trained) == []


def test_a_run_without_a_result_says_so(trained: Path, command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(list_runs(trained)[0].run.adapter)
    assert command("evaluate", "--project", trained, "--run", 1) == 1
    assert "has no result yet" in capsys.readouterr().err


def test_the_report_of_a_run_is_one_command_and_the_same_bytes_again(
    trained: Path, command: Command, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    first, second = tmp_path / "first.html", tmp_path / "second.html"
    assert command("report", "--project", trained, "--run", 1, "--out", first, "--json") == 0
    assert json.loads(capsys.readouterr().out)["report"] == str(first)
    # Neither a sample nor other answers are what the report is of.
    assert command("evaluate", "--project", trained, "--run", 1, "--set", "rows=30") == 0
    assert command("evaluate", "--project", trained, "--run", 1, "--set", "tokens=9") == 0
    # Where the project lies is no matter, nor when its files were written there.
    moved = Path(shutil.copytree(trained, tmp_path / "moved" / "demo", copy_function=shutil.copyfile))
    assert command("report", "--project", moved, "--run", 1, "--out", second) == 0
    assert len(list_evaluations(moved)) == 3
    assert first.read_bytes() == second.read_bytes()
    text = first.read_text("utf-8")
    for words in (
        "Evaluation report",
        "do not replace medical judgement",
        "Better, surely",
        "SHA-256",
        "Scores by group",
    ):
        assert words in text
    assert "<script" not in text
    assert "http" not in text.replace("http-equiv", "")
