"""A finding about a run, in words that can be kept and read in either language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from studio.core.sentence import Sentence, Word

Severity = Literal["information", "warning", "problem"]
Key = Literal[
    "not_finite",
    "damaged_base",
    "divergence",
    "oscillation",
    "overfitting",
    "rate_too_low",
    "too_short",
    "plateau",
    "converged",
    "zero_loss",
    "few_examples",
    "imbalance",
    "truncation",
    "left_out",
    "no_validation",
    "small_evaluation",
    "inconclusive",
    "starving",
    "out_of_memory",
]
RANKS: Mapping[Severity, int] = {"problem": 0, "warning": 1, "information": 2}
"""The order in which findings are shown."""


@dataclass(frozen=True)
class Diagnosis:
    """`remedy` holds changes of the recipe for `with_changes`; it is empty where no option helps."""

    key: Key
    severity: Severity
    title: str
    """A message id, shown through `_()`."""
    evidence: Sentence
    advice: Sentence
    remedy: Mapping[str, str] = field(default_factory=dict)


def figure(value: float, digits: int = 3) -> Word:
    """A number with so many significant digits, as each language writes it."""
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, _e, exponent = text.partition("e")
        text = f"{mantissa}e{int(exponent)}"
    return {"en": text, "fr": text.replace(".", ",")}


def percentage(share: float) -> int:
    """A share in whole percent; never 100 for what is not all, nor 0 for what is there."""
    rounded = round(100 * share)
    if 0 < share < 1:
        return min(99, max(1, rounded))
    return rounded
