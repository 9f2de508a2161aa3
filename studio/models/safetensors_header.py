"""Reads the header of a safetensors file with bounds and holds it against the size of the file; never weights."""

import json
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, TypeGuard

from studio.core.sentence import Sentence
from studio.models.damage import Damaged
from studio.words import N_

LONGEST_HEADER = 100_000_000
"""The format's own limit, in bytes."""
_LENGTH_BYTES = 8
_MOST_DIMENSIONS = 32
BITS = {
    **{"F4": 4, "F6_E2M3": 6, "F6_E3M2": 6},
    **dict.fromkeys(("BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ"), 8),
    **dict.fromkeys(("I16", "U16", "F16", "BF16"), 16),
    **dict.fromkeys(("I32", "U32", "F32"), 32),
    **dict.fromkeys(("I64", "U64", "F64", "C64"), 64),
}
"""How many bits a value of each type takes."""


@dataclass(frozen=True)
class Tensor:
    """One tensor of a file; `begin` and `end` count bytes from the end of the header."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    begin: int
    end: int

    @property
    def values(self) -> int:
        """How many numbers it holds."""
        return prod(self.shape)


def read_header(file: Path) -> tuple[Tensor, ...]:
    """Every tensor in the order of the file; raises Damaged unless the header fits the file to the byte."""
    size = file.stat().st_size
    with file.open("rb") as opened:
        length = int.from_bytes(opened.read(min(size, _LENGTH_BYTES)), "little")
        if size < _LENGTH_BYTES or length > min(LONGEST_HEADER, size - _LENGTH_BYTES):
            raise _damaged(N_("{file} is cut off or is no safetensors file."), file)
        header = _parsed(opened.read(length), file)
    tensors = sorted((_tensor(name, said, file) for name, said in header.items()), key=lambda each: each.begin)
    _check_layout(tensors, size - _LENGTH_BYTES - length, file)
    return tuple(tensors)


def _parsed(raw: bytes, file: Path) -> dict[str, Any]:
    try:
        header = json.loads(raw, object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as error:
        raise _damaged(N_("The header of {file} cannot be read."), file) from error
    if not isinstance(header, dict):
        raise _damaged(N_("The header of {file} cannot be read."), file)
    header.pop("__metadata__", None)
    return header


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _tensor(name: str, said: Any, file: Path) -> Tensor:
    wrong = _damaged(N_("The header of {file} describes the tensor “{name}” wrongly."), file, name=name)
    if not isinstance(said, dict) or said.get("dtype") not in BITS:
        raise wrong
    shape, offsets = said.get("shape"), said.get("data_offsets")
    if not _are_sizes(shape, _MOST_DIMENSIONS) or not _are_sizes(offsets, 2) or len(offsets) != len(("begin", "end")):
        raise wrong
    tensor = Tensor(name, said["dtype"], tuple(shape), *offsets)
    if tensor.values * BITS[tensor.dtype] != (tensor.end - tensor.begin) * 8:
        raise wrong
    return tensor


def _are_sizes(values: Any, most: int) -> TypeGuard[list[int]]:
    # bool is an int in Python, not in the format.
    return isinstance(values, list) and len(values) <= most and all(type(each) is int and each >= 0 for each in values)


def _check_layout(tensors: list[Tensor], room: int, file: Path) -> None:
    """One after the other without a gap, where a gap could hide anything, up to the end of the file."""
    at = 0
    for tensor in tensors:
        if tensor.begin != at:
            raise _damaged(N_("The tensors of {file} overlap or leave gaps."), file)
        at = tensor.end
    if at != room:
        sentence = N_("{file} holds {found} bytes of weights where its header says {said}: the copy is incomplete.")
        raise _damaged(sentence, file, found=room, said=at)


def _damaged(message: str, file: Path, **words: str | int) -> Damaged:
    return Damaged(Sentence(message, {"file": file.name, **words}))
