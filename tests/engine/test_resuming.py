"""Where a worker begins, and what it says of checkpoints that it does not use."""

import json
from pathlib import Path

import pytest

from studio.core.events import Metric, Notice, Resumed
from studio.engine.desk import Desk
from studio.engine.pulse import Pulse
from studio.engine.resuming import find_start
from studio.engine.room import Room
from studio.engine.wishes import Wishes
from studio.runs.checkpoints import checkpoint_path
from studio.runs.durable import MANIFEST, seal_folder
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalWriter
from studio.runs.run import read_job
from tests.engine.workers import events_of, of_type

BEGINS_AGAIN = "None of its checkpoints can be used: the run begins again."


def save(run: RunFolder, step: int) -> Path:
    final = checkpoint_path(run, step)
    partial = final.with_suffix(".partial")
    partial.mkdir(parents=True)
    (partial / "state.json").write_text("{}", "utf-8")
    facts = {"validation_loss": None, "epoch": 1.0, "examined": True, "total_steps": 9, "recipe_sha256": ""}
    seal_folder(partial, final, {"step": step, **facts})
    return final


def unseal(folder: Path) -> None:
    """As manifests were before they were sealed."""
    facts = json.loads((folder / MANIFEST).read_text("utf-8"))
    del facts["seal"]
    (folder / MANIFEST).write_text(json.dumps(facts), "utf-8")


def cut(folder: Path) -> None:
    (folder / MANIFEST).write_text("{", "utf-8")


@pytest.mark.parametrize(
    ("harm", "said", "left"),
    [
        (unseal, "The checkpoint step-000002 was saved by an older version of Atelier and is not used.", "older"),
        (cut, "The checkpoint step-000002 is damaged and is not used.", "damaged"),
    ],
)
def test_checkpoint_that_cannot_be_used_is_named_with_its_reason(make_run, harm, said: str, left: str) -> None:
    run = make_run()
    harm(save(run, 2))
    wishes = Wishes(run)
    with JournalWriter(run.events) as journal:
        journal.append(Metric(step=3, name="loss", value=1.0))
        desk = Desk(run, journal, wishes, Pulse(journal), Room(run, wishes), read_job(run))
        assert find_start(desk) is None
    events = events_of(run)
    assert [event.message for event in of_type(events, Notice)] == [said, BEGINS_AGAIN]
    assert [event.step for event in of_type(events, Resumed)] == [0]
    assert [path.name for path in run.checkpoints.iterdir()] == [f"step-000002.{left}"]
