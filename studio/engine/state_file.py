"""A nested state as JSON and tensors in two files: what a pickle would hold, without one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import save as tensor_bytes

from studio.engine.failures import NotFinite
from studio.words import _

STATE, TENSORS = "state.json", "state.safetensors"


def write_state(folder: Path, state: dict[str, Any]) -> None:
    """Write dicts, lists, tuples, numbers, texts and tensors as they are; raises NotFinite, OSError."""
    tensors: dict[str, torch.Tensor] = {}
    names: dict[tuple[object, ...], str] = {}

    def keep(tensor: torch.Tensor) -> str:
        # Parts of a state may be one tensor (the maps of 8-bit optimisers), which safetensors refuses to hold twice.
        place = (tensor.data_ptr(), tensor.shape, tensor.stride(), tensor.dtype) if tensor.numel() else (len(names),)
        if place not in names:
            names[place] = str(len(names))
            tensors[names[place]] = _finite(tensor).detach().cpu().contiguous()
        return names[place]

    text = json.dumps(_encoded(state, keep))
    (folder / TENSORS).write_bytes(tensor_bytes(tensors))
    (folder / STATE).write_text(text, "utf-8")


def read_state(folder: Path, part: str) -> Any:
    """One entry of the dict that was written; raises OSError, ValueError, KeyError, SafetensorError."""
    tensors: dict[str, torch.Tensor] = {}
    with safe_open(folder / TENSORS, "pt") as file:

        def tensor(name: str) -> torch.Tensor:
            if name not in tensors:
                # Memory of its own: what is read belongs to the file, which must not be trained on.
                tensors[name] = file.get_tensor(name).clone()
            return tensors[name]

        parts = dict(json.loads((folder / STATE).read_text("utf-8"))["pairs"])
        return _decoded(parts[part], tensor)


def _finite(tensor: torch.Tensor) -> torch.Tensor:
    if tensor.is_floating_point() and not bool(tensor.isfinite().all()):
        raise NotFinite(
            _("The state of the optimiser holds values that are not numbers, so no checkpoint was saved."),
            hint=_("Lower the learning rate, then start again from the base model."),
        )
    return tensor


def _encoded(value: object, keep: Callable[[torch.Tensor], str]) -> object:
    # Pairs, because keys are often numbers, which JSON's own objects do not have.
    match value:
        case torch.Tensor():
            return {"tensor": keep(value)}
        case dict():
            return {"pairs": [[key, _encoded(each, keep)] for key, each in value.items()]}
        case tuple():
            return {"tuple": [_encoded(each, keep) for each in value]}
        case list():
            return [_encoded(each, keep) for each in value]
        case None | bool() | int() | float() | str():
            return value
        case _:
            raise TypeError(f"a {type(value).__name__} cannot be part of a checkpoint")


def _decoded(value: Any, tensor: Callable[[str], torch.Tensor]) -> Any:
    if isinstance(value, list):
        return [_decoded(each, tensor) for each in value]
    if not isinstance(value, dict):
        return value
    if "tensor" in value:
        return tensor(value["tensor"])
    if "tuple" in value:
        return tuple(_decoded(each, tensor) for each in value["tuple"])
    return {key: _decoded(each, tensor) for key, each in value["pairs"]}
