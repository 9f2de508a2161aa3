"""What a worker tells: one frozen event per journal line, read back by the same types."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, TypeAdapter

PhaseName = Literal[
    "import",
    "load",
    "tokenise",
    "score_base",
    "train",
    "evaluate",
    "save",
    "score_tuned",
    "wait_for_space",
    "answer",
    "time",
    "merge",
    "write",
    "compare",
]
FailureKind = Literal[
    "out_of_memory",
    "not_finite",
    "model_missing",
    "model_unsafe",
    "template",
    "disk_full",
    "data",
    "recipe",
    "checkpoint",
    "export",
    "bug",
]
FinishReason = Literal["completed", "stopped_and_saved", "stopped_now", "paused"]
ModelState = Literal["base", "tuned"]


class _Event(BaseModel):
    # Journals of newer versions may carry more fields; reading them must not fail.
    model_config = ConfigDict(frozen=True, extra="ignore")
    v: Literal[1] = 1
    seq: int = -1
    """Position in the journal, from 0; set by the writer."""
    at: float = 0.0
    """Unix time in seconds; set by the writer."""
    mono: float = 0.0
    """Seconds of the writer's monotonic clock, which setting the time does not move; 0 in older journals."""


class Started(_Event):
    """The worker has read its job."""

    type: Literal["started"] = "started"
    pid: int
    device: str
    versions: dict[str, str]


class Resumed(_Event):
    """Another worker goes on from a checkpoint; what was told of later steps is void, they are trained again."""

    type: Literal["resumed"] = "resumed"
    step: int
    checkpoint: str = ""
    """Relative to the run folder; empty when nothing was saved before the run was cut off."""


class Planned(_Event):
    """What training will do, known once the data is tokenised."""

    type: Literal["planned"] = "planned"
    total_steps: int
    train_rows: int
    validation_rows: int
    trainable_parameters: int
    total_parameters: int
    micro_batch: int = 0
    """Rows computed at once; 0 in journals of older versions."""
    accumulation: int = 0
    checkpointed_layers: int = 0
    shortened_rows: int = 0
    """Training rows whose answer is cut at the longest allowed length."""
    left_out_rows: int = 0
    """Training rows that teach nothing: no answer, or none left within the longest allowed length."""


class Phase(_Event):
    """A new stage of the run; `total` counts its units (examples, steps), 0 when unknown."""

    type: Literal["phase"] = "phase"
    name: PhaseName
    total: int = 0
    detail: str = ""
    """What it is done to, the title of a model say."""


class Progress(_Event):
    """Units of the current phase done, for phases other than training."""

    type: Literal["progress"] = "progress"
    done: int
    total: int


class Metric(_Event):
    """One number at one optimiser step; names: loss, validation_loss, learning_rate, grad_norm, tokens_per_second,
    step_seconds and, of these, data_seconds spent waiting for the next batch; of the machine, at the step it was at:
    cpu_percent, cpu_temperature, gpu_memory, gpu_utilisation, gpu_temperature, gpu_power, energy_wh, and what they are
    shares of, told once: memory_limit, gpu_memory_limit, gpu_temperature_limit, gpu_power_limit."""

    type: Literal["metric"] = "metric"
    step: int
    name: str
    value: FiniteFloat


class Sample(_Event):
    """The model's answer to one of the fixed prompts; step 0 is the untrained model."""

    type: Literal["sample"] = "sample"
    step: int
    index: int
    prompt: str
    text: str
    reference: str = ""


class Memory(_Event):
    """Bytes in use by the worker's process and, with a GPU, on the device."""

    type: Literal["memory"] = "memory"
    step: int
    process_bytes: int
    device_bytes: int = 0


class Saved(_Event):
    """A checkpoint or the adapter is complete on disk, manifest included; `path` is relative to the run folder."""

    type: Literal["saved"] = "saved"
    step: int
    what: Literal["checkpoint", "adapter"]
    path: str


class Scored(_Event):
    """One held-out score with its 95 % interval."""

    type: Literal["scored"] = "scored"
    state: ModelState
    metric: str
    value: FiniteFloat
    low: FiniteFloat
    high: FiniteFloat
    n: int


class Notice(_Event):
    """Something worth telling that stops nothing."""

    type: Literal["notice"] = "notice"
    message: str
    hint: str = ""


class Failed(_Event):
    """The run ended by a foreseen failure or a bug, in the user's words."""

    type: Literal["failed"] = "failed"
    kind: FailureKind
    message: str
    hint: str = ""


class Heartbeat(_Event):
    """The worker lives; `last_step_at` is the Unix time of the last finished step, 0 before the first."""

    type: Literal["heartbeat"] = "heartbeat"
    step: int
    last_step_at: float


class Finished(_Event):
    """The run ended as asked; seconds of wall time for the run, of CPU time for training alone."""

    type: Literal["finished"] = "finished"
    reason: FinishReason
    steps: int
    wall_s: float
    train_cpu_s: float
    adapter: str = ""
    peak_process_bytes: int = 0
    """The most the last worker's process held in memory; 0 where the platform does not tell."""
    peak_device_bytes: int = 0


Event = Annotated[
    Started
    | Resumed
    | Planned
    | Phase
    | Progress
    | Metric
    | Sample
    | Memory
    | Saved
    | Scored
    | Notice
    | Failed
    | Heartbeat
    | Finished,
    Field(discriminator="type"),
]

_ADAPTER: TypeAdapter[Event] = TypeAdapter(Event)


def parse_event(line: bytes) -> Event:
    """Read one journal line; raises pydantic.ValidationError when it is no event of a known version."""
    return _ADAPTER.validate_json(line)
