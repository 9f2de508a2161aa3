"""Which number type each tensor of a GGUF file takes, as llama.cpp mixes them, and the numbers in it."""

import re
from math import prod

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Type
from gguf import LlamaFileType
from numpy.typing import NDArray

from studio.core.export import GgufType
from studio.engine.export.gguf.source import Rows

FILE_TYPES = {
    "f32": LlamaFileType.ALL_F32,
    "f16": LlamaFileType.MOSTLY_F16,
    "q8_0": LlamaFileType.MOSTLY_Q8_0,
    "q6_k": LlamaFileType.MOSTLY_Q6_K,
    "q5_k_m": LlamaFileType.MOSTLY_Q5_K_M,
    "q4_k_m": LlamaFileType.MOSTLY_Q4_K_M,
}
LARGEST_HALF = 65504.0
_PLAIN = {"f32": Type.F32, "f16": Type.F16, "q8_0": Type.Q8_0, "q6_k": Type.Q6_K}
_MIXED = {"q5_k_m": (Type.Q5_K, Type.Q6_K), "q4_k_m": (Type.Q4_K, Type.Q5_K)}
# For rows that do not divide into blocks of 256.
_NARROW = {Type.Q4_K: Type.Q5_0, Type.Q5_K: Type.Q5_1, Type.Q6_K: Type.Q8_0}
_LAYER = re.compile(r"blk\.(\d+)\.")
_VERY_LARGE_LAYERS = 80
_MATRIX = 2
_THIRD = 3


def type_of(name: str, shape: tuple[int, ...], kind: GgufType, *, layers: int, tied: bool) -> Type:
    """As llama.cpp's `llama-quant.cpp` chooses; rows that do not divide into blocks take a few bits more."""
    if kind == "f32" or len(shape) < _MATRIX or name.endswith("_norm.weight"):
        return Type.F32
    return _fitting(_mixed(name, kind, layers, tied), shape[-1])


def bytes_of(shape: tuple[int, ...], number_type: Type) -> int:
    """How much room a tensor takes."""
    values, size = gguf.GGML_QUANT_SIZES[number_type]
    return prod(shape) // values * size


def encoded(rows: Rows, number_type: Type) -> NDArray[np.generic]:
    """Rows of numbers in a type, ready to be written; `libgguf` lets other threads run meanwhile."""
    if number_type in (Type.F32, Type.F16, Type.Q8_0):
        return gguf.quants.quantize(rows, number_type)
    import libgguf

    quantised: NDArray[np.generic] = libgguf.quantize_rows(rows, int(number_type))
    return quantised


def _mixed(name: str, kind: GgufType, layers: int, tied: bool) -> Type:
    if kind in _PLAIN:
        return _PLAIN[kind]
    usual, more = _MIXED[kind]
    if name == "output.weight" or (tied and name == "token_embd.weight"):
        return Type.Q6_K
    if "attn_qkv" in name:
        return more
    if "attn_v." not in name and "ffn_down" not in name:
        return usual
    layer = _LAYER.match(name)
    if layer and _deserves_more(int(layer[1]), layers):
        return Type.Q6_K
    # Shared by eight heads in the models of 70 billion parameters.
    return more if "attn_v." in name and layers == _VERY_LARGE_LAYERS and usual == Type.Q4_K else usual


def _deserves_more(layer: int, layers: int) -> bool:
    """The first and the last eighth of the layers, and every third between (`use_more_bits` in llama.cpp)."""
    eighth = layers // 8
    return layer < eighth or layer >= 7 * layers // 8 or (layer - eighth) % _THIRD == _THIRD - 1


def _fitting(wanted: Type, width: int) -> Type:
    for each in (wanted, _NARROW.get(wanted, wanted)):
        if width % gguf.GGML_QUANT_SIZES[each][0] == 0:
            return each
    return Type.F16
