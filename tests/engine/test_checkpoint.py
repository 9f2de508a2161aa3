"""Saving, and what a power cut leaves of it."""

import sys
from pathlib import Path

import pytest

from studio.core.events import Metric
from studio.engine.checkpoint import rotate, save_checkpoint, save_whole
from studio.runs.checkpoints import newest_whole
from studio.runs.durable import verify_folder
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalReader, JournalWriter
from tests.runs.power import Disk

FACTS = {"validation_loss": 1.0, "epoch": 1.0, "examined": True, "total_steps": 9, "recipe_sha256": ""}


def write(folder: Path) -> None:
    (folder / "state.json").write_text("{}", "utf-8")
    (folder / "weights").write_bytes(bytes(range(256)))
    (folder / "more").mkdir()
    (folder / "more" / "words").write_text("é", "utf-8")


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    (tmp_path / "run").mkdir()
    return Disk(tmp_path / "run", tmp_path / "cuts")


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which file a handle is of")
def test_power_cut_leaves_the_last_checkpoint_and_the_journal_up_to_it(disk: Disk, tmp_path: Path) -> None:
    run, saved, found = RunFolder(tmp_path / "run"), 0, set()

    def look(left: Path) -> None:
        after = RunFolder(left)
        whole = newest_whole(after)
        step = whole.step if whole else 0
        assert step in (saved, saved + 1)
        known = [event.step for event in JournalReader(after.events).read_new() if isinstance(event, Metric)]
        assert known[:step] == list(range(1, step + 1))
        found.add((saved, step))

    with JournalWriter(run.events) as journal, disk.watched(look):
        for step in range(1, 5):
            journal.append(Metric(step=step, name="loss", value=1.0))
            journal.sync()
            save_checkpoint(run, write, step, {**FACTS, "validation_loss": float(step)})
            saved = step
            for eager in (False, True):
                look(disk.cut(eager=eager))
            rotate(run, None)
    # Cuts were early and late enough to find each one before and after it was there.
    assert found == {(at, at + more) for at in range(4) for more in (0, 1)} | {(4, 4)}


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which file a handle is of")
def test_power_cut_leaves_no_result_that_is_not_whole(disk: Disk, tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "run")

    def look(left: Path) -> None:
        after = RunFolder(left)
        assert not after.adapter.exists() or verify_folder(after.adapter)

    with disk.watched(look):
        for _time in range(2):
            save_whole(run.adapter, write, {"v": 1})
            assert verify_folder(RunFolder(disk.cut(eager=False)).adapter)
