"""The sizes of a model from its configuration, whatever its makers call them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from studio.core.forecast import Shape
from studio.errors import ModelFailed
from studio.words import _

_NAMES = {
    "layers": ("num_hidden_layers", "n_layer", "n_layers"),
    "width": ("hidden_size", "n_embd", "dim", "d_model"),
    "heads": ("num_attention_heads", "n_head", "n_heads"),
    "vocabulary": ("vocab_size",),
}


def read_shape(folder: Path, parameters: int) -> Shape:
    """The shape of the model in a folder whose weights hold so many parameters; raises ModelFailed."""
    file = folder / "config.json"
    try:
        config = json.loads(file.read_text("utf-8"))
        return _shape(config.get("text_config") or config, parameters)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, StopIteration) as error:
        raise ModelFailed(
            _("{path} does not tell the sizes of the model.").format(path=file),
            hint=_("The copy of the model may be damaged."),
        ) from error


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


def _number(config: Mapping[str, Any], names: tuple[str, ...]) -> int:
    return int(next(config[name] for name in names if name in config))
