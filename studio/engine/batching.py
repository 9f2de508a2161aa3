"""How an effective batch is computed: rows at once, passes per step, recomputed activations, rows packed together."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from studio.core.recipe import Recipe
from studio.engine.generate import evaluating

# Padded tokens of one micro-batch on a processor, where a larger one gains nothing and costs memory.
_CPU_TOKENS = 4096
# Packing on SDPA breaks with the heads of 256 that Gemma has (LLaMA-Factory#10736).
_WIDEST_PACKED_HEAD = 128
# Share of the mean logit: rounding of bf16 stays far below, tokens seen across rows far above.
_ROUNDING = 0.05
# What the optimiser's state and the fragmentation of memory still need after the trial.
_TRIAL_SHARE = 0.9


@dataclass(frozen=True)
class Batching:
    """How the effective batch is computed."""

    micro_batch: int
    accumulation: int
    checkpointing: bool = False


def divisors(batch: int) -> list[int]:
    """Micro-batch sizes that make up an effective batch exactly, the largest first."""
    return [size for size in range(batch, 0, -1) if batch % size == 0]


def plan_on_cpu(recipe: Recipe, batch: int, longest: int) -> Batching:
    """As many rows at once as make a few thousand tokens."""
    micro = recipe.memory.micro_batch or next(
        size for size in divisors(batch) if size == 1 or size * longest <= _CPU_TOKENS
    )
    return Batching(micro, math.ceil(batch / micro), checkpointing=recipe.memory.checkpointing == "on")


def plan_by_trial(recipe: Recipe, batch: int, attempt: Callable[[int, bool], None]) -> Batching:
    """The largest micro-batch that fits, recomputing activations only when not even one row fits without.

    `attempt(micro_batch, checkpointing)` raises torch.OutOfMemoryError when that is too much; from the last
    resort, one row with recomputed activations, the error reaches the caller.
    """
    wanted = recipe.memory
    sizes = [wanted.micro_batch] if wanted.micro_batch else divisors(batch)
    modes = {"auto": (False, True), "on": (True,), "off": (False,)}[wanted.checkpointing]
    trials = [(size, mode) for mode in modes for size in sizes]
    for size, mode in trials:
        try:
            attempt(size, mode)
        except torch.OutOfMemoryError:
            torch.cuda.empty_cache()
            if (size, mode) == trials[-1]:
                raise
            continue
        return Batching(size, math.ceil(batch / size), checkpointing=mode)
    raise AssertionError("there is always one trial")


def attempt_on(model: Any, longest: int) -> Callable[[int, bool], None]:
    """A trial for `plan_by_trial`: forward and backward over rows of the longest length, leaving memory to spare."""

    def attempt(micro_batch: int, checkpointing: bool) -> None:
        set_checkpointing(model, checkpointing)
        ids = torch.ones((micro_batch, longest), dtype=torch.long, device=model.device)
        torch.cuda.set_per_process_memory_fraction(_TRIAL_SHARE)
        try:
            model.train()
            model(input_ids=ids, attention_mask=torch.ones_like(ids), labels=ids, fused_lm_head=True).loss.backward()
        finally:
            model.zero_grad(set_to_none=True)
            torch.cuda.set_per_process_memory_fraction(1.0)

    return attempt


def set_checkpointing(model: Any, wanted: bool) -> None:
    """Recompute activations in the backward pass, or not."""
    base = model.get_base_model() if hasattr(model, "get_base_model") else model
    if wanted:
        base.activation_checkpointing_enable({"use_reentrant": False})
        base.enable_input_require_grads()
    else:
        base.activation_checkpointing_disable()


def count_steps(recipe: Recipe, sequences: int, batching: Batching) -> int:
    """Optimiser steps of the whole run, as the trainer counts them."""
    if recipe.training.max_steps:
        return recipe.training.max_steps
    micro_batches = math.ceil(sequences / batching.micro_batch)
    return max(1, math.ceil(recipe.training.epochs * max(1, math.ceil(micro_batches / batching.accumulation))))


def packs_rows(recipe: Recipe, model: Any) -> bool:
    """Whether to put several rows into one sequence: only where it pays (a graphics card) and the model can."""
    if recipe.method.name == "prefix":
        # The prefix stands before the sequence: only its first row would see it.
        return False
    if recipe.data.packing == "auto":
        return model.device.type == "cuda" and _head_width(model) <= _WIDEST_PACKED_HEAD and keeps_rows_apart(model)
    return recipe.data.packing == "on" and keeps_rows_apart(model)


def _head_width(model: Any) -> int:
    config = model.config.get_text_config()
    return int(getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads)


def keeps_rows_apart(model: Any) -> bool:
    """Whether the model, given two rows in one sequence, sees each alone: tried on the model itself, not assumed."""
    first, second = torch.arange(5, 21), torch.arange(40, 64)
    with evaluating(model):
        alone = _logits(model, second, torch.arange(len(second)))
        places = torch.cat([torch.arange(len(first)), torch.arange(len(second))])
        packed = _logits(model, torch.cat([first, second]), places)[len(first) :]
    return bool((packed - alone).abs().mean() <= _ROUNDING * alone.abs().mean())


def _logits(model: Any, ids: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    asked = ids[None].to(model.device), places[None].to(model.device)
    logits: torch.Tensor = model(input_ids=asked[0], position_ids=asked[1], use_cache=False).logits[0].float()
    return logits
