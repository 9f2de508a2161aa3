"""A run whose validation loss rises ends by itself, as a whole run, with the weights that were best."""

import pytest

from studio.core.events import Finished, Metric, Notice, Resumed, Sample, Saved, Scored
from studio.runs.checkpoints import checkpoint_path
from studio.runs.durable import read_manifest
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalReader
from tests.engine.workers import events_of, of_type, worker

pytestmark = pytest.mark.slow

RISING = {
    "training.learning_rate": "0.3",
    "training.max_steps": "12",
    "training.schedule": "constant",
    "evaluation.every_steps": "1",
    "evaluation.patience": "2",
}
# The first run is prolonged, then loses its result and what it told after its last checkpoint, and is taken up.
PROLONGED = """
import shutil, sys
from pathlib import Path
from studio.engine.worker import work
from studio.launch import continue_run, prolonged
from studio.runs.checkpoints import list_checkpoints
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalReader
from studio.runs.run import read_job
runs = [RunFolder(Path(run)) for run in sys.argv[1:]]
assert [work(run.path) for run in runs] == [0] * len(runs)
run = runs[0]
last = list_checkpoints(run)[-1]
longer = continue_run(run, last, prolonged(read_job(run).recipe, last, 1), "en")
longer.path.rename(run.path / "longer")
assert work(run.path / "longer") == 0
run.adapter.rename(run.path / "first")
run.events.with_name("first.jsonl").write_bytes(run.events.read_bytes())
lines = run.events.read_bytes().split(b"\\n")
saved = max(at for at, line in enumerate(lines) if last.path.name.encode() in line)
run.events.write_bytes(b"\\n".join(lines[: saved + 1]) + b"\\n")
assert work(run.path) == 0
"""


@pytest.fixture(scope="module")
def runs(make_runs) -> dict[str, RunFolder]:
    made = {
        "early": make_runs(RISING),
        "last": make_runs(RISING | {"evaluation.patience": "0", "training.max_steps": "4"}),
        "blind": make_runs(RISING | {"evaluation.keep": "best", "training.max_steps": "2"}, validation=[]),
    }
    assert worker(*made.values(), code=PROLONGED).wait() == 0, made["early"].log.read_text("utf-8")
    return made | {"longer": RunFolder(made["early"].path / "longer")}


def losses(events) -> dict[int, float]:
    return {each.step: each.value for each in of_type(events, Metric) if each.name == "validation_loss"}


def weights(folder) -> bytes:
    return (folder / "adapter_model.safetensors").read_bytes()


def remarks(events) -> str:
    return "\n".join(each.message for each in of_type(events, Notice))


def test_training_ends_when_the_validation_loss_no_longer_falls(runs) -> None:
    events = JournalReader(runs["early"].path / "first.jsonl").read_new()
    known = losses(events)
    best = min(known, key=lambda step: known[step])
    last = events[-1]
    assert isinstance(last, Finished)
    assert (last.reason, last.adapter) == ("completed", "adapter")
    assert last.steps == best + 2 < 12
    (said,) = [each.message for each in of_type(events, Notice) if "brought nothing lower" in each.message]
    assert f"at step {last.steps}:" in said
    assert f"lowest at step {best}," in said
    assert of_type(events, Sample)[-1].step == last.steps
    assert {each.state for each in of_type(events, Scored)} == {"base", "tuned"}


def test_result_holds_the_best_weights_where_training_may_stop_early(runs) -> None:
    run = runs["early"]
    events = JournalReader(run.path / "first.jsonl").read_new()
    known = {step: loss for step, loss in losses(events).items() if step}
    best = min(known, key=lambda step: known[step])
    assert best < max(known)
    assert weights(run.path / "first") == weights(checkpoint_path(run, best))
    assert weights(run.path / "first") != weights(checkpoint_path(run, max(known)))
    facts = read_manifest(run.path / "first")
    assert facts
    assert (facts["weights_step"], facts["steps"]) == (best, max(known))
    assert (of_type(events, Saved)[-1].what, of_type(events, Saved)[-1].step) == ("adapter", best)
    assert f"holds the weights of step {best}, where" in remarks(events)


def test_run_that_had_stopped_early_and_lost_its_result_trains_no_further(runs) -> None:
    run = runs["early"]
    events = events_of(run)
    resumed = events.index(of_type(events, Resumed)[0])
    assert not losses(events[resumed:])
    assert isinstance(events[-1], Finished)
    assert events[-1].reason == "completed"
    assert weights(run.adapter) == weights(run.path / "first")


def test_prolonged_run_waits_as_long_again(runs) -> None:
    events = events_of(runs["longer"])
    (begun,) = of_type(events, Resumed)
    known = losses(events)
    assert len(known) >= 3
    assert min(known) == begun.step + 1
    assert isinstance(events[-1], Finished)


def test_prolonged_run_is_no_worse_than_what_it_goes_on_from(runs) -> None:
    first, longer = runs["early"], runs["longer"]
    known = losses(JournalReader(first.path / "first.jsonl").read_new()) | losses(events_of(longer))
    best = min((step for step in known if step), key=lambda step: known[step])
    assert weights(longer.adapter) == weights(checkpoint_path(longer, best))
    assert of_type(events_of(longer), Saved)[-1].step == best


def test_without_patience_the_last_weights_are_kept_and_the_best_step_is_told(runs) -> None:
    run = runs["last"]
    events = events_of(run)
    known = {step: loss for step, loss in losses(events).items() if step}
    best = min(known, key=lambda step: known[step])
    assert best < 4
    assert weights(run.adapter) == weights(checkpoint_path(run, 4))
    assert of_type(events, Saved)[-1].step == 4
    assert f"weights of the last step, 4; the validation loss was lowest at step {best}." in remarks(events)


def test_nothing_validated_is_told_to_who_wants_the_best(runs) -> None:
    run = runs["blind"]
    assert "Nothing was validated" in remarks(events_of(run))
    assert weights(run.adapter) == weights(checkpoint_path(run, 2))
