"""Which weight files a model folder is read from, and whether their headers, sizes and index agree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.core.sentence import Sentence
from studio.models.damage import Damaged
from studio.models.described import read_object
from studio.models.safetensors_header import Tensor, read_header
from studio.words import N_

SINGLE, INDEX = "model.safetensors", "model.safetensors.index.json"
PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl")
_MOST_SHARDS = 4_096
# Beside quantised weights lie scales and tables, which are no parameters.
_ASIDE = ("absmax", "quant_map", "quant_state", "scales", "qzeros", "g_idx", "weight_scale", "scale_inv", "SCB")
_EMBEDDINGS = ("model.embed_tokens.weight", "transformer.wte.weight", "bert.embeddings.word_embeddings.weight")
_PACKED = "qweight"
_HALF_BYTE = 2
_WORD_BITS = 32


@dataclass(frozen=True)
class Weights:
    """What the headers of a model's weights say."""

    parameters: int
    size: int
    """Bytes on disk."""


def read_weights(folder: Path, config: Mapping[str, Any], bits: int | None = None) -> Weights:
    """Look at every header; raises Damaged where the weights are missing, incomplete or not as the index says."""
    files = weight_files(folder)
    tensors = {file: read_header(file) for file in files}
    _check_index(folder, tensors)
    every = [tensor for found in tensors.values() for tensor in found]
    if bits is None:
        _check_vocabulary(every, config)
    return Weights(sum(_parameters(each, bits) for each in every), sum(file.stat().st_size for file in files))


def weight_files(folder: Path) -> tuple[Path, ...]:
    """The safetensors files that will be read, as transformers chooses them; raises Damaged where one is missing."""
    if (single := folder / SINGLE).is_file():
        return (single,)
    if not (folder / INDEX).is_file():
        raise _no_weights(folder)
    names = sorted(set(_weight_map(folder).values()))
    outside = [name for name in names if Path(name).name != name]
    if outside or not 0 < len(names) <= _MOST_SHARDS:
        raise Damaged(Sentence(N_("{file} cannot be read."), {"file": INDEX}))
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        sentence = N_("{count} of the {total} files of weights are missing, {file} first: the copy is incomplete.")
        raise Damaged(Sentence(sentence, {"count": len(missing), "total": len(names), "file": missing[0]}))
    return tuple(folder / name for name in names)


def pickles(folder: Path) -> tuple[str, ...]:
    """Files of weights that could run code when they are opened; they never are."""
    return tuple(sorted(path.name for path in folder.iterdir() if path.suffix.lower() in PICKLES))


def _no_weights(folder: Path) -> Damaged:
    if any(folder.glob("adapter_model.*")):
        return Damaged(Sentence(N_("This is an adapter, not a whole model; choose the model that it belongs to.")))
    if pickles(folder):
        sentence = N_("The weights are stored as pickle, which can run code when it is opened.")
        return Damaged(Sentence(sentence), unsafe=True)
    return Damaged(Sentence(N_("The folder holds no model weights in the safetensors format.")))


def _weight_map(folder: Path) -> dict[str, str]:
    said = read_object(folder / INDEX).get("weight_map")
    if not isinstance(said, dict) or not all(isinstance(name, str) for name in said.values()):
        raise Damaged(Sentence(N_("{file} cannot be read."), {"file": INDEX}))
    return said


def _check_index(folder: Path, tensors: Mapping[Path, Iterable[Tensor]]) -> None:
    if (folder / SINGLE).is_file():
        return
    there = {(file.name, tensor.name) for file, found in tensors.items() for tensor in found}
    for name, file in sorted(_weight_map(folder).items()):
        if (file, name) not in there:
            sentence = N_("The index of the weights names the tensor “{name}”, which is not in {file}.")
            raise Damaged(Sentence(sentence, {"name": name, "file": file}))


def _check_vocabulary(tensors: Iterable[Tensor], config: Mapping[str, Any]) -> None:
    """The cheapest sign that configuration and weights belong together."""
    wanted = (config.get("vocab_size"), config.get("hidden_size", config.get("n_embd")))
    found = next((tensor for tensor in tensors if tensor.name in _EMBEDDINGS), None)
    if found is None or None in wanted or found.shape == wanted:
        return
    sentence = N_("config.json describes {said} words of width {width}, the weights hold {found}: they do not fit.")
    held = " × ".join(map(str, found.shape))
    raise Damaged(Sentence(sentence, {"said": str(wanted[0]), "width": str(wanted[1]), "found": held}))


def _parameters(tensor: Tensor, bits: int | None) -> int:
    if bits is None:
        return tensor.values
    if any(part in tensor.name for part in _ASIDE):
        return 0
    if tensor.name.endswith(_PACKED):
        return tensor.values * _WORD_BITS // bits
    return tensor.values * _HALF_BYTE if tensor.dtype == "U8" else tensor.values
