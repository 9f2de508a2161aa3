"""The command line as a whole: help, and what a foreseen failure looks like."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from studio.cli import main
from studio.cli.output import command_line

EVERY_COMMAND = ("demo", "window", "import", "train", "runs", "attach", "stop", "doctor", "worker", "build-demo-model")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main(["--help"])
    assert ending.value.code == 0
    listed = {line.split()[0] for line in capsys.readouterr().out.split("\n") if line.startswith("  ")}
    assert set(EVERY_COMMAND) <= listed


def test_a_foreseen_failure_is_a_sentence_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main(["train", "--project", str(tmp_path / "nowhere"), "--preset", "demo-cpu"])
    said = capsys.readouterr()
    assert ending.value.code == 1
    assert said.out == ""
    assert "nowhere" in said.err
    assert "Traceback" not in said.err


def test_with_json_the_failure_is_one_json_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main(["train", "--project", str(tmp_path / "nowhere"), "--preset", "demo-cpu", "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert ending.value.code == 1
    assert set(answer["error"]) == {"message", "hint"}
    assert "nowhere" in answer["error"]["message"]


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="from 3.13 on, links in a circle are no fault")
def test_a_fault_is_told_by_its_places_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    circle = tmp_path / "Mme Durand"
    circle.symlink_to(circle)
    with pytest.raises(SystemExit) as ending:
        main(["export", "--project", str(circle), "--run", "1", "--format", "gguf"])
    told = capsys.readouterr().err
    assert ending.value.code == 1
    assert told.startswith("A fault in Atelier ended this command.\n")
    # Where the program is installed can tell the user's name, as a message or a variable can tell a patient's.
    assert "  studio/cli/" in told
    assert "Durand" not in told


def test_an_unknown_word_is_refused_with_the_way_to_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main(["dance"])
    assert ending.value.code == 2
    assert "--help" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["import"], "FILE is missing."),
        (["import", "x"], "--project is missing."),
        (["check", "--project", "x", "--jsn"], "There is no option --jsn."),
        (["import", "x", "--project"], "The option --project is not used like this."),
        (["import", "x", "y", "--project", "p"], "These are more words than the command takes."),
        (["dance"], "There is no command called “dance”."),
    ],
)
def test_wrong_words_are_answered_as_any_failure(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ending:
        main([*words, "--json"] if words[-1] != "--project" else ["import", "--json", *words[1:]])
    error = json.loads(capsys.readouterr().out)["error"]
    assert ending.value.code == 2
    assert error["message"] == sentence
    assert "--help" in error["hint"]


def test_french_words_survive_an_old_code_page() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "studio", "--help"],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "ATELIER_LANGUAGE": "fr"},
        capture_output=True,
        check=False,
    )
    assert answer.returncode == 0
    assert "modèles de langue" in answer.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows quotes in its own way")
def test_a_command_to_be_copied_is_quoted() -> None:
    assert command_line("studio", "attach", "/a b/c'd") == "studio attach '/a b/c'\"'\"'d'"
