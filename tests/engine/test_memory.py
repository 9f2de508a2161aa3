"""A run whose memory runs out goes on with smaller pieces, and loses no step."""

import pytest

from studio.core.events import Failed, Finished, Metric, Notice, Planned, Resumed
from tests.engine.test_preference import preferences
from tests.engine.workers import events_of, of_type, worker

pytestmark = pytest.mark.slow

# The card's error, raised where it is raised: in a forward pass over more rows than fit, from the third pass on.
SCARCE = """
import os, sys
from pathlib import Path
from studio.engine import loading
from studio.engine.worker import work

adapt, passes = loading.adapt, []

def scarce(model, args, kwargs):
    import torch
    passes.append(model.training)
    if model.training and sum(passes) > 2 and len(kwargs["input_ids"]) > int(os.environ["FITTING"]):
        raise torch.OutOfMemoryError("CUDA out of memory.")

def adapt_scarce(model, recipe):
    made = adapt(model, recipe)
    made.register_forward_pre_hook(scarce, with_kwargs=True)
    return made

loading.adapt = adapt_scarce
sys.exit(work(Path(sys.argv[1])))
"""
BATCH = {"training.batch": "8", "memory.micro_batch": "8", "training.max_steps": "6", "evaluation.compare": "false"}


def losses(run) -> list[tuple[int, float]]:
    return [(event.step, event.value) for event in of_type(events_of(run), Metric) if event.name == "loss"]


@pytest.mark.parametrize("objective", ["dpo", "kto"])
def test_preferences_are_still_compared_with_the_untrained_model(make_runs, objective: str) -> None:
    way = BATCH | {"goal.objective": objective, "training.learning_rate": "1e-2", "evaluation.sample_prompts": "0"}
    rows = {"train": preferences(16), "validation": preferences(4, 100), "test": []}
    plenty, scarce = make_runs(way, **rows), make_runs(way, **rows)
    assert worker(plenty).wait() == 0, plenty.log.read_text("utf-8")
    assert worker(scarce, code=SCARCE, FITTING="4").wait() == 0, scarce.log.read_text("utf-8")
    assert any("memory ran out" in event.message for event in of_type(events_of(scarce), Notice))
    assert losses(plenty)[-1][1] < 0.9 * losses(plenty)[0][1]
    assert losses(scarce) == [(step, pytest.approx(value, rel=0.02)) for step, value in losses(plenty)]


def test_smaller_pieces_go_on_where_the_memory_ran_out(make_runs) -> None:
    plenty, scarce = make_runs(BATCH), make_runs(BATCH)
    assert worker(plenty).wait() == 0, plenty.log.read_text("utf-8")
    assert worker(scarce, code=SCARCE, FITTING="2").wait() == 0, scarce.log.read_text("utf-8")
    events = events_of(scarce)
    assert isinstance(events[-1], Finished)
    assert of_type(events, Planned)[0].micro_batch == 8
    said = [event.message for event in of_type(events, Notice)]
    assert [message.partition(":")[2] for message in said if "memory ran out" in message] == [
        " it goes on with 4 at once, 2 times a step.",
        " it goes on with 2 at once, 4 times a step.",
    ]
    assert [step for step, _value in losses(scarce)] == [1, 2, 3, 4, 5, 6]
    assert losses(scarce) == [(step, pytest.approx(value, abs=2e-3)) for step, value in losses(plenty)]
    assert not of_type(events, Resumed)


def test_one_row_that_does_not_fit_ends_the_run(make_runs) -> None:
    run = make_runs(BATCH)
    assert worker(run, code=SCARCE, FITTING="0").wait() == 1
    last = events_of(run)[-1]
    assert isinstance(last, Failed)
    assert last.kind == "out_of_memory"
