"""A log of answers given in use, and what is told of it: values that pass from a child process to the window."""

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

FOLDER = "monitoring"
"""Where a project keeps its logs."""
BinUnit = Literal["day", "week", "month"]
Reason = Literal["warning_sign", "bad_rating", "disagreement", "violation", "unlike"]
REASONS: tuple[Reason, ...] = ("warning_sign", "bad_rating", "disagreement", "violation", "unlike")
"""Why a line may be worth adding, the gravest first."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of a log; empty texts and None for what it does not say."""

    key: str
    """The same for lines that say the same: a line that comes twice counts once."""
    line: int
    question: str
    answer: str
    system: str = ""
    reference: str = ""
    """What should have been answered."""
    model: str = ""
    at: float | None = None
    """Unix seconds."""
    latency_s: float | None = None
    rating: float | None = None
    comment: str = ""
    disliked: bool | None = None
    """Whether the rating is a bad one; None without one."""


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LogImport(_Told):
    """One file that was imported; kept with its lines."""

    name: str
    """Of the file in the project."""
    source: str
    """The name that the file had."""
    sha256: str
    imported_at: float
    lines: int
    """Different ones."""
    repeated: int
    """Lines that say the same as one before them in the file."""
    bad: int
    problems: tuple[tuple[int, str], ...] = ()
    """The first of the bad lines: the number, and what is wrong."""
    first_at: float | None = None
    last_at: float | None = None
    rated: int = 0
    rating_scale: str = ""
    """How ratings were read, in words."""


class BinScore(_Told):
    """A metric in one stretch of time."""

    begins: float
    """Unix seconds; UTC."""
    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


class MetricCourse(_Told):
    """A metric over all lines and over time; titles are in the language that was asked for."""

    metric: str
    title: str
    explanation: str
    unit: str
    better: str
    n: int
    value: float
    low: float
    high: float
    bins: tuple[BinScore, ...] = ()
    expected: float | None = None
    """The same metric of the same model's newest evaluation."""


class DriftLine(_Told):
    """Whether one property of the log differs from the test set."""

    about: Literal["input", "output"]
    title: str
    verdict: Literal["drift", "none", "unknown"]
    before: str
    """In the test set, in words."""
    now: str
    n_before: int
    n_now: int
    p: float | None = None
    """Allowing for how many properties are compared."""
    sentence: str
    advice: str = ""


class WorthRow(_Told):
    """A line worth adding to the data."""

    key: str
    source: str
    line: int
    at: float | None
    model: str
    question: str
    answer: str
    reference: str
    reasons: tuple[tuple[Reason, str], ...]
    identifying: tuple[str, ...] = ()
    """What in it may tell who the patient is."""


class MonitoringReport(_Told):
    """Everything that is told of a project's logs."""

    imports: tuple[LogImport, ...]
    lines: int
    models: tuple[str, ...]
    """That the lines name."""
    model: str
    """Whose lines are looked at; empty for all."""
    dataset: str
    undated: int
    unit: BinUnit
    courses: tuple[MetricCourse, ...]
    drift: tuple[DriftLine, ...]
    drift_note: str
    """What was compared with what, and how the number of comparisons is allowed for."""
    worth: tuple[WorthRow, ...]
    found: int
    """Lines worth adding before the list was cut."""
    left_out: tuple[str, ...]
    """What was not looked at, and why, in words."""
