"""What passes between the columns of the Augment tab and its presenter."""

from dataclasses import dataclass
from typing import Literal

from studio.ui.augment.mixes import Mix

BalanceChoice = Literal["", "weight", "undersample"]


@dataclass(frozen=True)
class ByChoice:
    """What rows can be grouped by, as a plan names it, and how that is called."""

    by: str
    title: str


@dataclass(frozen=True)
class PlanWishes:
    """What the right column asks for; `by` is "" where nothing is composed."""

    target: int | None = None
    by: str = ""
    mix: Mix = "present"
    balance: BalanceChoice = ""


@dataclass(frozen=True)
class Standing:
    """How many variants a plan makes, and why they cannot be made now; "" where they can."""

    variants: int = 0
    obstacle: str = ""
