"""A run that was cut off goes on as if nothing had happened, to the last bit."""

import pytest

from studio.core.events import Finished, Metric, Notice, Resumed, Sample
from studio.core.recipe import with_changes
from studio.launch import continue_run, prolonged
from studio.runs.checkpoints import list_checkpoints
from studio.runs.folder import RunFolder
from studio.runs.run import read_job
from tests.engine.families import build_encoder
from tests.engine.test_classification import texts
from tests.engine.test_preference import preferences
from tests.engine.workers import CURVES, events_of, of_type, worker

pytestmark = pytest.mark.slow

# Each run ends by a fault right after its fifth step; then all are taken up again.
CUT_OFF = """
import sys
from pathlib import Path
from studio.engine.worker import work
runs = [Path(run) for run in sys.argv[1:]]

def break_at_five():
    from studio.engine import callbacks
    told = callbacks.Reporter.on_log
    def on_log(self, args, state, control, logs=None, **more):
        told(self, args, state, control, logs, **more)
        if state.global_step == 5:
            raise SystemError("cut off")
    callbacks.Reporter.on_log = on_log
    return lambda: setattr(callbacks.Reporter, "on_log", told)

mend = break_at_five()
assert [work(run) for run in runs] == [1] * len(runs)
mend()
assert [work(run) for run in runs] == [0] * len(runs)
"""
SEVEN = {
    "training.max_steps": "7", "evaluation.every_steps": "2", "evaluation.compare": "false",
    "training.warmup_steps": "2", "training.schedule": "cosine", "memory.micro_batch": "2", "method.dropout": "0.1",
}  # fmt: skip
WAYS = {
    # 16 examples make 4 steps an epoch: the checkpoint of step 4 lies exactly between two epochs.
    "8-bit optimiser": {},
    "torch's optimiser": {"method.name": "lora", "training.optimiser": "adamw_torch"},
    "fused": {"method.name": "lora", "training.optimiser": "adamw_fused", "training.batch": "3"},
    "packed": {"data.packing": "on", "data.max_length": "96"},
    "AdaLoRA": {"method.name": "adalora", "method.rank": "6", "method.final_rank": "3"},
    "DoRA": {"method.name": "dora", "training.batch": "6"},
    "prefix": {"method.name": "prefix", "method.prefix_tokens": "4"},
    "full": {"method.name": "full", "training.optimiser": "adamw_torch"},
    "DPO": {"goal.objective": "dpo"},
    "KTO": {"goal.objective": "kto", "method.name": "lora"},
    "labels": {"goal.task": "classification", "method.name": "full", "training.class_weights": "balanced"},
}
PREFERRED = {"train": preferences(16), "validation": preferences(4, 100), "test": []}
LABELLED = {"train": texts(16), "validation": texts(4, 100), "test": []}


def curve(run: RunFolder) -> dict[tuple[int, str], float]:
    """What was measured last at each step."""
    told = of_type(events_of(run), Metric)
    return {(event.step, event.name): event.value for event in told if event.name in CURVES}


def weights(run: RunFolder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in run.adapter.glob("*.safetensors")}


@pytest.fixture(scope="module")
def both(make_runs, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[RunFolder, RunFolder]]:
    """Every way of training, once straight on and once cut off and resumed."""
    encoder = {"model.base": str(build_encoder("CamemBERT", tmp_path_factory.mktemp("encoder")))}

    def make(name: str) -> RunFolder:
        way = SEVEN | WAYS[name] | (encoder if "goal.task" in WAYS[name] else {})
        rows = PREFERRED if "goal.objective" in way else LABELLED if "goal.task" in way else {}
        return make_runs(way, **rows)

    straight, cut = ({name: make(name) for name in WAYS} for _time in range(2))
    assert worker(*straight.values()).wait() == 0, next(iter(straight.values())).log.read_text("utf-8")
    assert worker(*cut.values(), code=CUT_OFF).wait() == 0, next(iter(cut.values())).log.read_text("utf-8")
    return {name: (straight[name], cut[name]) for name in WAYS}


@pytest.mark.parametrize("name", WAYS)
def test_resumed_run_ends_bit_equal(both, name: str) -> None:
    straight, cut = both[name]
    assert [event.step for event in of_type(events_of(cut), Resumed)] == [4]
    assert curve(cut) == curve(straight)
    assert weights(cut)
    assert weights(cut) == weights(straight)
    assert [event.text for event in of_type(events_of(cut), Sample)] == [
        event.text for event in of_type(events_of(straight), Sample)
    ]


# At the third step of each run what its folder asks for is requested; then those that have not finished are taken up.
INTERRUPTED = """
import shutil, sys
from pathlib import Path
from studio.engine import callbacks
from studio.engine.worker import work
from studio.runs.control import request
from studio.runs.folder import RunFolder
from studio.runs.run import read_job
runs = [RunFolder(Path(run)) for run in sys.argv[1:]]
told = callbacks.Reporter.on_log
def on_log(self, args, state, control, logs=None, **more):
    told(self, args, state, control, logs, **more)
    run = RunFolder(Path(args.output_dir).parent)
    if state.global_step == 3:
        for wish in ("pause", "evaluate_now"):
            if (run.path / wish).exists():
                request(run, wish)
    if state.global_step == 5 and (run.path / "break").exists():
        raise SystemError("cut off")
callbacks.Reporter.on_log = on_log
for run in runs:
    work(run.path)
callbacks.Reporter.on_log = told
for run in runs:
    run.control.unlink(missing_ok=True)
    if (run.path / "break").exists():
        damaged = run.checkpoints / "step-000004" / "state.safetensors"
        whole = bytearray(damaged.read_bytes())
        whole[len(whole) // 2] ^= 1
        damaged.write_bytes(whole)
    if (run.path / "unsaved").exists():
        shutil.rmtree(run.adapter)
        lines = run.events.read_bytes().split(b"\\n")
        last = max(at for at, line in enumerate(lines) if b"checkpoints/step-000007" in line)
        run.events.write_bytes(b"\\n".join(lines[: last + 1]) + b"\\n")
    if not run.adapter.exists():
        assert work(run.path) == 0
"""


@pytest.fixture(scope="module")
def interrupted(make_runs) -> dict[str, RunFolder]:
    names = ("straight", "pause", "evaluate_now", "break", "unsaved")
    runs = {name: make_runs(SEVEN) for name in names}
    for name, run in runs.items():
        (run.path / name).touch()
    assert worker(*runs.values(), code=INTERRUPTED).wait() == 0, runs["straight"].log.read_text("utf-8")
    return runs


def test_paused_run_ends_bit_equal_and_makes_up_for_the_look_that_the_pause_prevented(interrupted) -> None:
    run, straight = interrupted["pause"], interrupted["straight"]
    endings = of_type(events_of(run), Finished)
    assert [(event.reason, event.steps) for event in endings] == [("paused", 4), ("completed", 7)]
    assert [event.step for event in of_type(events_of(run), Resumed)] == [4]
    assert curve(run) == curve(straight)
    assert weights(run) == weights(straight)


def test_evaluating_now_changes_nothing_of_the_training(interrupted) -> None:
    run, straight = interrupted["evaluate_now"], interrupted["straight"]
    assert set(curve(run)) - set(curve(straight)) == {(3, "validation_loss")}
    assert {point: value for point, value in curve(run).items() if point in curve(straight)} == curve(straight)
    assert weights(run) == weights(straight)


def test_damaged_checkpoint_is_told_and_the_one_before_used(interrupted) -> None:
    run, straight = interrupted["break"], interrupted["straight"]
    assert [event.step for event in of_type(events_of(run), Resumed)] == [2]
    assert any("step-000004 is damaged" in event.message for event in of_type(events_of(run), Notice))
    assert curve(run) == curve(straight)
    assert weights(run) == weights(straight)
    assert not list(run.checkpoints.glob("*.damaged"))


def test_run_that_lost_only_its_result_writes_it_again(interrupted) -> None:
    run, straight = interrupted["unsaved"], interrupted["straight"]
    assert [event.step for event in of_type(events_of(run), Resumed)] == [7]
    assert weights(run) == weights(straight)


def test_newest_two_best_and_resumed_from_are_kept(interrupted) -> None:
    losses = {step: loss for (step, name), loss in curve(interrupted["straight"]).items() if name == "validation_loss"}
    best = min((loss, step) for step, loss in losses.items() if step)[1]
    kept = {name: {each.step for each in list_checkpoints(run)} for name, run in interrupted.items()}
    assert kept["straight"] == {best, 6, 7}
    assert kept["pause"] == {best, 4, 6, 7}
    assert kept["break"] == {best, 2, 6, 7}


CONSTANT = SEVEN | {"training.schedule": "constant", "training.warmup_steps": "0"}


@pytest.fixture(scope="module")
def continued(make_runs) -> dict[str, RunFolder]:
    """Runs that go on from the checkpoints of others, beside runs that did the same in one go."""
    short = make_runs(CONSTANT | {"training.max_steps": "4"})
    long, cosine = make_runs(CONSTANT | {"training.max_steps": "8"}), make_runs(SEVEN)
    assert worker(short, long, cosine).wait() == 0, short.log.read_text("utf-8")
    last, first = list_checkpoints(short)[-1], list_checkpoints(cosine)[0]
    recipe, other = read_job(short).recipe, read_job(cosine).recipe
    slower = with_changes(other, {"training.learning_rate": "1e-4"})
    made = {
        "extended": continue_run(short, last, prolonged(recipe, last, 1), "en"),
        "restarted": continue_run(cosine, first, prolonged(other, first, 0), "en"),
        "slower": continue_run(cosine, first, slower, "en"),
    }
    assert worker(*made.values()).wait() == 0, made["extended"].log.read_text("utf-8")
    return {"short": short, "long": long, "cosine": cosine, **made}


def test_extended_run_ends_as_one_that_was_long_from_the_start(continued) -> None:
    extended, long = continued["extended"], continued["long"]
    assert [event.step for event in of_type(events_of(extended), Resumed)] == [4]
    assert weights(extended) == weights(long)
    assert curve(extended) == {point: value for point, value in curve(long).items() if point[0] > 4}
    assert [each.step for each in list_checkpoints(continued["short"])] == [2, 4]


def test_run_restarted_from_a_checkpoint_ends_as_the_first_did(continued) -> None:
    assert weights(continued["restarted"]) == weights(continued["cosine"])


def test_restart_with_another_rate_follows_the_new_schedule_from_there(continued) -> None:
    slower, cosine = curve(continued["slower"]), curve(continued["cosine"])
    rates = {step: value for (step, name), value in cosine.items() if name == "learning_rate"}
    for (step, name), value in slower.items():
        if name == "learning_rate":
            assert value == pytest.approx(rates[step] / 10)
