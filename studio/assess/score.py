"""A number with its interval."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """A metric with its 95 % interval over ``n`` rows."""

    value: float
    low: float
    high: float
    n: int
