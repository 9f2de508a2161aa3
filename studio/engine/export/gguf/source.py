"""The weights of a model folder, read a few rows at a time and without torch."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.errors import ExportFailed
from studio.models.damage import Damaged
from studio.models.safetensors_header import Tensor, read_header
from studio.models.weights import weight_files
from studio.words import _

Rows = NDArray[np.float32]

_READ_AS = {"F32": "<f4", "F16": "<f2", "BF16": "<u2", "F64": "<f8"}
_LENGTH_BYTES = 8


@dataclass(frozen=True)
class Stored:
    """A tensor in its file; `data` is the byte at which its file's header ends."""

    file: Path
    data: int
    tensor: Tensor

    @property
    def shape(self) -> tuple[int, ...]:
        """As it is stored, outermost first."""
        return self.tensor.shape

    def blocks(self, rows: int) -> Generator[Rows, None, None]:
        """The tensor as 32-bit numbers, at most so many rows at a time; raises OSError."""
        dtype = np.dtype(_READ_AS[self.tensor.dtype])
        inner = self.shape[1:]
        width = int(np.prod(inner, dtype=np.int64))
        with self.file.open("rb") as opened:
            opened.seek(self.data + self.tensor.begin)
            left = self.shape[0]
            while left:
                count = min(rows, left)
                yield _widened(_read(opened, dtype, count * width)).reshape(count, *inner)
                left -= count


def stored_tensors(folder: Path) -> dict[str, Stored]:
    """Every tensor of a model folder by its name; raises ExportFailed."""
    try:
        return {name: stored for file in weight_files(folder) for name, stored in tensors_of(file).items()}
    except Damaged as error:
        raise _unreadable(folder, error) from error


def tensors_of(file: Path) -> dict[str, Stored]:
    """Every tensor of a safetensors file; raises ExportFailed."""
    try:
        tensors = read_header(file)
    except Damaged as error:
        raise _unreadable(file, error) from error
    with file.open("rb") as opened:
        data = _LENGTH_BYTES + int.from_bytes(opened.read(_LENGTH_BYTES), "little")
    for tensor in tensors:
        if tensor.dtype not in _READ_AS:
            raise ExportFailed(
                _("The tensor “{name}” is stored as {type}, which cannot be written as GGUF.").format(
                    name=tensor.name, type=tensor.dtype
                ),
                hint=_("Merge into the base model’s weights in 16 bits, and export those."),
            )
    return {tensor.name: Stored(file, data, tensor) for tensor in tensors}


def _read(opened: Any, dtype: np.dtype[Any], count: int) -> NDArray[Any]:
    raw = np.fromfile(opened, dtype, count)
    if raw.size < count:
        raise OSError(None, _("The file of weights is shorter than its header says."), opened.name)
    return raw


def _widened(raw: NDArray[Any]) -> Rows:
    """bfloat16, which numpy does not know, is the upper half of a 32-bit number."""
    if raw.dtype == np.uint16:
        return (raw.astype(np.uint32) << np.uint32(16)).view(np.float32)
    return raw.astype(np.float32)


def _unreadable(path: Path, error: Damaged) -> ExportFailed:
    return ExportFailed(
        _("The weights of {path} cannot be read. {reason}").format(path=path, reason=error.sentence.text()),
        hint=_("The copy of the model may be damaged."),
    )
