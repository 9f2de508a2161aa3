"""Several rows in one sequence: whether, and how the model attends so that it sees each alone. Tried, not assumed."""

import logging
from collections.abc import Callable
from typing import Any

import torch

from studio.core.goals import packs
from studio.core.recipe import Recipe
from studio.engine.generate import evaluating
from studio.engine.varlen import BY_KERNEL, BY_ROW, Kernel, attend_as, comparing, find_kernel, use_kernel

# With a mask SDPA breaks with the heads of 256 that Gemma has (LLaMA-Factory#10736).
_WIDEST_MASKED_HEAD = 128
# Share of the mean logit: rounding of bf16 stays far below, tokens seen across rows far above.
_ROUNDING = 0.05
_log = logging.getLogger(__name__)


def packs_rows(recipe: Recipe, model: Any) -> bool:
    """Whether to put several rows into one sequence: only where it pays (a graphics card) and the model can.

    The model then attends in the fastest way that was found to be right.
    """
    on_card, automatic = model.device.type == "cuda", recipe.data.packing == "auto"
    if not packs(recipe, on_card=on_card):
        return False
    if attend_by_rows(model, find_kernel() if on_card else None):
        return True
    return (not automatic or _head_width(model) <= _WIDEST_MASKED_HEAD) and keeps_rows_apart(model)


def attend_by_rows(model: Any, kernel: Kernel | None) -> bool:
    """Make the model attend to packed rows without a mask, by the kernel where it is right too; False if it cannot."""
    before = attend_as(model, BY_ROW)
    if not _holds(lambda: keeps_rows_apart(model)):
        attend_as(model, before)
        return False
    if kernel and _holds(lambda: _agrees(model, kernel)):
        use_kernel(kernel)
        attend_as(model, BY_KERNEL)
    elif kernel:
        _log.warning("PyTorch's attention to rows of many lengths is not right here: each row is attended to by itself")
    return True


def _agrees(model: Any, kernel: Kernel) -> bool:
    # Trainers compute under autocast on a card that has bf16.
    half = model.device.type == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False)
    with torch.autocast(model.device.type, torch.bfloat16, enabled=half), comparing(model, kernel) as agreed:
        return keeps_rows_apart(model) and agreed()


def _holds(trial: Callable[[], bool]) -> bool:
    """What a card or a model that it was not made for answers to a trial is no."""
    try:
        return trial()
    except torch.OutOfMemoryError:
        raise
    except (RuntimeError, TypeError, ValueError, AttributeError) as error:
        _log.info("packed rows are attended to in another way: %s", error)
        return False


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
