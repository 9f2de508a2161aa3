"""What the user wants of a running worker: one request per line of control.jsonl."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

ControlAction = Literal["stop_and_save", "stop_now"]


class Control(BaseModel):
    """A request to a worker; the last one wins."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    action: ControlAction
    at: float
