"""A run whose validation loss rises ends by itself, as a whole run."""

import pytest

from studio.core.events import Finished, Metric, Notice, Sample, Saved, Scored
from tests.engine.test_run import events_of, of_type, worker

pytestmark = pytest.mark.slow


def test_training_ends_when_the_validation_loss_no_longer_falls(make_runs) -> None:
    changes = {
        "training.learning_rate": "0.3",
        "training.max_steps": "12",
        "training.schedule": "constant",
        "evaluation.every_steps": "1",
        "evaluation.patience": "2",
    }
    run = make_runs(changes)
    assert worker(run).wait() == 0, run.log.read_text("utf-8")
    events = events_of(run)
    losses = {each.step: each.value for each in of_type(events, Metric) if each.name == "validation_loss"}
    best = min(losses, key=lambda step: losses[step])
    last = events[-1]
    assert isinstance(last, Finished)
    assert (last.reason, last.adapter) == ("completed", "adapter")
    assert last.steps == best + 2 < 12
    (said,) = [each.message for each in of_type(events, Notice) if "lowest" in each.message]
    assert f"at step {last.steps}:" in said
    assert f"lowest at step {best}," in said
    assert of_type(events, Sample)[-1].step == last.steps
    assert of_type(events, Saved)[-1].what == "adapter"
    assert {each.state for each in of_type(events, Scored)} == {"base", "tuned"}
