"""Options that do not go together: each rule names the option to change, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.words import N_, _

if TYPE_CHECKING:
    from studio.core.recipe import Recipe


@dataclass(frozen=True)
class Conflict:
    """The option, by its dotted name, that does not go with the others, and what would."""

    name: str
    reason: str


@dataclass(frozen=True)
class _Rule:
    name: str
    broken: "Callable[[Recipe], bool]"
    reason: str


_RULES = (
    _Rule(
        "goal.objective",
        lambda recipe: recipe.goal.task == "classification" and recipe.goal.objective != "sft",
        N_("Preferences are about answers: choosing labels is learned from good answers (SFT)."),
    ),
    _Rule(
        "method.name",
        lambda recipe: recipe.method.name == "head" and recipe.goal.task != "classification",
        N_("Only a model that chooses a label has a head to train; take another method, or another task."),
    ),
    _Rule(
        "method.bits",
        lambda recipe: recipe.method.name == "qlora" and recipe.method.bits not in ("auto", "4"),
        N_("QLoRA keeps the base model in 4 bits; with 8 or 16 bits the method is LoRA."),
    ),
    _Rule(
        "method.bits",
        lambda recipe: recipe.method.name == "full" and recipe.method.bits not in ("auto", "16"),
        N_("Full fine-tuning changes every weight, which needs all 16 bits."),
    ),
    _Rule(
        "method.final_rank",
        lambda recipe: recipe.method.name == "adalora" and recipe.method.final_rank > recipe.method.rank,
        N_("AdaLoRA takes rank away: the final rank is at most the rank it begins with."),
    ),
    _Rule(
        "data.packing",
        lambda recipe: recipe.data.packing == "on" and recipe.method.name == "prefix",
        N_("Only the first example of a sequence would see the prefix; switch packing off."),
    ),
    _Rule(
        "data.packing",
        lambda recipe: (
            recipe.data.packing == "on" and (recipe.goal.task == "classification" or recipe.goal.objective != "sft")
        ),
        N_("Labels and preferences are learned one example at a time; switch packing off."),
    ),
    _Rule(
        "memory.micro_batch",
        lambda recipe: recipe.memory.micro_batch > recipe.training.batch,
        N_("A micro-batch is a part of the effective batch; it cannot hold more examples."),
    ),
)


def conflicts(recipe: "Recipe") -> tuple[Conflict, ...]:
    """What does not go together, in the order of the form."""
    return tuple(Conflict(rule.name, _(rule.reason)) for rule in _RULES if rule.broken(recipe))
