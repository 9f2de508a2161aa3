"""The families that can be written as GGUF: what llama.cpp calls them, their sizes, and what their weights need."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gguf
from transformers import AutoConfig

from studio.engine.export.gguf.gemma import describe_gemma, query_scale, strange_setting
from studio.engine.export.gguf.rope import Rope, read_rope
from studio.errors import ExportFailed
from studio.words import _


@dataclass(frozen=True)
class Family:
    """What sets a family apart."""

    name: str
    arch: gguf.MODEL_ARCH
    turns_pairs: bool = False
    """llama.cpp turns pairs of neighbours in a head where transformers turns its two halves."""
    norms_from_one: bool = False
    """transformers stores how far the factors of a norm are from 1."""
    biases: bool = False
    activation: str = "silu"


_LLAMA = Family("Llama", gguf.MODEL_ARCH.LLAMA, turns_pairs=True, biases=True)
_GEMMA = Family("Gemma 3", gguf.MODEL_ARCH.GEMMA3, norms_from_one=True, activation="gelu_pytorch_tanh")
FAMILIES: Mapping[str, Family] = {
    "llama": _LLAMA,
    "mistral": Family("Mistral", gguf.MODEL_ARCH.LLAMA, turns_pairs=True),
    "qwen2": Family("Qwen2", gguf.MODEL_ARCH.QWEN2, biases=True),
    "qwen3": Family("Qwen3", gguf.MODEL_ARCH.QWEN3),
    "gemma3_text": _GEMMA,
    "gemma3": _GEMMA,
    "phi3": Family("Phi-3", gguf.MODEL_ARCH.PHI3),
}

# Names that transformers has for one function.
_SAME = {"swish": "silu", "gelu_new": "gelu_pytorch_tanh", "gelu_fast": "gelu_pytorch_tanh"}


@dataclass(frozen=True)
class Model:
    """The configuration of a model, checked: everything in it can be said in GGUF."""

    family: Family
    config: Mapping[str, Any]
    rope: Rope
    context: int

    @property
    def layers(self) -> int:
        """How many."""
        return int(self.config["num_hidden_layers"])

    @property
    def head_width(self) -> int:
        """Numbers in a head."""
        return head_width(self.config)

    @property
    def tied(self) -> bool:
        """Whether the embeddings serve as the output too."""
        return bool(self.config.get("tie_word_embeddings"))

    @property
    def query_scale(self) -> float:
        """What the norm of the queries, where there is one, is multiplied by."""
        return query_scale(self.config, self.head_width) if self.family is _GEMMA else 1.0

    def describe(self, writer: gguf.GGUFWriter) -> None:
        """Put the sizes into a file's header."""
        config = self.config
        writer.add_context_length(self.context)
        writer.add_embedding_length(int(config["hidden_size"]))
        writer.add_block_count(self.layers)
        writer.add_feed_forward_length(int(config["intermediate_size"]))
        writer.add_head_count(int(config["num_attention_heads"]))
        writer.add_head_count_kv(heads_of_keys(config))
        writer.add_layer_norm_rms_eps(float(config["rms_norm_eps"]))
        writer.add_key_length(self.head_width)
        writer.add_value_length(self.head_width)
        writer.add_rope_dimension_count(_turned_width(config))
        self.rope.describe(writer)
        if self.family.arch == gguf.MODEL_ARCH.GEMMA3:
            describe_gemma(config, writer)
        elif self.family.arch == gguf.MODEL_ARCH.PHI3:
            # Older versions of llama.cpp want the key.
            writer.add_sliding_window(int(config.get("sliding_window") or 0))


def read_model(folder: Path) -> Model:
    """From config.json as transformers completes it; raises ExportFailed for what llama.cpp would run otherwise."""
    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False).to_dict()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ExportFailed(
            _("The configuration of {path} cannot be read: {reason}").format(path=folder, reason=error),
            hint=_("The copy of the model may be damaged."),
        ) from error
    kind = str(config.get("model_type"))
    family = FAMILIES.get(kind)
    if family is None:
        names = ", ".join(sorted({each.name for each in FAMILIES.values()}))
        raise ExportFailed(
            _("Models of the family “{family}” cannot be written as GGUF here.").format(family=kind),
            hint=_("Families that can be: {names}. Export the adapter or the merged weights instead.").format(
                names=names
            ),
        )
    # Models that also see keep the sizes of their language model apart.
    config = (config.get("text_config") or config) | {"quantization_config": config.get("quantization_config")}
    _check(family, config)
    rope = _rope_of(family, config)
    return Model(family, config, rope, _context_of(family, config, rope))


def head_width(config: Mapping[str, Any]) -> int:
    """Numbers in a head."""
    return int(config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"])


def heads_of_keys(config: Mapping[str, Any]) -> int:
    """Heads that keys and values have; those of the queries share them."""
    return int(config.get("num_key_value_heads") or config["num_attention_heads"])


def _turned_width(config: Mapping[str, Any]) -> int:
    said = config.get("rope_parameters") or {}
    part = said.get("full_attention", said).get("partial_rotary_factor") or config.get("partial_rotary_factor") or 1
    return int(head_width(config) * float(part))


def _rope_of(family: Family, config: Mapping[str, Any]) -> Rope:
    said = config["rope_parameters"]
    said = said.get("full_attention", said)
    if "original_max_position_embeddings" not in said and config.get("original_max_position_embeddings"):
        said = said | {"original_max_position_embeddings": config["original_max_position_embeddings"]}
    context = int(config["max_position_embeddings"])
    return read_rope(said, dimensions=_turned_width(config), context=context, arch=family.arch)


def _context_of(family: Family, config: Mapping[str, Any], rope: Rope) -> int:
    """How long a text may be for llama.cpp to be right.

    It knows a sliding window of Gemma’s alone; and factors for long texts are taken for short ones too as soon as there
    is room for long ones.
    """
    bounds = [int(config["max_position_embeddings"])]
    if config.get("sliding_window") and family.arch != gguf.MODEL_ARCH.GEMMA3:
        bounds.append(int(config["sliding_window"]))
    if rope.tensors and rope.original_context:
        bounds.append(rope.original_context)
    return min(bounds)


def _check(family: Family, config: Mapping[str, Any]) -> None:
    if config.get("quantization_config"):
        raise ExportFailed(
            _("The weights are quantised already; rounding them again would cost more than once."),
            hint=_("Merge into the base model’s weights in 16 bits, and export those."),
        )
    activation = str(config.get("hidden_activation") or config.get("hidden_act"))
    if _SAME.get(activation, activation) != family.activation:
        raise _strange(family, f"hidden_act: {activation}")
    if family.arch == gguf.MODEL_ARCH.PHI3:
        if head_width(config) * config["num_attention_heads"] != config["hidden_size"]:
            raise _strange(family, f"head_dim: {head_width(config)}")
    elif _turned_width(config) != head_width(config):
        raise _strange(family, "partial_rotary_factor")
    if family is _GEMMA and (setting := strange_setting(config)):
        raise _strange(family, setting)


def _strange(family: Family, setting: str) -> ExportFailed:
    return ExportFailed(
        _("llama.cpp knows the family {family} without this setting: {setting}").format(
            family=family.name, setting=setting
        ),
        hint=_("Export the adapter or the merged weights instead; they run in transformers."),
    )
