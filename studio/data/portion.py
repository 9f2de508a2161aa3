"""A part of a data set as its overview counts it."""

from dataclasses import dataclass
from typing import Literal

Measure = Literal[
    "split", "status", "source", "label", "kind", "language", "question", "answer", "tokens", "copy", "finding"
]


@dataclass(frozen=True)
class Portion:
    """Rows that have one thing in common; names are those of an Overview, "" standing for none.

    The lengths bound questions and answers, in characters, and tokens; `longest` is open where it is None.
    """

    measure: Measure
    name: str = ""
    shortest: int = 0
    longest: int | None = None
