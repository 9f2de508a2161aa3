"""A run pauses before its battery is empty."""

import pytest

from studio.core.control import ControlAction
from studio.engine.battery import LOW_PERCENT, Battery
from studio.engine.desk import Desk
from studio.engine.pulse import Pulse
from studio.engine.room import Room
from studio.engine.wishes import Wishes
from studio.runs.journal import JournalWriter
from studio.runs.run import read_job


class Charge:
    """A battery as psutil tells it."""

    def __init__(self, percent: float, power_plugged: bool | None) -> None:
        self.percent, self.power_plugged = percent, power_plugged


@pytest.mark.parametrize(
    ("charge", "wish"),
    [
        (None, None),
        (Charge(LOW_PERCENT - 1, False), "pause"),
        (Charge(LOW_PERCENT, False), None),
        (Charge(3, True), None),
        (Charge(3, None), None),
    ],
)
def test_low_battery_that_nothing_charges_pauses_the_run(make_run, charge, wish: ControlAction | None) -> None:
    from transformers import TrainerControl, TrainerState

    run = make_run()
    wishes, control = Wishes(run), TrainerControl()
    with JournalWriter(run.events) as journal:
        desk = Desk(run, journal, wishes, Pulse(journal), Room(run, wishes), read_job(run))
        Battery(desk, lambda: charge).on_step_end(None, TrainerState(), control)
    assert wishes.latest() == wish
    assert control.should_training_stop == (wish is not None)
    assert (b"battery" in run.events.read_bytes()) == (wish is not None)
