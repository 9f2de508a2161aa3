"""Writes a LoRA adapter as a GGUF file that llama.cpp puts on the file of its base."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import gguf
from gguf import GGMLQuantizationType as Type

from studio.engine.export.gguf.families import Model, read_model
from studio.engine.export.gguf.file import write_tensors
from studio.engine.export.gguf.source import Stored, tensors_of
from studio.engine.export.gguf.tensors import Planned, gguf_name, turned_width
from studio.engine.export.watch import Watch
from studio.errors import ExportFailed
from studio.models.damage import Damaged
from studio.models.described import read_object
from studio.placing import placed
from studio.words import _

AdapterType = Literal["f32", "f16"]

_CONFIG, _WEIGHTS = "adapter_config.json", "adapter_model.safetensors"
_PREFIX = "base_model.model."
_PARTS = {".lora_A.weight": ".lora_a", ".lora_B.weight": ".lora_b"}
_TYPES = {"f32": Type.F32, "f16": Type.F16}
# Ways to begin that leave the base as it is.
_HARMLESS = ("gaussian", "orthogonal", "eva")
# Settings of an adapter that a GGUF adapter cannot hold.
_BEYOND = (
    *("use_dora", "modules_to_save", "trainable_token_indices", "target_parameters", "lora_bias", "alpha_pattern"),
    *("fan_in_fan_out", "layer_replication", "alora_invocation_tokens", "use_qalora", "arrow_config"),
)


def refuse_gguf_adapter(adapter: Path, base: Path) -> None:
    """Raise ExportFailed, with what to do instead, where `write_gguf_adapter` could not write this adapter."""
    _plan(adapter, read_model(base), "f32")


def write_gguf_adapter(
    adapter: Path, base: Path, target: Path, watch: Watch, kind: AdapterType = "f16", name: str = ""
) -> None:
    """Write PEFT's folder of a LoRA adapter; nothing is at `target` until all of it is.

    `name` is what programs show; else the folder's.

    Raises ExportFailed, and what `watch.obey` raises.
    """
    model = read_model(base)
    planned, alpha = _plan(adapter, model, kind)
    with placed(target) as partial:
        writer = gguf.GGUFWriter(partial, gguf.MODEL_ARCH_NAMES[model.family.arch])
        writer.add_type(gguf.GGUFType.ADAPTER)
        writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
        writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, alpha)
        writer.add_name(name or adapter.name)
        write_tensors(writer, planned, watch)


def _plan(adapter: Path, model: Model, kind: AdapterType) -> tuple[tuple[Planned, ...], float]:
    """The tensors, and alpha as llama.cpp divides it by the rank."""
    config = _config(adapter)
    tensors = tensors_of(adapter / _WEIGHTS)
    names = gguf.get_tensor_name_map(model.family.arch, model.layers)
    planned = tuple(_planned(model, names, name, each, kind) for name, each in sorted(tensors.items()))
    alpha = float(config["lora_alpha"])
    return planned, alpha * math.sqrt(config["r"]) if config.get("use_rslora") else alpha


def _config(adapter: Path) -> Mapping[str, Any]:
    """Checked; raises ExportFailed."""
    try:
        config = read_object(adapter / _CONFIG)
    except Damaged as error:
        raise ExportFailed(
            _("The adapter {path} cannot be read. {reason}").format(path=adapter, reason=error.sentence.text()),
            hint=_("The copy may be damaged."),
        ) from error
    if config.get("peft_type") != "LORA":
        raise _beyond(f"peft_type: {config.get('peft_type')}")
    if config.get("bias", "none") != "none":
        raise _beyond(f"bias: {config['bias']}")
    if config.get("use_rslora") and config.get("rank_pattern"):
        raise _beyond("rank_pattern")
    if isinstance(config.get("init_lora_weights"), str) and config["init_lora_weights"] not in _HARMLESS:
        # The base was changed too.
        raise _beyond(f"init_lora_weights: {config['init_lora_weights']}")
    for name in _BEYOND:
        if config.get(name):
            raise _beyond(name)
    return config


def _planned(model: Model, names: gguf.TensorNameMap, name: str, stored: Stored, kind: AdapterType) -> Planned:
    for part, new in _PARTS.items():
        if name.startswith(_PREFIX) and name.endswith(part):
            base = gguf_name(names, f"{name.removeprefix(_PREFIX).removesuffix(part)}.weight")
            # The rows of the second matrix are those of the base's own.
            turned = turned_width(model, base) if new == ".lora_b" else 0
            return Planned(f"{base}{new}", stored.shape, _TYPES[kind], stored, turned=turned)
    raise _beyond(name)


def _beyond(what: str) -> ExportFailed:
    return ExportFailed(
        _("A GGUF adapter holds plain LoRA only; this one has more: {what}").format(what=what),
        hint=_("Merge it into the base model and export the merged model as GGUF."),
    )
