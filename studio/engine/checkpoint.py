"""Saves adapters so that a crash, a full disk or a NaN never leaves one that is half or worthless."""

import copy
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import safetensors.torch
import torch
from peft import get_peft_model_state_dict
from transformers import PreTrainedTokenizerBase

from studio.engine.durable import remove_partial, seal_folder
from studio.engine.failures import NotFinite
from studio.runs.folder import RunFolder
from studio.words import _

_KEPT = 2
_TOKENIZER_FILES = (
    "tokenizer.json",
    "tokenizer.model",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.json",
    "merges.txt",
)


def save_checkpoint(run: RunFolder, model: Any, step: int, facts: Mapping[str, object]) -> Path:
    """Write checkpoints/step-000200 whole or not at all, then drop all but the newest two."""
    final = run.checkpoints / f"step-{step:06d}"
    _save(final, model, {"step": step, **facts})
    for old in sorted(run.checkpoints.glob("step-??????"))[:-_KEPT]:
        shutil.rmtree(old)
    return final


def save_adapter(
    run: RunFolder, model: Any, tokenizer: PreTrainedTokenizerBase, base: Path, facts: Mapping[str, object]
) -> Path:
    """Write the result, with the tokenizer and the chat template it was trained with."""
    files = [base / name for name in _TOKENIZER_FILES if (base / name).is_file()]
    _save(run.adapter, model, facts, files, str(tokenizer.chat_template))
    return run.adapter


def _save(
    final: Path, model: Any, facts: Mapping[str, object], files: list[Path] | None = None, template: str = ""
) -> None:
    weights = _finite_weights(model)
    partial = final.with_name(final.name + ".partial")
    remove_partial(partial)
    partial.mkdir(parents=True)
    try:
        # Python writes the bytes: a full disk is then an OSError, where safetensors and peft raise errors of their own.
        (partial / "adapter_model.safetensors").write_bytes(safetensors.torch.save(weights, {"format": "pt"}))
        _write_config(partial, model)
        for file in files or []:
            shutil.copyfile(file, partial / file.name)
        if template:
            (partial / "chat_template.jinja").write_text(template, "utf-8")
        seal_folder(partial, final, facts)
    except OSError:
        # Gives the space back, so that the journal can still tell of it.
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _finite_weights(model: Any) -> dict[str, torch.Tensor]:
    weights = get_peft_model_state_dict(model, save_embedding_layers=False)
    if not all(bool(tensor.isfinite().all()) for tensor in weights.values()):
        raise NotFinite(
            _("The adapter holds values that are not numbers, so it was not saved."),
            hint=_("Lower the learning rate, then start again from the base model."),
        )
    return {name: tensor.detach().cpu().contiguous() for name, tensor in weights.items()}


def _write_config(folder: Path, model: Any) -> None:
    config = copy.deepcopy(model.peft_config["default"])
    config.inference_mode = True
    config.save_pretrained(str(folder))
