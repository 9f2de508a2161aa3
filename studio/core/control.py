"""What the user wants of a running worker: one request per line of control.jsonl."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

ControlAction = Literal["stop_and_save", "stop_now", "pause", "evaluate_now"]


class Control(BaseModel):
    """A request to a worker; of those to end, the last one wins."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    action: ControlAction
    at: float
