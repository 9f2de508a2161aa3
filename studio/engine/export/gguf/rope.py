"""How positions turn the heads, in llama.cpp's words: a base frequency, a kind of scaling, factors of frequencies."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import gguf

from studio.errors import ExportFailed
from studio.words import _

_LLAMA3 = "llama3"
_LONG = "longrope"
_FAST, _SLOW = 32.0, 1.0
# llama.cpp rounds the room for a text up to a multiple of this.
_ROOM = 256


@dataclass(frozen=True)
class Rope:
    """`tensors` are lists of factors by the name of the tensor that holds them."""

    base: float
    scaling: gguf.RopeScalingType | None = None
    factor: float = 1.0
    original_context: int = 0
    attention_factor: float = 0.0
    tensors: dict[str, tuple[float, ...]] = field(default_factory=dict)

    def describe(self, writer: gguf.GGUFWriter) -> None:
        """Put the keys into a file's header."""
        writer.add_rope_freq_base(self.base)
        if self.scaling is not None:
            writer.add_rope_scaling_type(self.scaling)
            writer.add_rope_scaling_factor(self.factor)
        if self.original_context:
            # Room for more than this alone has llama.cpp take the factors for long texts.
            room = -(-self.original_context // _ROOM) * _ROOM if self.tensors else self.original_context
            writer.add_rope_scaling_orig_ctx_len(room)
        if self.attention_factor:
            writer.add_rope_scaling_attn_factors(self.attention_factor)


def read_rope(said: Mapping[str, Any], *, dimensions: int, context: int, arch: gguf.MODEL_ARCH) -> Rope:
    """From `rope_parameters` as transformers completes them; raises ExportFailed for a kind llama.cpp has not."""
    kind, base = str(said.get("rope_type") or "default"), float(said["rope_theta"])
    # Stretched only where a text is longer than the model reads.
    if kind in ("default", "dynamic"):
        return Rope(base)
    if kind == "linear":
        return Rope(base, gguf.RopeScalingType.LINEAR, float(said["factor"]))
    if kind == "yarn" and arch != gguf.MODEL_ARCH.GEMMA3 and _has_usual_ramp(said):
        return _yarn(said, base, context)
    if kind == _LLAMA3 and arch == gguf.MODEL_ARCH.LLAMA:
        return Rope(base, tensors={_named(gguf.MODEL_TENSOR.ROPE_FREQS): _llama3_factors(said, base, dimensions)})
    if kind == _LONG and arch == gguf.MODEL_ARCH.PHI3:
        return _long(said, base, context)
    raise ExportFailed(
        _(
            "The model stretches its context by the method “{method}”, which llama.cpp does not know for this family."
        ).format(method=kind),
        hint=_("Export the adapter or the merged weights instead; they run in transformers."),
    )


def _has_usual_ramp(said: Mapping[str, Any]) -> bool:
    """llama.cpp takes its own bounds between frequencies that are kept and stretched, whatever a file says."""
    bounds = (float(said.get("beta_fast") or _FAST), float(said.get("beta_slow") or _SLOW))
    return bounds == (_FAST, _SLOW) and bool(said.get("truncate", True))


def _yarn(said: Mapping[str, Any], base: float, context: int) -> Rope:
    """llama.cpp works out the usual attention factor for itself; told is by how much the model's is another."""
    original = int(said.get("original_max_position_embeddings") or context)
    factor = float(said.get("factor") or context / original)
    usual = _softened(factor, 1.0)
    wanted = float(said.get("attention_factor") or usual)
    scales = [float(said.get(name) or 0) for name in ("mscale", "mscale_all_dim")]
    if said.get("attention_factor") is None and all(scales):
        wanted = _softened(factor, scales[0]) / _softened(factor, scales[1])
    return Rope(
        base,
        gguf.RopeScalingType.YARN,
        factor,
        original,
        attention_factor=0.0 if wanted == usual else wanted / usual,
    )


def _softened(factor: float, scale: float) -> float:
    return 0.1 * scale * math.log(factor) + 1.0 if factor > 1 else 1.0


def _long(said: Mapping[str, Any], base: float, context: int) -> Rope:
    """LongRoPE as Phi-3 has it: factors for short and for long texts, and one for the attention."""
    original = int(said["original_max_position_embeddings"])
    factor = float(said.get("factor") or context / original)
    attention = said.get("attention_factor")
    if attention is None:
        attention = math.sqrt(1 + math.log(factor) / math.log(original)) if factor > 1 else 1.0
    short, long = (tuple(map(float, said[name])) for name in ("short_factor", "long_factor"))
    names = (_named(gguf.MODEL_TENSOR.ROPE_FACTORS_LONG), _named(gguf.MODEL_TENSOR.ROPE_FACTORS_SHORT))
    return Rope(
        base,
        original_context=original,
        attention_factor=float(attention),
        tensors=dict(zip(names, (long, short), strict=True)),
    )


def _llama3_factors(said: Mapping[str, Any], base: float, dimensions: int) -> tuple[float, ...]:
    """What divides each frequency (`_compute_llama3_parameters` in transformers)."""
    factor, original = float(said["factor"]), float(said["original_max_position_embeddings"])
    low, high = float(said["low_freq_factor"]), float(said["high_freq_factor"])
    found = []
    for at in range(0, dimensions, 2):
        turns = original / (2 * math.pi * base ** (at / dimensions))
        if turns < low:
            found.append(factor)
        elif turns > high:
            found.append(1.0)
        else:
            smooth = (turns - low) / (high - low)
            found.append(1 / ((1 - smooth) / factor + smooth))
    return tuple(found)


def _named(tensor: gguf.MODEL_TENSOR) -> str:
    return f"{gguf.TENSOR_NAMES[tensor]}.weight"
