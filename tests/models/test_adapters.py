"""What adapters are put on."""

from pathlib import Path

import pytest

from studio.errors import ModelFailed
from studio.models.adapters import base_of_adapter, bases_beside, is_adapter
from studio.models.inspection import describe_model
from studio.models.places import find_models
from tests.models.conftest import gguf_bytes


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    """A GGUF adapter as it is exported, without its base."""
    file = tmp_path / "tiny-lora-f16.gguf"
    file.write_bytes(gguf_bytes(general__architecture="llama", general__type="adapter"))
    return file


def base(adapter: Path, name: str) -> Path:
    file = adapter.with_name(name)
    file.write_bytes(gguf_bytes(general__architecture="llama", general__type="model"))
    return file


def test_the_only_base_beside_it_is_taken(adapter: Path) -> None:
    only = base(adapter, "tiny-base-q8_0.gguf")
    for other in ("tiny-q8_0.gguf", "small-base-f16.gguf"):
        base(adapter, other)
    assert base_of_adapter(adapter) == str(only)
    second = base(adapter, "tiny-base-f16.gguf")
    assert bases_beside(adapter) == (second, only)
    with pytest.raises(ModelFailed) as failed:
        base_of_adapter(adapter)
    assert "tiny-base-f16.gguf, tiny-base-q8_0.gguf" in failed.value.hint
    assert base_of_adapter(adapter, str(second)) == str(second)


@pytest.mark.parametrize("named", ["", "demo", "tiny-lora-f16.gguf"])
def test_what_is_no_base_is_refused(adapter: Path, named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(adapter.parent)
    with pytest.raises(ModelFailed, match="say which GGUF file"):
        base_of_adapter(adapter, named)


def test_an_adapter_is_no_base_model(adapter: Path, tmp_path: Path) -> None:
    assert is_adapter(adapter)
    whole = base(adapter, "tiny-base-q8_0.gguf")
    listed = [each.path for each in find_models([tmp_path], tmp_path / "hub")]
    assert whole in listed
    assert adapter not in listed
    assert [each.level for each in describe_model(adapter).problems] == ["blocking"]
