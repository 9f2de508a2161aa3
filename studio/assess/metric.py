"""What a metric is, in words, and which way is better."""

from dataclasses import dataclass
from typing import Literal

from studio.core.sentence import Sentence, Word
from studio.words import N_

Unit = Literal["share", "number", "seconds", "tokens", "bytes"]
Direction = Literal["higher", "lower", "neither"]
OF_LABEL = ":"
"""Stands in the name of a measure between a metric of one label and that label: `recall:urgent`."""


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

    @property
    def heading(self) -> Sentence:
        """The title, with the label where the name has one."""
        label = self.name.partition(OF_LABEL)[2]
        words: dict[str, Word] = {"metric": Sentence(self.title), "label": label}
        return Sentence(N_("{metric}: {label}"), words) if label else Sentence(self.title)
