"""Whatever happens to a run, what it may need again is not deleted."""

import random

import pytest

from studio.runs.checkpoints import (
    Checkpoint,
    best,
    checkpoint_path,
    clear_partials,
    expendable,
    list_checkpoints,
    newest_whole,
    set_damaged_aside,
)
from studio.runs.durable import seal_folder
from studio.runs.folder import RunFolder
from tests.runs.rotation import live_through

FACTS = {"epoch": 1.0, "examined": True, "total_steps": 9, "recipe_sha256": ""}


def save(run: RunFolder, step: int, loss: float | None = None, name: str = "state.json") -> None:
    final = checkpoint_path(run, step)
    partial = final.with_name(final.name + ".partial")
    partial.mkdir(parents=True)
    (partial / name).write_text("{}", "utf-8")
    seal_folder(partial, final, {"step": step, "validation_loss": loss, **FACTS})


@pytest.mark.parametrize("seed", range(500))
def test_nothing_precious_is_ever_deleted(seed: int) -> None:
    live_through(random.Random(seed))


def test_only_whole_and_resumable_checkpoints_count(run: RunFolder) -> None:
    for step in (2, 4, 6):
        save(run, step, 1 / step)
    save(run, 8, name="adapter_model.safetensors")
    (checkpoint_path(run, 4) / "manifest.json").write_text("{}", "utf-8")
    (checkpoint_path(run, 6) / "state.json").write_text("[]", "utf-8")
    (run.checkpoints / "step-000010.partial").mkdir()
    assert [each.step for each in list_checkpoints(run)] == [2, 6]
    newest = newest_whole(run)
    assert newest
    assert newest.step == 2
    moved = [path.name for path in set_damaged_aside(run, newest)]
    assert moved == ["step-000004.damaged", "step-000006.damaged", "step-000008.damaged"]
    assert [each.step for each in list_checkpoints(run)] == [2]


def test_what_a_killed_worker_had_begun_to_save_is_cleared_and_nothing_else(run: RunFolder) -> None:
    save(run, 2)
    (run.checkpoints / "step-000004.partial").mkdir()
    (run.path / "adapter.partial").mkdir()
    run.adapter.mkdir()
    clear_partials(run)
    assert [path.name for path in run.checkpoints.iterdir()] == ["step-000002"]
    assert run.adapter.is_dir()
    assert not (run.path / "adapter.partial").exists()


def test_run_without_checkpoints_has_none(run: RunFolder) -> None:
    assert list_checkpoints(run) == ()
    assert newest_whole(run) is None
    assert set_damaged_aside(run, None) == []


def test_best_is_the_earliest_of_equal_losses(tmp_path) -> None:
    kept = [Checkpoint(tmp_path, step, loss) for step, loss in ((1, None), (2, 0.5), (3, 0.4), (4, 0.4), (5, 0.6))]
    lowest = best(kept)
    assert lowest
    assert lowest.step == 3
    assert [each.step for each in expendable(kept, 1)] == [2]
    assert best(kept[:1]) is None
