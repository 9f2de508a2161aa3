"""A base model with a head that chooses labels: encoders as BERT is one, and language models."""

from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from peft.utils import ModulesToSaveWrapper
from safetensors import SafetensorError
from transformers import (
    AutoModelForSequenceClassification,
    PreTrainedModel,
    PreTrainedTokenizerBase,
    set_seed,
)

from studio.core.options import MethodOptions
from studio.core.recipe import Recipe
from studio.engine.base_model import BaseModel
from studio.engine.labelled_rows import Labels
from studio.engine.methods import attention_layers
from studio.engine.model import Device, find_device, keep_gradients_on_cpu, kept_bits, quantisation
from studio.errors import ModelFailed, RecipeInvalid
from studio.words import _

_ADAPTED = ("qlora", "lora", "dora")


def load_classifier(
    model: BaseModel, labels: Labels, recipe: Recipe, device: Device, tokenizer: PreTrainedTokenizerBase
) -> Any:
    """The base with a fresh head and what the method trains; raises ModelFailed, RecipeInvalid."""
    method = recipe.method
    if method.name not in (*_ADAPTED, "full", "head"):
        raise RecipeInvalid(
            _("The method “{name}” does not train a classifier.").format(name=method.name),
            hint=_("Choose full fine-tuning, LoRA, QLoRA, DoRA or the head alone."),
        )
    set_seed(recipe.training.seed)
    loaded = _load(model, labels, method, device)
    loaded.config.pad_token_id = tokenizer.pad_token_id
    if device.kind == "cpu":
        keep_gradients_on_cpu(loaded)
    return _train_what(loaded, method)


def _load(model: BaseModel, labels: Labels, method: MethodOptions, device: Device) -> PreTrainedModel:
    config = quantisation(kept_bits(method), method, device)
    if config is not None:
        config.llm_int8_skip_modules = ["classifier", "score", "pooler"]
    try:
        loaded: PreTrainedModel = AutoModelForSequenceClassification.from_pretrained(
            model.folder,
            num_labels=len(labels.names),
            id2label=dict(enumerate(labels.names)),
            label2id={name: at for at, name in enumerate(labels.names)},
            problem_type="multi_label_classification" if labels.several else "single_label_classification",
            ignore_mismatched_sizes=True,
            # An adapter beside a frozen base may have it in 16 bits; a head is trained in full.
            dtype=device.compute if method.name in _ADAPTED else torch.float32,
            quantization_config=config,
            device_map={"": 0 if device.kind == "cuda" else "cpu"},
            attn_implementation="sdpa",
            use_safetensors=True,
            trust_remote_code=False,
            local_files_only=True,
        )
    except (ValueError, KeyError, TypeError, OSError, SafetensorError) as error:
        raise ModelFailed(
            _("The base model “{name}” cannot be loaded as a classifier: {reason}").format(
                name=model.name, reason=error
            ),
            hint=_("Choose an encoder such as CamemBERT, or a language model of a known family."),
        ) from error
    return loaded


def _train_what(model: PreTrainedModel, method: MethodOptions) -> Any:
    if method.name == "full":
        model.requires_grad_(True)
        return model
    if method.name == "head":
        model.requires_grad_(False)
        for name, parameter in model.named_parameters():
            parameter.requires_grad = not name.startswith(f"{model.base_model_prefix}.")
        return model
    config = LoraConfig(
        r=method.rank,
        lora_alpha=method.alpha,
        lora_dropout=method.dropout,
        target_modules=attention_layers(model) if method.targets == "attention" else "all-linear",
        use_rslora=method.rslora,
        use_dora=method.name == "dora",
        bias="none",
        task_type="SEQ_CLS",
    )
    return _with_any_type(get_peft_model(model, config))


def load_trained(
    base: BaseModel, result: Path, labels: Labels, method: MethodOptions, tokenizer: PreTrainedTokenizerBase
) -> Any:
    """The classifier that a run has made: a whole model, or the base with the run's adapter. Raises ModelFailed."""
    whole = not (result / "adapter_config.json").is_file()
    kept = MethodOptions(name="lora") if whole else method
    device = find_device()
    loaded = _load(BaseModel(base.name, result) if whole else base, labels, kept, device)
    loaded.config.pad_token_id = tokenizer.pad_token_id
    if device.kind == "cpu":
        keep_gradients_on_cpu(loaded)
    return loaded if whole else _with_any_type(PeftModel.from_pretrained(loaded, result, is_trainable=False))


def _with_any_type(adapted: Any) -> Any:
    for wrapper in adapted.modules():
        if isinstance(wrapper, ModulesToSaveWrapper):
            _take_any_type(wrapper)
    return adapted


def _take_any_type(head: torch.nn.Module) -> None:
    """The head is trained in float32 beside a base that speaks bf16."""
    for layer in head.modules():
        if isinstance(layer, torch.nn.Linear):
            layer.register_forward_pre_hook(_cast)


def _cast(layer: torch.nn.Linear, inputs: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
    return tuple(each.to(layer.weight.dtype) for each in inputs)
