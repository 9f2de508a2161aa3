"""Reads what a GGUF file says of itself with bounds, and holds its tensors against its size. Never reads weights."""

import struct
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import IO

from studio.core.sentence import Sentence
from studio.models.damage import Damaged
from studio.words import N_

Value = int | float | bool | str | tuple[str, ...]

MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_MOST_ENTRIES = 65_536
_MOST_TENSORS = 262_144
_LONGEST_TEXT = 1 << 24
_LONGEST_NAME = 1 << 16
_MOST_DIMENSIONS = 4
_KEPT_TEXTS = 64
_MOST_TEXTS = 1 << 22
_MOST_ALIGNMENT = 1 << 20
_STRING, _ARRAY = 8, 9
_GENERAL, _KIND, _ADAPTER = "general.", "general.type", "adapter"
_NUMBERS = dict(enumerate(("<B", "<b", "<H", "<h", "<I", "<i", "<f", "<?"))) | {10: "<Q", 11: "<q", 12: "<d"}
# Values and bytes of a block of each tensor type, as ggml numbers them.
BLOCKS = {
    **{0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 40)},
    **{10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292)},
    **{16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82)},
    **{23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2)},
    **{34: (256, 54), 35: (256, 66), 39: (32, 17), 40: (64, 36), 41: (128, 18)},
}
FILE_TYPES = {
    **{0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S"},
    **{12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K"},
    **{19: "IQ2_XXS", 20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL"},
    **{26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S", 29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16"},
    **{36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4_MOE", 39: "NVFP4", 40: "Q1_0"},
}
"""What `general.file_type` means."""


@dataclass(frozen=True)
class GgufHeader:
    """`facts` holds the file's keys; of a long list, such as the vocabulary, nothing is kept but that it was whole."""

    facts: dict[str, Value] = field(default_factory=dict)
    parameters: int = 0

    @property
    def is_adapter(self) -> bool:
        """Whether the file holds what is put on a model."""
        return self.text(_KIND) == _ADAPTER

    @property
    def context(self) -> int | None:
        """Tokens that the model reads, question and answer; None where the file does not say so."""
        return self.number(f"{self.text('general.architecture')}.context_length")

    def text(self, key: str) -> str:
        """The text under a key, "" where there is none."""
        value = self.facts.get(key)
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> int | None:
        """The whole number under a key."""
        value = self.facts.get(key)
        return value if type(value) is int else None


def read_gguf(file: Path) -> GgufHeader:
    """What the file says of itself; raises Damaged unless every tensor lies within the file."""
    with file.open("rb") as opened:
        return _Reader(opened, file).header()


def is_gguf_adapter(file: Path) -> bool:
    """Whether a file holds an adapter and no model: its first keys say so. False for what is no GGUF file at all."""
    if file.suffix.lower() != ".gguf":
        return False
    try:
        with file.open("rb") as opened:
            return _Reader(opened, file).kind() == _ADAPTER
    except (OSError, Damaged):
        return False


class _Reader:
    """Gives bytes only while the file has them."""

    def __init__(self, opened: IO[bytes], file: Path) -> None:
        self._opened, self._file = opened, file
        self._left = self._size = file.stat().st_size

    def header(self) -> GgufHeader:
        tensors, entries = self._counts()
        facts = dict(self._entry() for _at in range(entries))
        found = [self._tensor() for _at in range(tensors)]
        self._check_layout(facts.get("general.alignment", 32), [(offset, size) for offset, size, _values in found])
        return GgufHeader(facts, sum(values for _offset, _size, values in found))

    def kind(self) -> str:
        """What `general.type` says, as far as it stands among the general keys at the beginning."""
        _tensors, entries = self._counts()
        for _at in range(entries):
            name, value = self._entry()
            if name == _KIND:
                return str(value)
            if not name.startswith(_GENERAL):
                break
        return ""

    def _counts(self) -> tuple[int, int]:
        """How many tensors and keys follow."""
        if self._take(len(MAGIC)) != MAGIC or self._number("<I") not in _VERSIONS:
            raise self._damaged(N_("{file} is no GGUF file of a known version."))
        return self._count(_MOST_TENSORS), self._count(_MOST_ENTRIES)

    def _entry(self) -> tuple[str, Value]:
        name = self._text(_LONGEST_NAME)
        return name, self._value(self._number("<I"))

    def _value(self, kind: int) -> Value:
        if kind in _NUMBERS:
            return self._number(_NUMBERS[kind])
        if kind == _STRING:
            return self._text(_LONGEST_TEXT)
        if kind == _ARRAY:
            return self._list(self._number("<I"))
        raise self._damaged(N_("The header of {file} cannot be read."))

    def _list(self, kind: int) -> tuple[str, ...]:
        count = self._count(_MOST_TEXTS if kind == _STRING else self._left)
        if kind in _NUMBERS:
            self._skip(count * struct.calcsize(_NUMBERS[kind]))
            return ()
        if kind != _STRING:
            raise self._damaged(N_("The header of {file} cannot be read."))
        kept = tuple(self._text(_LONGEST_TEXT) for _at in range(min(count, _KEPT_TEXTS)))
        for _at in range(count - len(kept)):
            self._skip(self._count(_LONGEST_TEXT))
        return kept

    def _tensor(self) -> tuple[int, int, int]:
        """Offset, bytes and values."""
        self._text(_LONGEST_NAME)
        dimensions = self._number("<I")
        if not 0 < dimensions <= _MOST_DIMENSIONS:
            raise self._damaged(N_("The header of {file} cannot be read."))
        shape = [self._number("<Q") for _at in range(dimensions)]
        kind, offset, values = self._number("<I"), self._number("<Q"), prod(shape)
        block, size = BLOCKS.get(kind, (0, 0))
        if not block or shape[0] % block:
            raise self._damaged(N_("{file} holds tensors of a kind that is unknown here."))
        return offset, values // block * size, values

    def _check_layout(self, alignment: Value, tensors: list[tuple[int, int]]) -> None:
        if type(alignment) is not int or not 0 < alignment <= _MOST_ALIGNMENT:
            raise self._damaged(N_("The header of {file} cannot be read."))
        read = self._size - self._left
        room = self._size - -(-read // alignment) * alignment
        at = 0
        for offset, size in sorted(tensors):
            if offset < at or offset + size > room:
                raise self._damaged(N_("The weights of {file} do not fit its size: the copy is incomplete."))
            at = offset + size

    def _count(self, most: int) -> int:
        count = self._number("<Q")
        if count > most:
            raise self._damaged(N_("The header of {file} cannot be read."))
        return count

    def _text(self, longest: int) -> str:
        return self._take(self._count(longest)).decode("utf-8", "replace")

    def _number(self, form: str) -> int:
        found: int = struct.unpack(form, self._take(struct.calcsize(form)))[0]
        return found

    def _take(self, count: int) -> bytes:
        self._spend(count)
        taken = self._opened.read(count)
        if len(taken) < count:
            raise self._damaged(N_("{file} is cut off."))
        return taken

    def _skip(self, count: int) -> None:
        self._spend(count)
        self._opened.seek(count, 1)

    def _spend(self, count: int) -> None:
        if count > self._left:
            raise self._damaged(N_("{file} is cut off."))
        self._left -= count

    def _damaged(self, message: str) -> Damaged:
        return Damaged(Sentence(message, {"file": self._file.name}))
