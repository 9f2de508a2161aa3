"""`studio demo --headless`."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.runs.run import list_runs

Command = Callable[..., int]
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="plays the worker through a shell script")


@on_posix
def test_the_demonstration_answers_in_one_line_and_runs_as_often_as_wanted(
    sample_project: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    (sample_project / "finish").touch()
    for number in (1, 2):
        assert command("demo", "--headless", "--json", "--project", sample_project) == 0
        (line,) = capsys.readouterr().out.splitlines()
        answer = json.loads(line)
        assert set(answer) == {"base", "tuned", "train_cpu_s", "wall_s", "steps", "run"}
        assert set(answer["base"]) == set(answer["tuned"]) == {"format_compliance", "red_flag_recall"}
        assert set(answer["tuned"]["red_flag_recall"]) == {"value", "low", "high", "n"}
        assert (answer["steps"], answer["train_cpu_s"], answer["wall_s"]) == (10, 7.5, 12.5)
        assert Path(answer["run"]).name == f"{number:04d}-demo-cpu"
    assert [summary.state for summary in list_runs(sample_project)] == ["finished", "finished"]


@on_posix
def test_the_demonstration_ends_with_the_table(
    sample_project: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    (sample_project / "finish").touch()
    assert command("demo", "--headless", "--project", sample_project) == 0
    said = capsys.readouterr().out
    assert "Before and after" in said
    assert "97.5%" in said


@on_posix
def test_a_demonstration_that_fails_says_so(
    sample_project: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    (sample_project / "fail").touch()
    assert command("demo", "--headless", "--json", "--project", sample_project) == 1
    assert json.loads(capsys.readouterr().out)["error"]["hint"] == "Fetch it."


@pytest.mark.slow
def test_the_demonstration_really_trains(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "studio", "demo", "--headless", "--json", "--project", str(tmp_path / "demo")]
    ended = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    answer = json.loads(ended.stdout)
    assert answer["base"]["format_compliance"]["value"] <= 0.10
    assert answer["tuned"]["format_compliance"]["value"] >= 0.95
    assert answer["tuned"]["red_flag_recall"]["value"] >= 0.90
    assert answer["tuned"]["format_compliance"]["n"] == 120
