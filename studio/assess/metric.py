"""What a metric is, in words, and which way is better."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["share", "number", "seconds", "tokens", "bytes"]
Direction = Literal["higher", "lower", "neither"]


@dataclass(frozen=True)
class MetricInfo:
    """One metric of the catalogue; `title` and `explanation` are message ids."""

    name: str
    title: str
    explanation: str
    unit: Unit = "share"
    better: Direction = "higher"
    weak: bool = False
    """Whether it is weak evidence, as overlap with a reference text is of a right answer."""
