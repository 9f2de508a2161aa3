"""Variants of a plan for who asks: made in a child process, of which a cancel leaves nothing."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.core.augmentation import AugmentationPlan
from studio.core.sentence import Sentence
from studio.data.augmenting.variant import Reason, Variant, read_variant
from studio.data.child import rows_from_child

_MOST = 100
"""What a plan may ask for of one parent."""
_TASK = "studio.data.augmenting.generating:variants"

Progress = Callable[[int, int], None]


def _tell_nobody(_done: int, _total: int) -> None:
    pass


@dataclass(frozen=True)
class Generated:
    """What came of a plan: every attempt, or the accepted ones alone; `missed` says what groups still lack."""

    asked: int
    variants: tuple[Variant, ...]
    refused: tuple[Reason, ...]
    missed: tuple[Sentence, ...]

    def fingerprint(self) -> str:
        """SHA-256 of the accepted contents, each on a line, in order."""
        found = hashlib.sha256()
        for variant in self.variants:
            if variant.is_accepted:
                found.update(variant.content.encode() + b"\n")
        return found.hexdigest()


def generate(
    project: Path,
    plan: AugmentationPlan,
    *,
    progress: Progress = _tell_nobody,
    cancelled: Callable[[], bool] = lambda: False,
) -> Generated:
    """Make all variants of a plan; nothing is stored, see `apply_variants`.

    `progress` is told accepted variants and those asked for. Raises ChildCancelled, and StudioError as the child does.
    """
    return _generated(project, plan, 0, progress, cancelled)


def preview(
    project: Path, plan: AugmentationPlan, count: int = 12, *, cancelled: Callable[[], bool] = lambda: False
) -> Generated:
    """Try until so many are accepted, one of each parent, whatever the data set still needs; refused ones included."""
    shown = plan.model_copy(update={"target": None, "composition": None, "per_parent": _MOST})
    return _generated(project, shown, count, _tell_nobody, cancelled)


def _generated(
    project: Path,
    plan: AugmentationPlan,
    limit: int,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Generated:
    arguments = {"project": str(project), "plan": plan.model_dump_json(), "limit": limit}
    return collected(rows_from_child(_TASK, arguments, cancelled=cancelled), progress, with_refused=limit > 0)


def collected(
    answers: Iterable[Mapping[str, Any]], progress: Progress = _tell_nobody, *, with_refused: bool = False
) -> Generated:
    """What the task of the child told."""
    asked, made, ended = 0, list[Variant](), dict[str, Any]()
    accepted = 0
    for told in answers:
        if "variant" in told:
            variant = read_variant(told["variant"])
            accepted += variant.is_accepted
            if with_refused or variant.is_accepted:
                made.append(variant)
            progress(accepted, asked)
        elif "asked" in told:
            asked = told["asked"]
        else:
            ended = dict(told)
    refused = tuple(Reason(Sentence(message, words), count) for message, words, count in ended["refused"])
    return Generated(asked, tuple(made), refused, tuple(Sentence(*each) for each in ended["missed"]))
