"""Writes a LoRA adapter as a GGUF file that llama.cpp puts on the file of its base."""

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import gguf
from gguf import GGMLQuantizationType as Type
from peft.utils.other import get_pattern_key

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
_SECOND = ".lora_b"
_PARTS = {".lora_A.weight": ".lora_a", ".lora_B.weight": _SECOND}
_HEAD = "output.weight"
_TYPES = {"f32": Type.F32, "f16": Type.F16}
# Ways to begin that leave the base as it is.
_HARMLESS = ("gaussian", "orthogonal", "eva")
# Settings of an adapter that a GGUF adapter cannot hold.
_BEYOND = (
    *("use_dora", "modules_to_save", "trainable_token_indices", "target_parameters", "lora_bias", "fan_in_fan_out"),
    *("layer_replication", "alora_invocation_tokens", "use_qalora", "arrow_config", "use_bdlora", "kasa_config"),
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
    alpha = _alpha(config, int(config["r"]), "")
    planned = [_planned(model, names, name, each, kind) for name, each in sorted(tensors.items())]
    # Outside there is one alpha for all.
    return tuple(replace(each, times=_share(config, each, module) / alpha) for each, module in planned), alpha


def _share(config: Mapping[str, Any], planned: Planned, module: str) -> float:
    """The alpha of a module, which its second matrix takes up; of the first, that of the file."""
    if planned.name.endswith(_SECOND):
        return _alpha(config, planned.shape[-1], module)
    return _alpha(config, int(config["r"]), "")


def _alpha(config: Mapping[str, Any], rank: int, module: str) -> float:
    """What is divided by the rank of a module, as PEFT scales it."""
    patterns = config.get("alpha_pattern") or {}
    alpha = float(patterns.get(get_pattern_key(list(patterns), module), config["lora_alpha"]))
    return alpha * math.sqrt(rank) if config.get("use_rslora") else alpha


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
    if isinstance(config.get("init_lora_weights"), str) and config["init_lora_weights"] not in _HARMLESS:
        # The base was changed too.
        raise _beyond(f"init_lora_weights: {config['init_lora_weights']}")
    for name in _BEYOND:
        if config.get(name):
            raise _beyond(name)
    return config


def _planned(
    model: Model, names: gguf.TensorNameMap, name: str, stored: Stored, kind: AdapterType
) -> tuple[Planned, str]:
    """A tensor with the name of the module it was trained on."""
    for part, new in _PARTS.items():
        if name.startswith(_PREFIX) and name.endswith(part):
            module = name.removeprefix(_PREFIX).removesuffix(part)
            base = gguf_name(names, f"{module}.weight")
            if model.tied and base == _HEAD:
                # The file of the base has no such tensor.
                break
            # The rows of the second matrix are those of the base's own.
            turned = turned_width(model, base) if new == _SECOND else 0
            return Planned(f"{base}{new}", stored.shape, _TYPES[kind], stored, turned=turned), module
    raise _beyond(name)


def _beyond(what: str) -> ExportFailed:
    return ExportFailed(
        _("A GGUF adapter holds plain LoRA only; this one has more: {what}").format(what=what),
        hint=_("Merge it into the base model and export the merged model as GGUF."),
    )
