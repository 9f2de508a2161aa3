"""The second load of a base model comes from a quantised copy, and nobody can tell the difference."""

from functools import partial
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM, BitsAndBytesConfig, PreTrainedModel

from studio.engine.model_cache import SMALLEST, read_model
from studio.models.cache import cached_models, clear_cache, make_room, mark_used, quantised_folder

pytestmark = pytest.mark.slow


class Reader:
    """Reads models as a run does, and remembers from where."""

    def __init__(self) -> None:
        self.folders: list[Path] = []
        self._read = partial(
            AutoModelForCausalLM.from_pretrained, dtype=torch.bfloat16, device_map={"": "cpu"}, local_files_only=True
        )

    def __call__(self, folder: Path, **words: object) -> PreTrainedModel:
        self.folders.append(folder)
        loaded: PreTrainedModel = self._read(folder, **words)
        return loaded


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATELIER_HOME", str(tmp_path / "home"))


def four_bits(double: bool = True, kind: str = "nf4") -> BitsAndBytesConfig:
    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type=kind,
        bnb_4bit_use_double_quant=double,
        bnb_4bit_compute_dtype=torch.bfloat16,
    )


def logits(model: PreTrainedModel) -> torch.Tensor:
    with torch.no_grad():
        found: torch.Tensor = model(torch.arange(1, 40)[None]).logits
    return found


@pytest.mark.parametrize(("double", "kind"), [(True, "nf4"), (False, "nf4"), (True, "fp4")])
def test_the_copy_gives_the_same_model_bit_for_bit(tiny_model: Path, double: bool, kind: str) -> None:
    read = Reader()
    quantisation = four_bits(double, kind)
    first = read_model(read, tiny_model, quantisation, "cpu", smallest=0)
    second = read_model(read, tiny_model, quantisation, "cpu", smallest=0)
    (copy,) = cached_models()
    assert read.folders == [tiny_model, copy.folder]
    assert torch.equal(logits(first), logits(second))
    assert [name for name, _value in first.named_parameters()] == [name for name, _value in second.named_parameters()]
    assert second.config._name_or_path == str(tiny_model)
    assert first.config.to_dict() == second.config.to_dict()


def test_other_options_and_changed_weights_have_a_copy_of_their_own(tiny_model: Path, tmp_path: Path) -> None:
    import shutil

    model = shutil.copytree(tiny_model, tmp_path / "model")
    read = Reader()
    read_model(read, model, four_bits(), "cpu", smallest=0)
    read_model(read, model, four_bits(double=False), "cpu", smallest=0)
    weights = model / "model.safetensors"
    changed = bytearray(weights.read_bytes())
    changed[-1] ^= 1
    weights.write_bytes(changed)
    read_model(read, model, four_bits(), "cpu", smallest=0)
    assert read.folders == [model] * 3
    assert len(cached_models()) == 3


def test_a_copy_that_lost_a_bit_is_made_again(tiny_model: Path, caplog: pytest.LogCaptureFixture) -> None:
    read = Reader()
    first = read_model(read, tiny_model, four_bits(), "cpu", smallest=0)
    (copy,) = cached_models()
    weights = copy.folder / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 4
    weights.write_bytes(content)
    again = read_model(read, tiny_model, four_bits(), "cpu", smallest=0)
    assert "damaged" in caplog.text
    caplog.clear()
    assert torch.equal(logits(first), logits(again))
    read_model(read, tiny_model, four_bits(), "cpu", smallest=0)
    assert read.folders == [tiny_model, copy.folder, tiny_model, copy.folder]


def test_small_models_and_sixteen_bits_are_not_kept(tiny_model: Path) -> None:
    read = Reader()
    read_model(read, tiny_model, four_bits(), "cpu", smallest=SMALLEST)
    read_model(read, tiny_model, None, "cpu", smallest=0)
    assert (read.folders, cached_models()) == ([tiny_model] * 2, [])


def test_a_checkpoint_that_is_quantised_already_stays_as_it_is(tiny_model: Path) -> None:
    read = Reader()
    made = read_model(read, tiny_model, four_bits(), "cpu", smallest=0)
    (copy,) = cached_models()
    again = read_model(read, copy.folder, four_bits(double=False), "cpu", smallest=0)
    assert torch.equal(logits(made), logits(again))
    assert cached_models() == [copy]


def test_what_was_used_longest_ago_makes_room(tiny_model: Path) -> None:
    read = Reader()
    for double in (True, False):
        read_model(read, tiny_model, four_bits(double), "cpu", smallest=0)
    oldest, newest = cached_models()
    mark_used(oldest.folder)
    assert [each.folder for each in cached_models()] == [newest.folder, oldest.folder]
    assert make_room(1, largest=oldest.size + newest.size)
    assert [each.folder for each in cached_models()] == [oldest.folder]
    assert not make_room(9, largest=8)
    assert clear_cache() == oldest.size
    assert cached_models() == []


def test_a_full_disk_only_means_that_there_is_no_copy(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(_self: PreTrainedModel, folder: Path, **_words: object) -> None:
        folder.mkdir(parents=True)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(PreTrainedModel, "save_pretrained", full)
    assert logits(read_model(Reader(), tiny_model, four_bits(), "cpu", smallest=0)).isfinite().all()
    assert "No space left" in caplog.text
    caplog.clear()
    assert list(quantised_folder().iterdir()) == []
