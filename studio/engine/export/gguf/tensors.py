"""Which tensors a GGUF file holds, under which names, and how their numbers come out of the model's."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from math import prod

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Type

from studio.core.export import GgufType
from studio.engine.export.gguf.families import Model
from studio.engine.export.gguf.source import Rows, Stored
from studio.engine.export.gguf.types import bytes_of, type_of
from studio.errors import ExportFailed
from studio.words import _

_HEAD, _ROWS = "lm_head.weight", "embed_tokens.weight"
_OUTPUT, _EMBEDDINGS = "output.weight", "token_embd.weight"
# Buffers of older checkpoints, and the eyes of models that also see.
_ASIDE = ("rotary_emb.inv_freq", "vision_tower.", "multi_modal_projector.")
_ENDINGS = (".weight", ".bias")
# Numbers held in memory at a time, of which there are a few copies.
_BLOCK = 1 << 22


@dataclass(frozen=True)
class Planned:
    """A tensor to be written; `turned` is the width of the heads whose rows change places, 0 for none."""

    name: str
    shape: tuple[int, ...]
    type: Type
    source: Stored | tuple[float, ...]
    turned: int = 0
    plus: float = 0.0
    times: float = 1.0

    @property
    def size(self) -> int:
        """Bytes in the file, without padding."""
        return bytes_of(self.shape, self.type)

    def blocks(self) -> Generator[Rows, None, None]:
        """Its numbers, a few rows at a time; raises OSError."""
        if isinstance(self.source, tuple):
            yield np.asarray(self.source, np.float32)
            return
        whole = self.turned or 1
        rows = max(1, _BLOCK // prod(self.shape[1:]) // whole) * whole
        for block in self.source.blocks(rows):
            yield (turn_pairs(block, self.turned) + np.float32(self.plus)) * np.float32(self.times)


def plan_tensors(model: Model, stored: Mapping[str, Stored], kind: GgufType) -> tuple[Planned, ...]:
    """Everything the file will hold, in its order; raises ExportFailed where a tensor has no place or is missing."""
    names = gguf.get_tensor_name_map(model.family.arch, model.layers)
    needed = {name: each for name, each in stored.items() if not any(part in name for part in _ASIDE)}
    if model.tied and _head_is_embeddings(needed):
        needed = {name: each for name, each in needed.items() if not name.endswith(_HEAD)}
    tied = not any(name.endswith(_HEAD) for name in needed)
    planned = [_planned(model, names, name, each, kind, tied=tied) for name, each in needed.items()]
    extra = [Planned(name, (len(values),), Type.F32, values) for name, values in model.rope.tensors.items()]
    _check(model, {each.name: each for each in planned})
    return (*extra, *planned)


def gguf_name(names: gguf.TensorNameMap, name: str) -> str:
    """What llama.cpp calls a tensor; raises ExportFailed where it knows none such."""
    # Models that also see keep their language model under a name of its own.
    found = names.get_name(name.replace("language_model.", ""), try_suffixes=_ENDINGS)
    if found is None:
        raise ExportFailed(
            _("The tensor “{name}” has no place in a GGUF file of this family.").format(name=name),
            hint=_("Export the adapter or the merged weights instead; they run in transformers."),
        )
    return str(found)


def turned_width(model: Model, name: str) -> int:
    """The width of the heads whose rows change places in a tensor of llama.cpp's, 0 where none do."""
    return model.head_width if model.family.turns_pairs and (".attn_q." in name or ".attn_k." in name) else 0


def turn_pairs(rows: Rows, width: int) -> Rows:
    """The two halves of each head interleaved; `rows` are those of whole heads. 0 for no change."""
    if not width:
        return rows
    inner = rows.shape[1:]
    return rows.reshape(-1, 2, width // 2, *inner).swapaxes(1, 2).reshape(rows.shape)


def _planned(
    model: Model, names: gguf.TensorNameMap, name: str, stored: Stored, kind: GgufType, *, tied: bool
) -> Planned:
    new = gguf_name(names, name)
    if new.endswith(".bias") and not model.family.biases:
        raise ExportFailed(
            _("The tensor “{name}” has no place in a GGUF file of this family.").format(name=name),
            hint=_("Export the adapter or the merged weights instead; they run in transformers."),
        )
    return Planned(
        new,
        stored.shape,
        type_of(new, stored.shape, kind, layers=model.layers, tied=tied),
        stored,
        turned=turned_width(model, new),
        plus=1.0 if model.family.norms_from_one and new.endswith("_norm.weight") else 0.0,
        times=model.query_scale if new.endswith("attn_q_norm.weight") else 1.0,
    )


def _head_is_embeddings(stored: Mapping[str, Stored]) -> bool:
    """transformers leaves both as they are where a model that shares them stores two that differ."""
    found = {end: each for name, each in stored.items() for end in (_HEAD, _ROWS) if name.endswith(end)}
    if len(found) < len((_HEAD, _ROWS)):
        return True
    head, rows = (found[end] for end in (_HEAD, _ROWS))
    many = max(1, _BLOCK // prod(head.shape[1:]))
    return head.shape == rows.shape and all(
        np.array_equal(*pair) for pair in zip(head.blocks(many), rows.blocks(many), strict=True)
    )


def _check(model: Model, planned: Mapping[str, Planned]) -> None:
    wanted = {_EMBEDDINGS, "output_norm.weight"} | (set() if model.tied else {_OUTPUT})
    first = "blk.0."
    for name in planned:
        if name.startswith(first):
            wanted |= {f"blk.{at}.{name.removeprefix(first)}" for at in range(model.layers)}
    missing = sorted(wanted - planned.keys())
    if missing or f"{first}attn_norm.weight" not in planned:
        raise ExportFailed(
            _("The weights lack the tensor “{name}”: the copy is incomplete.").format(name=[*missing, "blk.0"][0]),
            hint=_("The copy of the model may be damaged."),
        )
