"""A row of the test set with what a model made of it: what every metric is computed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from studio.core.evaluation import Answer
from studio.core.example import Content


@dataclass(frozen=True)
class AnsweredRow:
    """One row, answered by one model."""

    id: int
    content: Content
    answer: Answer
    groups: Mapping[str, str] = field(default_factory=dict)
    """By what kind of group (sex, age, source, length, kind), the group."""
