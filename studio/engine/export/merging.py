"""A whole model in 16 bits that needs neither its base nor peft: what was learned is added to unquantised weights."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, PreTrainedModel, PreTrainedTokenizerBase

from studio.core.export import QUANTISED
from studio.core.method_options import MethodOptions
from studio.engine.base_model import BaseModel
from studio.engine.classifier import load_trained
from studio.engine.encode import stop_ids
from studio.engine.export.source import Source
from studio.engine.export.watch import Watch
from studio.engine.failures import NotFinite
from studio.engine.labelled_rows import Labels
from studio.engine.methods import TOKENIZER_FILES
from studio.engine.saving import system_errors
from studio.engine.tokenizer import read_tokenizer
from studio.errors import ExportFailed, ModelFailed
from studio.models.described import GENERATION, named_ends, read_config, read_generation
from studio.models.quantisation import quantisation_of
from studio.models.weights import weight_files
from studio.words import _

_SHARD = "4GB"
_SIXTEEN = {"bfloat16": torch.bfloat16, "float16": torch.float16}
_LICENCES = ("LICENSE*", "LICENCE*", "NOTICE*", "USE_POLICY*", "Notice*")


def expect_mergeable(source: Source) -> None:
    """Raise ExportFailed, before any work, for what cannot become part of the weights."""
    if source.method in ("PREFIX_TUNING", "PROMPT_TUNING", "P_TUNING"):
        raise ExportFailed(
            _("A trained prefix stands before the question and cannot be merged into the model."),
            hint=_("Export it as an adapter, or train with LoRA or QLoRA, which can be merged."),
        )
    stored = quantisation_of(read_config(source.base.folder))
    if stored is not None and stored.method in QUANTISED and source.adapter is not None:
        raise ExportFailed(
            _("The base model is in {bits} bits as {method}: what was learned cannot be merged into it.").format(
                bits=stored.bits, method=stored.method.upper()
            ),
            hint=_("Export the adapter, or train on the same model in 16 bits."),
        )


def merged_bytes(source: Source) -> int:
    """About what the merged model takes on the disk."""
    return sum(file.stat().st_size for file in weight_files(source.base.folder))


def write_merged(source: Source, folder: Path, watch: Watch | None = None) -> None:
    """Fill an empty folder with the weights, the tokenizer and template trained with, and the base's licence files.

    Raises ModelFailed, NotFinite, OSError and what `watch.obey` raises, which is asked between loading, merging,
    rounding and writing.
    """
    watch = watch or Watch()
    whole = _whole(source, watch)
    watch.obey()
    model = _in_sixteen_bits(whole, read_config(source.base.folder))
    if not all(bool(each.isfinite().all()) for each in model.state_dict().values() if each.is_floating_point()):
        raise NotFinite(
            _("The merged model holds values that are not numbers, so it was not written."),
            hint=_("The run’s result is damaged; train again with a lower learning rate."),
        )
    watch.obey()
    with system_errors():
        model.save_pretrained(folder, max_shard_size=_SHARD)
    copy_words(source, folder)
    copy_licences(source, folder)


def copy_licences(source: Source, folder: Path) -> None:
    """What the base may be used for holds for what was made of it; raises OSError."""
    for pattern in _LICENCES:
        for file in source.base.folder.glob(pattern):
            shutil.copyfile(file, folder / file.name)


def copy_words(source: Source, folder: Path) -> None:
    """What turns conversations into tokens and says when an answer ends; raises ModelFailed, OSError."""
    for name in (*TOKENIZER_FILES, "chat_template.jinja"):
        if (source.words / name).is_file():
            shutil.copyfile(source.words / name, folder / name)
    if source.labels is None:
        told = read_generation(source.base.folder)
        tokenizer = read_tokenizer(BaseModel(source.base.name, source.words))
        # Training may have taught another end than the base's: without it, answers elsewhere would go on for ever.
        said = json.dumps({**told, "eos_token_id": list(ends_of(source, tokenizer))}, indent=2)
        (folder / GENERATION).write_text(said + "\n", "utf-8")


def ends_of(source: Source, tokenizer: PreTrainedTokenizerBase) -> tuple[int, ...]:
    """Every token that ends an answer: those training taught, and those the base names."""
    return tuple(dict.fromkeys([*stop_ids(tokenizer), *named_ends(source.base.folder)]))


def _whole(source: Source, watch: Watch) -> Any:
    if source.labels is not None:
        return _whole_classifier(source, source.labels)
    base = _unquantised(source)
    if source.adapter is None:
        return base
    watch.obey()
    tuned: Any = PeftModel.from_pretrained(base, source.adapter, is_trainable=False)
    return tuned.merge_and_unload()


def _unquantised(source: Source) -> PreTrainedModel:
    try:
        loaded: PreTrainedModel = AutoModelForCausalLM.from_pretrained(
            source.base.folder,
            dtype=torch.float32 if _fits_in_32_bits(source) else "auto",
            use_safetensors=True,
            trust_remote_code=False,
            local_files_only=True,
        )
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise ModelFailed(
            _("The base model “{name}” cannot be loaded: {reason}").format(name=source.base.name, reason=error),
            hint=_("The files may be damaged or incomplete; copy the model again."),
        ) from error
    return loaded


def _whole_classifier(source: Source, labels: Labels) -> Any:
    sixteen = MethodOptions(name="lora", bits="16")
    tokenizer = read_tokenizer(source.base)
    model = load_trained(source.base, source.words, labels, sixteen, tokenizer)
    return model.merge_and_unload() if hasattr(model, "merge_and_unload") else model


def _fits_in_32_bits(source: Source) -> bool:
    """Sums of small numbers with large ones lose less there; twice the bytes of 16 bits, and as much again for luck."""
    return 4 * merged_bytes(source) < psutil.virtual_memory().available


def _in_sixteen_bits(model: Any, stored: Mapping[str, object]) -> Any:
    """As its base was stored where that has 16 bits; else whichever of both kinds holds every weight."""
    kind = _SIXTEEN.get(str(stored.get("dtype", stored.get("torch_dtype"))))
    if kind is None:
        largest = max(float(each.abs().max()) for each in model.parameters() if each.numel())
        kind = torch.float16 if largest < torch.finfo(torch.float16).max else torch.bfloat16
    return model.to(kind)
