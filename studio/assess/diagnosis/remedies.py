"""Changes of a recipe that a finding suggests, as texts for `with_changes`."""

import math
from collections.abc import Mapping

from studio.core.recipe import Recipe

ADAPTER_RATE, FULL_RATE, PREFERENCE_RATE = 2e-4, 2e-5, 5e-6
_ROUND = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0)
_CLIPPING = "1.0"
_PATIENCE = "3"
_LONGEST = 131_072
_MOST_EPOCHS = 1000
_HIGHEST_RANK = 256


def usual_rate(recipe: Recipe) -> float:
    """The rate that recipes of this kind begin with."""
    if recipe.goal.objective != "sft":
        return PREFERENCE_RATE
    return FULL_RATE if recipe.method.name in ("full", "head") else ADAPTER_RATE


def with_rate(recipe: Recipe, factor: float) -> dict[str, str]:
    """The learning rate times `factor`, rounded to what people write."""
    wanted = recipe.training.learning_rate * factor
    power = 10.0 ** math.floor(math.log10(wanted))
    rounded = min(_ROUND, key=lambda each: abs(math.log(each * power / wanted))) * power
    return {"training.learning_rate": f"{min(rounded, 1.0):g}"}


def with_clipping(recipe: Recipe) -> dict[str, str]:
    """Gradients clipped, where they are not."""
    return {} if 0 < recipe.training.max_grad_norm <= 1 else {"training.max_grad_norm": _CLIPPING}


def shorter(recipe: Recipe, share: float, best_step: int) -> dict[str, str]:
    """End at the best step, and stop early from now on."""
    training = recipe.training
    if training.max_steps:
        length = {"training.max_steps": str(best_step)}
    else:
        length = {"training.epochs": f"{max(0.1, training.epochs * share):.1f}"}
    return length | ({} if recipe.evaluation.patience else {"evaluation.patience": _PATIENCE})


def longer(recipe: Recipe) -> dict[str, str]:
    """Twice as long."""
    training = recipe.training
    if training.max_steps:
        return {"training.max_steps": str(2 * training.max_steps)}
    return {"training.epochs": f"{min(_MOST_EPOCHS, 2 * training.epochs):g}"}


def roomier(recipe: Recipe) -> dict[str, str]:
    """Twice the length of an example."""
    return {"data.max_length": str(min(_LONGEST, 2 * recipe.data.max_length))}


def with_more_rank(recipe: Recipe) -> dict[str, str]:
    """Twice the rank, its strength kept; nothing for methods without one."""
    method = recipe.method
    if method.name in ("full", "head", "prefix") or method.rank > _HIGHEST_RANK // 2:
        return {}
    return {"method.rank": str(2 * method.rank), "method.alpha": str(min(2 * _HIGHEST_RANK, 2 * method.alpha))}


def leaner(recipe: Recipe) -> Mapping[str, str]:
    """One row at a time, activations recomputed; empty when that is what was tried."""
    wanted = {"memory.micro_batch": "1", "memory.checkpointing": "on"}
    tried = recipe.memory.micro_batch == 1 and recipe.memory.checkpointing == "on"
    return {} if tried else wanted
