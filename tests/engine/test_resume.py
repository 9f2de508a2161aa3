"""A run that was cut off goes on as if nothing had happened, to the last bit."""

import os
import signal
from pathlib import Path

import pytest

from studio.core.events import Finished, Metric, Resumed, Sample, Saved
from studio.runs.checkpoints import list_checkpoints, newest_whole
from studio.runs.control import request
from studio.runs.durable import verify_folder
from studio.runs.folder import RunFolder
from studio.runs.state import run_state
from tests.engine.test_failures import wait_for_step
from tests.engine.test_run import CURVES, events_of, of_type, worker

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
}


def curve(run: RunFolder) -> dict[tuple[int, str], float]:
    """What was measured last at each step."""
    told = of_type(events_of(run), Metric)
    return {(event.step, event.name): event.value for event in told if event.name in CURVES}


def weights(run: RunFolder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in run.adapter.glob("*.safetensors")}


@pytest.fixture(scope="module")
def both(make_runs) -> dict[str, tuple[RunFolder, RunFolder]]:
    """Every way of training, once straight on and once cut off and resumed."""
    straight = {name: make_runs(SEVEN | way) for name, way in WAYS.items()}
    cut = {name: make_runs(SEVEN | way) for name, way in WAYS.items()}
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
