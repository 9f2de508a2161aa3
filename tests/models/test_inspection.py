"""A model's card says what its files say, and everything that speaks against them."""

import json
import os
from pathlib import Path

import pytest

from studio.models.card import ModelCard
from studio.models.inspection import cards, describe_model, inspect_model
from tests.models.conftest import TENSORS, gguf_bytes, safetensors_bytes


def change(folder: Path, **changes: object) -> None:
    known = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps(known | changes), "utf-8")


def said(card: ModelCard, level: str) -> str:
    return "\n".join(each.sentence.text() for each in card.problems if each.level == level)


def test_the_card_of_a_folder(model: Path) -> None:
    card = inspect_model(model)
    assert (card.architecture, card.context, card.parameters) == ("LlamaForCausalLM", 2048, 68)
    assert (card.licence, card.languages, card.quantisation) == ("apache-2.0", ("fr", "en"), None)
    assert (card.template.match, card.template.family) == ("same", "chatml")
    assert card.size == (model / "model.safetensors").stat().st_size
    assert card.problems == ()
    assert ModelCard.model_validate(next(cards([str(model)]))) == card


def test_the_card_of_a_gguf_file(gguf: Path) -> None:
    card = describe_model(gguf)
    assert (card.kind, card.architecture, card.context, card.licence) == ("gguf", "qwen2", 4096, "mit")
    assert card.quantisation is not None
    assert (card.quantisation.title, card.languages, card.problems) == ("Q4_K_M", ("fr", "en"), ())


def test_a_base_model_without_a_template_is_warned_of(model: Path, tmp_path: Path) -> None:
    (model / "tokenizer_config.json").write_text("{}", "utf-8")
    card = inspect_model(model)
    assert "without a chat template" in said(card, "warning")
    assert card.usable
    (tmp_path / "base.gguf").write_bytes(gguf_bytes(general__architecture="llama"))
    assert "without a chat template" in said(describe_model(tmp_path / "base.gguf"), "warning")


def test_an_encoder_needs_no_template(model: Path) -> None:
    (model / "tokenizer_config.json").write_text("{}", "utf-8")
    change(model, architectures=["CamembertForMaskedLM"], model_type="camembert")
    assert describe_model(model).problems == ()


def test_pickles_beside_safetensors_are_ignored_and_alone_refused(model: Path) -> None:
    (model / "pytorch_model.bin").write_bytes(b"\x80\x04N.")
    assert "pytorch_model.bin" in said(describe_model(model), "note")
    (model / "model.safetensors").unlink()
    card = describe_model(model)
    assert "pickle" in said(card, "blocking")
    assert [each.unsafe for each in card.problems if each.level == "blocking"] == [True]


@pytest.mark.parametrize(
    ("kind", "level", "words"),
    [("llama", "note", "never run"), ("theirs", "blocking", "running code"), ("../../etc", "blocking", "running code")],
)
def test_code_that_came_along_is_never_run(model: Path, kind: str, level: str, words: str) -> None:
    change(model, model_type=kind, auto_map={"AutoModelForCausalLM": "code.Model"})
    card = describe_model(model)
    assert words in said(card, level)
    assert card.usable == (level == "note")


def test_a_quantised_checkpoint_says_which_packages_are_missing(model: Path) -> None:
    change(model, quantization_config={"quant_method": "gptq", "bits": 4})
    tensors = {"layer.qweight": ("I32", [4, 8], 128), "layer.scales": ("F16", [8], 16)}
    (model / "model.safetensors").write_bytes(safetensors_bytes(tensors))
    card = describe_model(model)
    assert card.quantisation is not None
    assert (card.quantisation.title, card.parameters) == ("GPTQ, 4 bit", 4 * 8 * 8)
    for name in card.quantisation.missing:
        assert name in said(card, "blocking")
    assert card.usable == (not card.quantisation.missing)


def split(folder: Path) -> None:
    """The weights in two files with an index."""
    (folder / "model.safetensors").unlink()
    files = {name: f"model-{at}-of-2.safetensors" for at, name in enumerate(TENSORS, 1)}
    for name, file in files.items():
        (folder / file).write_bytes(safetensors_bytes({name: TENSORS[name]}))
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": files}), "utf-8")


def test_a_model_in_several_files_is_one_model(model: Path) -> None:
    split(model)
    assert (describe_model(model).parameters, describe_model(model).problems) == (68, ())


def test_a_missing_file_or_tensor_of_several_is_named(model: Path) -> None:
    split(model)
    (model / "model-2-of-2.safetensors").write_bytes(safetensors_bytes({"other": ("F32", [1], 4)}))
    assert "model.norm.weight" in said(describe_model(model), "blocking")
    (model / "model-2-of-2.safetensors").unlink()
    assert "1 of the 2 files" in said(describe_model(model), "blocking")


@pytest.mark.parametrize("name", ["../outside.safetensors", "/etc/passwd"])
def test_an_index_cannot_point_out_of_the_folder(model: Path, name: str) -> None:
    (model / "model.safetensors").rename(model.parent / "outside.safetensors")
    (model / "model.safetensors.index.json").write_text(json.dumps({"weight_map": {"a": name}}), "utf-8")
    assert not describe_model(model).usable


def test_links_into_the_hub_cache_are_followed(model: Path) -> None:
    blob = model.parent / "blob"
    (model / "model.safetensors").rename(blob)
    os.symlink(blob, model / "model.safetensors")
    assert describe_model(model).problems == ()


def test_weights_that_do_not_fit_the_configuration_are_refused(model: Path) -> None:
    change(model, vocab_size=32)
    assert "32" in said(describe_model(model), "blocking")


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_configuration_is_a_sentence(model: Path, content: bytes) -> None:
    (model / "config.json").write_bytes(content)
    assert "config.json" in said(describe_model(model), "blocking")


@pytest.mark.parametrize(
    "content", [b"---\n- a\n---", b"---\n{{{\n---", b"---\nlicense: !!python/name:os.system\n---", b"\xff"]
)
def test_a_readme_that_is_no_plain_yaml_says_nothing(model: Path, content: bytes) -> None:
    (model / "README.md").write_bytes(content)
    assert (describe_model(model).licence, describe_model(model).problems) == ("", ())


def test_an_adapter_is_told_from_a_model(model: Path) -> None:
    (model / "model.safetensors").rename(model / "adapter_model.safetensors")
    assert "adapter" in said(describe_model(model), "blocking")


def test_an_empty_folder_is_no_model(tmp_path: Path) -> None:
    assert "config.json" in said(describe_model(tmp_path), "blocking")
