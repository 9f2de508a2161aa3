"""The ways to adapt a causal model: what is added to it, what of it is trained, and how that is written."""

import copy
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import safetensors.torch
import torch
import transformers
from peft import AdaLoraConfig, LoraConfig, PeftConfig, PrefixTuningConfig, get_peft_model, get_peft_model_state_dict
from transformers import (
    PreTrainedModel,
    PreTrainedTokenizerBase,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
)
from transformers.pytorch_utils import Conv1D

from studio.core.options import MethodOptions
from studio.engine.failures import NotFinite
from studio.words import _

TOKENIZER_FILES = (
    "tokenizer.json",
    "tokenizer.model",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.json",
    "merges.txt",
)
# Shares of all steps: ranks stay whole while the loss settles, and stay as they are while it settles again.
_WHOLE_UNTIL, _FIXED_FROM = 0.1, 0.7
_ALLOCATIONS = 20
# Ranks are weighed by two steps at least before the last of them are chosen; shorter runs keep them all.
_WEIGHED = 2
# peft wants a number of steps before it is known; set_steps gives the true one.
_STEPS_UNKNOWN = 1_000_000


def add_method(model: PreTrainedModel, method: MethodOptions) -> Any:
    """The model with something fresh to train beside its frozen weights, or with all its weights to train."""
    if method.name == "full":
        model.requires_grad_(True)
        return model
    return get_peft_model(model, _config(model, method))


def _config(model: PreTrainedModel, method: MethodOptions) -> PeftConfig:
    if method.name == "prefix":
        return PrefixTuningConfig(task_type="CAUSAL_LM", num_virtual_tokens=method.prefix_tokens)
    shared: dict[str, Any] = {
        "lora_alpha": method.alpha,
        "lora_dropout": method.dropout,
        "target_modules": _targets(model, method),
        "use_rslora": method.rslora,
        "bias": "none",
        "task_type": "CAUSAL_LM",
    }
    if method.name == "adalora":
        final = min(method.final_rank, method.rank)
        return AdaLoraConfig(init_r=method.rank, target_r=final, total_step=_STEPS_UNKNOWN, **shared)
    return LoraConfig(r=method.rank, use_dora=method.name == "dora", **shared)


def _targets(model: PreTrainedModel, method: MethodOptions) -> str | list[str]:
    """Never the language model's head, which TRL's fused loss needs untouched."""
    if method.targets != "all-linear":
        return attention_layers(model)
    # peft's own search finds no layer that GPTQ or AWQ has packed.
    return [name for name, module in model.named_modules() if _is_packed(module)] or "all-linear"


def attention_layers(model: PreTrainedModel) -> str | list[str]:
    """The linear layers inside attention by their whole names; all linear layers where none is called so."""
    linear = (torch.nn.Linear, Conv1D)
    within = [
        name
        for name, module in model.named_modules()
        if (isinstance(module, linear) or _is_packed(module)) and "att" in name.rpartition(".")[0].lower()
    ]
    return within or "all-linear"


def _is_packed(module: torch.nn.Module) -> bool:
    """Whether it is a linear layer in 4 bits, several of them to a number."""
    return "qweight" in dict(module.named_buffers(recurse=False)) | dict(module.named_parameters(recurse=False))


def set_steps(model: Any, steps: int) -> None:
    """Tell AdaLoRA when to move rank: first nothing, then towards the final rank, then no more."""
    config = _adalora(model)
    if config is None:
        return
    config.total_step = steps
    config.tinit = int(steps * _WHOLE_UNTIL)
    config.tfinal = max(0, steps - max(config.tinit + _WEIGHED, int(steps * _FIXED_FROM)))
    config.deltaT = max(1, (steps - config.tinit - config.tfinal) // _ALLOCATIONS)


def _adalora(model: Any) -> Any:
    config = getattr(model, "peft_config", {}).get("default")
    return config if isinstance(config, AdaLoraConfig) else None


def method_callbacks(model: Any) -> Sequence[TrainerCallback]:
    """What must happen between steps for the method to be what it is."""
    return [_RankMover(model)] if _adalora(model) else []


class _RankMover(TrainerCallback):
    """AdaLoRA weighs each rank by its gradient, so between the optimiser's step and the clearing of gradients."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def on_optimizer_step(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_more: Any
    ) -> None:
        if state.max_steps > _WEIGHED:
            self._model.base_model.update_and_allocate(state.global_step + 1)


def recomputes(method: MethodOptions) -> bool:
    """Whether activations can be computed twice: a prefix lives in the cache, which is then switched off."""
    return method.name != "prefix"


def write_trained(model: Any, folder: Path) -> None:
    """The adapter as peft reads it, or the whole model as transformers reads it; raises NotFinite, OSError."""
    adapted = hasattr(model, "peft_config")
    state = get_peft_model_state_dict(model, save_embedding_layers=False) if adapted else _own_weights(model)
    weights = finite_weights(state)
    name = "adapter_model.safetensors" if adapted else "model.safetensors"
    # Python writes the bytes: a full disk is then an OSError, where safetensors and peft raise errors of their own.
    (folder / name).write_bytes(safetensors.torch.save(weights, {"format": "pt"}))
    if not adapted:
        # The base may have been another class: an encoder alone has no head.
        if hasattr(transformers, named := type(model).__name__):
            model.config.architectures = [named]
        model.config.save_pretrained(str(folder))
        return
    config = copy.deepcopy(model.peft_config["default"])
    config.inference_mode = True
    config.save_pretrained(str(folder))


def _own_weights(model: Any) -> dict[str, torch.Tensor]:
    """Without names that share a tensor with an earlier one, as safetensors files are."""
    tied = set(getattr(model, "all_tied_weights_keys", None) or {})
    return {name: tensor for name, tensor in model.state_dict().items() if name not in tied}


def finite_weights(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The tensors in the computer's memory, ready for a file; raises NotFinite."""
    if not all(bool(tensor.isfinite().all()) for tensor in state.values()):
        raise NotFinite(
            _("The adapter holds values that are not numbers, so it was not saved."),
            hint=_("Lower the learning rate, then start again from the base model."),
        )
    return {name: tensor.detach().cpu().contiguous() for name, tensor in state.items()}


def write_usable(model: Any, tokenizer: PreTrainedTokenizerBase, base: Path, folder: Path) -> None:
    """What is trained, with the base's own files that others need to use it and the chat template trained with.

    Raises NotFinite, OSError.
    """
    write_trained(model, folder)
    # An adapter is used with its base, which has this file; a whole model would lose its further stop tokens.
    answers = not hasattr(model, "peft_config") and model.can_generate()
    for name in (*TOKENIZER_FILES, *(["generation_config.json"] if answers else [])):
        if (base / name).is_file():
            shutil.copyfile(base / name, folder / name)
    if isinstance(tokenizer.chat_template, str):
        (folder / "chat_template.jinja").write_text(tokenizer.chat_template, "utf-8")
