"""`studio train` and `studio attach`."""

import json
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from studio.cli.live import comparison, make_display
from studio.cli.story import Story
from studio.core.events import Metric, Notice, Phase, Planned, Sample, Scored, Started
from studio.data.project import Project
from studio.runs.run import list_runs, read_job
from studio.words import use_language

Command = Callable[..., int]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="plays the worker through a shell script")


def test_train_returns_at_once_and_says_how_to_look(
    sample_project: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("train", "--project", sample_project, "--preset", "demo-cpu", "--set", "training.max_steps=30") == 0
    (summary,) = list_runs(sample_project)
    said = capsys.readouterr().out
    assert f"studio attach {summary.run.path}" in said
    job = read_job(summary.run)
    assert (job.recipe.training.max_steps, job.preset, job.language) == (30, "demo-cpu", "en")
    assert job.snapshot.train.rows
    assert job.contract
    assert summary.state in ("starting", "running")


def test_train_followed_ends_with_the_comparison(
    sample_project: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    (sample_project / "finish").touch()
    assert command("train", "--project", sample_project, "--preset", "demo-cpu", "--follow") == 0
    said = capsys.readouterr().out
    assert "• Something to know." in said
    assert "97.5% [0.0–99.0]" in said
    assert "Finished after 10 steps in 12 s." in said


def test_train_followed_by_a_machine_is_lines_of_json(
    sample_project: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    (sample_project / "finish").touch()
    assert command("train", "--project", sample_project, "--preset", "demo-cpu", "--follow", "--json") == 0
    *events, summary = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["seq"] for event in events] == list(range(len(events)))
    assert (summary["type"], summary["state"], summary["steps"]) == ("summary", "finished", 10)
    assert summary["tuned"]["format_compliance"] == {"value": 0.975, "low": 0.0, "high": 0.99, "n": 120}


def test_a_machine_that_does_not_follow_gets_the_run(
    sample_project: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("train", "--project", sample_project, "--preset", "demo-cpu", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["run"] == str(list_runs(sample_project)[0].run.path)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--preset", "demo"], ("no preset “demo”", "demo-cpu")),
        (["--preset", "demo-cpu", "--set", "rank"], ("does not say what to set", "--set training.max_steps=30")),
        (["--preset", "demo-cpu", "--set", "method.size=3"], ("no option “method.size”", "method.rank")),
        (["--preset", "demo-cpu", "--set", "method.rank=0"], ("method.rank", "")),
        (["--preset", "demo-cpu", "--dataset", "other"], ("no data set “other”", "The data sets are")),
    ],
)
def test_what_cannot_be_trained_is_said_and_leaves_no_run(
    sample_project: Path, command: Command, capsys: pytest.CaptureFixture[str], words: list[str], said: tuple[str, str]
) -> None:
    assert command("train", "--project", sample_project, *words) == 1
    heard = capsys.readouterr()
    assert all(part in heard.err for part in said)
    assert not heard.out
    assert list_runs(sample_project) == []


def test_a_failure_is_json_for_a_machine(
    sample_project: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    (sample_project / "fail").touch()
    assert command("train", "--project", sample_project, "--preset", "demo-cpu", "--follow", "--json") == 1
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last == {"error": {"message": "The model is missing.", "hint": "Fetch it."}}


def test_a_folder_that_is_no_project_is_said(
    tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("train", "--project", tmp_path, "--preset", "demo-cpu") == 1
    assert "Traceback" not in capsys.readouterr().err
    assert not (tmp_path / "runs").exists()


def test_several_data_sets_must_be_told_apart(
    sample_project: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    with Project.open(sample_project) as project:
        project.add_dataset("second", "instruction")
    assert command("train", "--project", sample_project, "--preset", "demo-cpu") == 1
    assert "second" in capsys.readouterr().err


def test_a_broken_contract_is_said_and_leaves_no_run(
    sample_project: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    (sample_project / "contract.yaml").write_text("formats: []\n")
    assert command("train", "--project", sample_project, "--preset", "demo-cpu") == 1
    assert "contract" in capsys.readouterr().err
    assert list_runs(sample_project) == []


@pytest.fixture
def story() -> Story:
    story = Story()
    for event in (
        Started(pid=1, device="cpu", versions={}, at=100.0),
        Phase(name="load", at=100.0),
        Notice(message="Two rows were cut."),
        Planned(total_steps=40, train_rows=1, validation_rows=1, trainable_parameters=1, total_parameters=1),
        Phase(name="train", total=40, at=110.0),
        Metric(step=10, name="loss", value=0.25, at=120.0),
        Metric(step=10, name="tokens_per_second", value=1234.0),
        Phase(name="evaluate"),
        Sample(step=10, index=0, prompt="Que [faire] ?", text="Recommandation: [bold]IRM[/bold]"),
    ):
        story.tell(event)
    return story


def test_the_time_left_follows_from_the_speed(story: Story) -> None:
    assert story.phase == "evaluate"
    assert story.seconds_left() is None
    story.tell(Metric(step=20, name="loss", value=0.2, at=130.0))
    assert story.phase == "train"
    assert story.seconds_left() == 20.0


@pytest.mark.parametrize("terminal", [True, False])
def test_the_display_shows_answers_as_they_are_written(story: Story, terminal: bool) -> None:
    console = Console(file=StringIO(), force_terminal=terminal, width=100)
    story.tell(Metric(step=11, name="loss", value=0.2, at=121.0))
    with make_display(console) as display:
        display.show(story)
        display.show(story)
    assert isinstance(console.file, StringIO)
    said = console.file.getvalue()
    assert said.count("Two rows were cut.") == 1
    assert "loss 0.2" in said
    assert ("[bold]IRM[/bold]" in said) is terminal


def test_the_comparison_speaks_french(story: Story) -> None:
    for state in ("base", "tuned"):
        story.tell(Scored(state=state, metric="format_compliance", value=0.5, low=0.25, high=0.75, n=8))
        story.tell(Scored(state=state, metric="held_out_loss", value=1.5, low=1.25, high=1.75, n=8))
    console = Console(file=StringIO(), width=100)
    use_language("fr")
    try:
        console.print(comparison(story))
    finally:
        use_language("en")
    assert isinstance(console.file, StringIO)
    assert "[25,0–75,0]" in console.file.getvalue()
    assert "1,5 [1,25–1,75]" in console.file.getvalue()
