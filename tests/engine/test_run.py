"""Whole runs by a real worker process on a tiny model."""

import subprocess
import sys

import pytest

from studio.core.events import Event, Finished, Metric, Phase, Planned, Sample, Saved, Scored, Started
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalReader

pytestmark = pytest.mark.slow


def worker(run: RunFolder) -> subprocess.Popen[bytes]:
    """The process the window would start."""
    with run.log.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-c", "import sys; from pathlib import Path; from studio.engine.worker import work; "
             "sys.exit(work(Path(sys.argv[1])))", str(run.path)],
            stdout=log, stderr=log,
        )  # fmt: skip


def events_of(run: RunFolder) -> list[Event]:
    return JournalReader(run.events).read_new()


def of_type(events, kind):
    return [event for event in events if isinstance(event, kind)]


def test_run_tells_everything_and_leaves_an_adapter(make_run) -> None:
    run = make_run()
    assert worker(run).wait() == 0, run.log.read_text("utf-8")
    events = events_of(run)
    assert isinstance(events[0], Started)
    assert [event.seq for event in events] == list(range(len(events)))
    assert of_type(events, Planned)[0].total_steps == 4
    for name, steps in {
        "loss": [1, 2, 3, 4],
        "learning_rate": [1, 2, 3, 4],
        "grad_norm": [1, 2, 3, 4],
        "tokens_per_second": [1, 2, 3, 4],
        "validation_loss": [0, 2, 4],
    }.items():
        assert [event.step for event in of_type(events, Metric) if event.name == name] == steps
    assert [sample.step for sample in of_type(events, Sample)] == [0, 2, 4]
    assert [(saved.what, saved.path) for saved in of_type(events, Saved)] == [
        ("checkpoint", "checkpoints/step-000002"),
        ("adapter", "adapter"),
    ]
    assert [(score.state, score.metric, score.n) for score in of_type(events, Scored)] == [
        ("base", "held_out_loss", 6),
        ("tuned", "held_out_loss", 6),
    ]
    phases = [event.name for event in of_type(events, Phase)]
    assert list(dict.fromkeys(phases)) == [
        "import", "load", "tokenise", "train", "evaluate", "save", "score_base", "score_tuned",
    ]  # fmt: skip
    last = events[-1]
    assert isinstance(last, Finished)
    assert (last.reason, last.steps, last.adapter) == ("completed", 4, "adapter")
    assert last.train_cpu_s > 0
