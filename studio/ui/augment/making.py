"""Makes the variants of a plan in a child process and stores them as one step."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.augmentation import AugmentationPlan, Balance
from studio.data.records import Dataset
from studio.ui.background import Progress
from studio.ui.project_context import Made, make_step

if TYPE_CHECKING:
    from studio.data.augmenting.applying import Applied
    from studio.data.augmenting.running import Generated
    from studio.data.project import Project
    from studio.data.records import Changes


@dataclass(frozen=True)
class Ready:
    """Variants that passed, not stored yet."""

    plan: AugmentationPlan
    generated: "Generated"


@dataclass(frozen=True)
class Stored:
    """The step, how many variants became rows, how many were left out, and what is still missing."""

    dataset: str
    step: Made
    added: int
    left_out: int
    missed: tuple[str, ...]


def make_ready(path: Path, plan: AugmentationPlan, progress: Progress) -> Ready:
    """Make the variants; nothing is stored. Raises ChildCancelled."""
    from studio.data.augmenting.running import generate

    return Ready(plan, generate(path, plan, progress=progress.report, cancelled=progress.cancelled))


def store(writer: "Project", ready: Ready) -> Stored:
    """Store them, on the writer's thread."""
    from studio.data.augmenting.applying import apply_variants

    applied: list[Applied] = []

    def work(writer: "Project") -> "Changes":
        applied.append(apply_variants(writer, ready.plan, ready.generated.variants))
        return applied[0].changes

    step = make_step(writer, work)
    missed = tuple(each.text() for each in ready.generated.missed)
    return Stored(ready.plan.dataset, step, applied[0].added, sum(each.count for each in applied[0].left_out), missed)


def keep_balance(writer: "Project", dataset: Dataset, balance: Balance | None) -> None:
    """Keep how unequal groups are made up for, on the writer's thread."""
    from studio.data.augmenting.balancing import set_balance

    set_balance(writer, dataset.id, balance)
