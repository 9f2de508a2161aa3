"""The sizes that memory depends on, from every way of writing them down."""

import json
import shutil
from pathlib import Path

import pytest

from studio import paths
from studio.core.forecast import Shape
from studio.errors import ModelFailed
from studio.models.shape import measure_model, shapes
from tests.models.conftest import gguf_bytes

DEMO = Shape(3_737_856, 4, 256, 2304, 768, 128, tied=True)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return Path(shutil.copytree(paths.DEMO_MODEL, tmp_path / "model"))


def rewrite(model: Path, **changes: object) -> None:
    config = json.loads((model / "config.json").read_text("utf-8"))
    kept = {name: value for name, value in (config | changes).items() if value is not None}
    (model / "config.json").write_text(json.dumps(kept), "utf-8")


def test_the_demonstration_model_has_its_known_shape() -> None:
    assert measure_model(paths.DEMO_MODEL) == DEMO
    assert Shape(**next(shapes(str(paths.DEMO_MODEL)))) == DEMO


def test_older_names_and_an_inner_configuration_are_read(model: Path) -> None:
    renamed = {"n_layer": 4, "n_embd": 256, "n_head": 4, "num_hidden_layers": None, "hidden_size": None}
    rewrite(model, **renamed, num_attention_heads=None)
    assert measure_model(model) == DEMO
    inner = json.loads((model / "config.json").read_text("utf-8"))
    (model / "config.json").write_text(json.dumps({"text_config": inner}), "utf-8")
    assert measure_model(model).layers == 4


@pytest.mark.parametrize(
    "change", [{"num_attention_heads": 0}, {"num_attention_heads": "many"}, {"num_hidden_layers": None}]
)
def test_a_configuration_without_sizes_is_a_known_failure(model: Path, change: dict[str, object]) -> None:
    rewrite(model, **change)
    with pytest.raises(ModelFailed, match="sizes of the model"):
        measure_model(model)


def test_a_damaged_model_says_what_is_wrong(model: Path) -> None:
    (model / "model.safetensors").write_bytes(b"short")
    with pytest.raises(ModelFailed, match="cut off or is no safetensors"):
        measure_model(model)


def test_a_gguf_file_tells_its_shape_unless_it_is_silent(tmp_path: Path, gguf: Path) -> None:
    sizes = {"block_count": 2, "embedding_length": 64, "feed_forward_length": 160, "vocab_size": 99}
    heads = {"attention__head_count": 4, "attention__head_count_kv": 2}
    named = {f"llama__{name}": value for name, value in {**sizes, **heads}.items()}
    file = tmp_path / "told.gguf"
    file.write_bytes(gguf_bytes(general__architecture="llama", **named))
    assert measure_model(file) == Shape(104, 2, 64, 99, 160, 32, tied=True)
    with pytest.raises(ModelFailed, match="sizes of the model"):
        measure_model(gguf)
