"""The sizes of a model from its configuration or its GGUF header, whatever its makers call them.

Also a task for a child process, because the files may be hostile:

    rows_from_child("studio.models.shape:shapes", {"path": str(path)})
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from studio.core.forecast import Shape
from studio.errors import ModelFailed
from studio.models.damage import Damaged
from studio.models.described import read_config
from studio.models.gguf_header import GgufHeader, read_gguf
from studio.models.quantisation import quantisation_of
from studio.models.weights import read_weights
from studio.words import _

_NAMES = {
    "layers": ("num_hidden_layers", "n_layer", "n_layers"),
    "width": ("hidden_size", "n_embd", "dim", "d_model"),
    "heads": ("num_attention_heads", "n_head", "n_heads"),
    "vocabulary": ("vocab_size",),
}


def shapes(path: str) -> Iterator[dict[str, Any]]:
    """The shape of one model as JSON; raises ModelFailed."""
    yield asdict(measure_model(Path(path)))


def measure_model(path: Path) -> Shape:
    """The shape of a model folder or a GGUF file, its parameters counted in the headers; raises ModelFailed."""
    try:
        if path.is_file():
            return _shape_of_gguf(read_gguf(path))
        config = read_config(path)
        quantisation = quantisation_of(config)
        weights = read_weights(path, config, quantisation.bits if quantisation else None)
        return _shape(config.get("text_config") or config, weights.parameters)
    except Damaged as error:
        raise ModelFailed(error.sentence.text(), hint=_("The copy of the model may be damaged.")) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _untold(path) from error


def _untold(path: Path) -> ModelFailed:
    return ModelFailed(
        _("{path} does not tell the sizes of the model.").format(path=path),
        hint=_("The copy of the model may be damaged."),
    )


def _shape(config: Mapping[str, Any], parameters: int) -> Shape:
    layers, width, heads, vocabulary = (_number(config, names) for names in _NAMES.values())
    head_width = int(config.get("head_dim") or width // heads)
    return Shape(
        parameters=parameters,
        layers=layers,
        width=width,
        vocabulary=vocabulary,
        inner=int(config.get("intermediate_size") or config.get("n_inner") or config.get("hidden_dim") or 4 * width),
        key_width=int(config.get("num_key_value_heads") or heads) * head_width,
        tied=bool(config.get("tie_word_embeddings", True)),
    )


def _shape_of_gguf(header: GgufHeader) -> Shape:
    kind = header.text("general.architecture")
    layers, width, heads = (
        _told(header, f"{kind}.{name}") for name in ("block_count", "embedding_length", "attention.head_count")
    )
    heads_of_keys = header.number(f"{kind}.attention.head_count_kv") or heads
    return Shape(
        parameters=header.parameters,
        layers=layers,
        width=width,
        # Many files tell it only by the list of their tokens, which is not kept.
        vocabulary=header.number(f"{kind}.vocab_size") or 0,
        inner=header.number(f"{kind}.feed_forward_length") or 4 * width,
        key_width=heads_of_keys * (header.number(f"{kind}.attention.key_length") or width // heads),
        tied=True,
    )


def _told(header: GgufHeader, key: str) -> int:
    number = header.number(key)
    if not number:
        raise KeyError(key)
    return number


def _number(config: Mapping[str, Any], names: tuple[str, ...]) -> int:
    number = int(next((config[name] for name in names if name in config), 0))
    if number <= 0:
        raise ValueError(names[0])
    return number
