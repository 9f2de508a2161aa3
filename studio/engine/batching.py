"""How an effective batch is computed: rows at once, passes per step, recomputed activations."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import torch
from transformers.modeling_layers import GradientCheckpointingLayer

from studio.core.recipe import Recipe

# Padded tokens of one micro-batch on a processor, where a larger one gains nothing and costs memory.
_CPU_TOKENS = 4096
# What the optimiser's state and the fragmentation of memory still need after the trial.
_TRIAL_SHARE = 0.9


@dataclass(frozen=True)
class Batching:
    """How the effective batch is computed."""

    micro_batch: int
    accumulation: int
    checkpointed_layers: int = 0
    """Layers that compute their activations twice instead of keeping them."""


def divisors(batch: int) -> list[int]:
    """Micro-batch sizes that make up an effective batch exactly, the largest first."""
    return [size for size in range(batch, 0, -1) if batch % size == 0]


def plan_on_cpu(recipe: Recipe, batch: int, longest: int, layers: int) -> Batching:
    """As many rows at once as make a few thousand tokens; nothing computed twice unless that is wanted."""
    micro = recipe.memory.micro_batch or next(
        size for size in divisors(batch) if size == 1 or size * longest <= _CPU_TOKENS
    )
    return Batching(micro, math.ceil(batch / micro), _wanted_layers(recipe, layers) or 0)


def plan_by_trial(recipe: Recipe, batch: int, layers: int, attempt: Callable[[int, int], None]) -> Batching:
    """The largest micro-batch that fits, with as few checkpointed layers as it then needs.

    `attempt(micro_batch, checkpointed_layers)` raises torch.OutOfMemoryError when that is too much; from the last
    resort, one row with all layers checkpointed, the error reaches the caller.
    """
    sizes = [recipe.memory.micro_batch] if recipe.memory.micro_batch else divisors(batch)
    wanted = _wanted_layers(recipe, layers)
    modes = (0, layers) if wanted is None else (wanted,)
    for mode in modes:
        for size in sizes:
            last = (mode, size) == (modes[-1], sizes[-1])
            if not _fits(attempt, size, mode, last=last):
                continue
            fewest = mode if wanted is not None or not mode else _fewest_layers(attempt, size, layers)
            return Batching(size, math.ceil(batch / size), fewest)
    raise AssertionError("there is always one trial")


def halved(batching: Batching) -> Batching | None:
    """The same effective batch in smaller pieces, at most half as large; None when one row is all there is."""
    batch = batching.micro_batch * batching.accumulation
    smaller = [size for size in divisors(batch) if size <= batching.micro_batch // 2]
    return replace(batching, micro_batch=smaller[0], accumulation=batch // smaller[0]) if smaller else None


def _wanted_layers(recipe: Recipe, layers: int) -> int | None:
    """None where the memory decides."""
    wanted = recipe.memory
    if wanted.checkpointing == "off":
        return 0
    if wanted.checkpointed_layers >= 0:
        return min(wanted.checkpointed_layers, layers)
    return layers if wanted.checkpointing == "on" else None


def _fits(attempt: Callable[[int, int], None], size: int, layers: int, *, last: bool = False) -> bool:
    try:
        attempt(size, layers)
    except torch.OutOfMemoryError:
        torch.cuda.empty_cache()
        if last:
            raise
        return False
    return True


def _fewest_layers(attempt: Callable[[int, int], None], size: int, layers: int) -> int:
    """By halving: with all layers it fits, with none it does not."""
    too_few, enough = 0, layers
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if _fits(attempt, size, middle):
            enough = middle
        else:
            too_few = middle
    return enough


def attempt_on(model: Any, longest: int, *, packed: bool = False) -> Callable[[int, int], None]:
    """A trial for `plan_by_trial`: forward and backward over rows of the longest length, leaving memory to spare.

    Packed sequences of one micro-batch stand one after the other, as TRL puts them.
    """

    def attempt(micro_batch: int, layers: int) -> None:
        set_checkpointing(model, layers)
        inputs = _trial_inputs(micro_batch, longest, model.device, packed=packed)
        torch.cuda.set_per_process_memory_fraction(_TRIAL_SHARE)
        try:
            model.train()
            model(**inputs, fused_lm_head=True).loss.backward()
        finally:
            model.zero_grad(set_to_none=True)
            torch.cuda.set_per_process_memory_fraction(1.0)

    return attempt


def _trial_inputs(rows: int, longest: int, device: torch.device, *, packed: bool) -> dict[str, torch.Tensor]:
    ids = torch.ones((1, rows * longest) if packed else (rows, longest), dtype=torch.long, device=device)
    shared = {"input_ids": ids, "labels": ids}
    if packed:
        return {**shared, "position_ids": torch.arange(longest, device=device).repeat(rows)[None]}
    return {**shared, "attention_mask": torch.ones_like(ids)}


def set_checkpointing(model: Any, layers: int) -> None:
    """Let the first `layers` layers recompute their activations in the backward pass, the others keep them."""
    base = model.get_base_model() if hasattr(model, "get_base_model") else model
    if not layers:
        base.activation_checkpointing_disable()
        return
    base.activation_checkpointing_enable({"use_reentrant": False})
    base.enable_input_require_grads()
    for at, layer in enumerate(_layers(base)):
        layer.gradient_checkpointing = at < layers


def count_layers(model: Any) -> int:
    """How many layers can recompute their activations."""
    return len(_layers(model))


def _layers(model: Any) -> list[Any]:
    return [module for module in model.modules() if isinstance(module, GradientCheckpointingLayer)]


def count_steps(recipe: Recipe, sequences: int, batching: Batching) -> int:
    """Optimiser steps of the whole run, as the trainer counts them."""
    if recipe.training.max_steps:
        return recipe.training.max_steps
    micro_batches = math.ceil(sequences / batching.micro_batch)
    return max(1, math.ceil(recipe.training.epochs * max(1, math.ceil(micro_batches / batching.accumulation))))
