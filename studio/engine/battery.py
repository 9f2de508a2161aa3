"""A machine whose battery runs out takes the run with it: the run pauses before."""

import time
from collections.abc import Callable
from typing import Any, Protocol

import psutil
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from studio.core.events import Notice
from studio.engine.desk import Desk
from studio.words import _

LOW_PERCENT = 10
_EVERY_S = 30.0


class Charge(Protocol):
    """What a battery says of itself."""

    percent: float
    power_plugged: bool | None


def read_charge() -> Charge | None:
    """The battery of this machine, None where there is none or none that can be asked."""
    ask = getattr(psutil, "sensors_battery", None)  # not on every system
    charge: Charge | None = ask() if ask else None
    return charge


class Battery(TrainerCallback):
    """Asks for a pause, once, when the battery is low and nothing charges it."""

    def __init__(
        self,
        desk: Desk,
        read: Callable[[], Charge | None] = read_charge,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._desk, self._read, self._clock = desk, read, clock
        self._next = clock()

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_more: Any) -> None:
        if self._clock() < self._next or control.should_training_stop:
            return
        self._next = self._clock() + _EVERY_S
        charge = self._read()
        if charge is None or charge.power_plugged is not False or charge.percent >= LOW_PERCENT:
            return
        self._desk.wishes.pause()
        control.should_training_stop = True
        self._desk.tell(
            Notice(
                message=_("The run pauses: the battery is at {percent}%.").format(percent=round(charge.percent)),
                hint=_("Plug the machine in, then press Resume: nothing that was learned is lost."),
            )
        )
