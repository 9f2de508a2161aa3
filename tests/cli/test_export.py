"""`studio export` and `studio parity`, with a light worker in place of the engine's."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.runs.exports import list_exports, read_export
from studio.runs.run import list_runs
from tests.runs.light_worker import CRASH, FAIL, SLOW

Command = Callable[..., int]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="plays the worker through a shell script")


def test_files_are_named_and_compared(trained: Path, command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    out = trained.parent / "out"
    words = ("--project", trained, "--run", 1, "--format", "gguf", "--quant", "Q8_0", "--out", out)
    assert command("export", *words, "--json") == 1
    told = json.loads(capsys.readouterr().out)
    name = "demo-0001-demo-cpu-q8_0.gguf"
    assert (told["folder"], told["files"]) == (str(out), {name: 7})
    (artefact,) = told["parity"]
    # The light worker answers as one who was trained only for what a run has made.
    assert (artefact["artefact"], artefact["verdict"], artefact["agreement"]) == (name, "different", 1.0)
    assert artefact["scores"]["format_compliance"]["verdict"] == "worse"
    assert any("Worse, surely" in words for words in artefact["words"])
    assert command("export", *words) == 1
    assert "something else at this place" in capsys.readouterr().err


def test_what_cannot_be_compared_says_so(trained: Path, command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    (run,) = (summary.run for summary in list_runs(trained))
    job = json.loads(run.job_file.read_bytes())
    job["recipe"]["goal"]["task"] = "classification"
    run.job_file.write_text(json.dumps(job), "utf-8")
    words = ("export", "--project", trained, "--run", 1, "--format", "onnx", "--format", "adapter")
    assert command(*words, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (sorted(told["files"]), told["parity"]) == (["adapter", "onnx"], [])
    assert "Nothing was compared" in told["not_compared"]
    assert command(*words) == 0
    assert "Nothing was compared: " in " ".join(capsys.readouterr().out.split())
    card = (list_exports(trained)[0].run.path / "card.md").read_text("utf-8")
    assert "It knows its labels alone" in card
    assert "French" not in card


def test_one_that_answers_otherwise_ends_with_an_error(
    trained: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    (trained / FAIL).touch()
    assert command("export", "--project", trained, "--run", 1, "--format", "adapter") == 1
    told = capsys.readouterr().out
    assert "Different: 5 of 10 tokens" in told
    assert "adapter" in told
    (made,) = list_exports(trained)
    assert Path(read_export(made.run).target) == made.run.path / "artefacts"


def test_what_was_not_scored_was_compared_all_the_same(
    trained: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    (trained / CRASH).touch()
    words = ("export", "--project", trained, "--run", 1, "--format", "adapter")
    assert command(*words, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [(each["verdict"], each["scores"]) for each in told["parity"]] == [("same", {})]
    assert told["not_scored"] == "The artefacts were not scored: The memory is full. Close other programs."


def test_one_that_was_stopped_proves_nothing(
    trained: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    (adapter,) = (summary.run.adapter for summary in list_runs(trained))
    (trained / SLOW).touch()
    assert command("parity", "--project", trained, "--run", 1, "--artefact", adapter) == 1
    assert "stopped before its end" in capsys.readouterr().err


def test_what_was_made_before_is_compared_again(
    trained: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    (adapter,) = (summary.run.adapter for summary in list_runs(trained))
    other = trained.parent / "else" / "adapter"
    other.mkdir(parents=True)
    (other / "config.json").write_text("{}", "utf-8")
    words = ("parity", "--project", trained, "--run", 1)
    assert command(*words, "--artefact", adapter, "--artefact", other, "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert [each["verdict"] for each in told["parity"]] == ["same", "different"]
    # Each with its own scores: the light worker knows nothing without what a run has made.
    found = [(each["artefact"], each["scores"]["format_compliance"]["verdict"]) for each in told["parity"]]
    assert found == [("0001-demo-cpu/adapter", "no_difference"), ("else/adapter", "worse")]
    assert "files" not in told
    assert command(*words, "--artefact", trained / "contract.yaml") == 1
    assert "cannot be read as GGUF" in capsys.readouterr().err
    assert command(*words, "--artefact", trained / "nothing") == 1
    assert "There is no model at" in capsys.readouterr().err
    assert command("parity", "--project", trained.parent, "--run", 1, "--artefact", adapter) == 1
    assert "run 1" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--format", "docx"), "Nothing can be exported as “docx”. These can be chosen: adapter, merged, gguf"),
        (("--format", "gguf", "--quant", "q2_k"), "Nothing can be exported as “q2_k”."),
    ],
)
def test_unknown_formats_are_named(
    trained: Path, command: Command, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], said: str
) -> None:
    assert command("export", "--project", trained, "--run", 1, *more) == 1
    assert said in " ".join(capsys.readouterr().err.split())
    assert list_exports(trained) == []
