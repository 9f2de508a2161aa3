"""Every type of the demo model is as llama.cpp mixes it, answers, fits its estimate, and is whole or not there."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from studio.errors import ExportFailed
from studio.paths import DEMO_MODEL
from tests.engine.export.gguf.families import NAMED, spread_family
from tests.engine.export.gguf.llama import PROMPTS, agreement, worst_gap

# Of the demo model's 4 layers llama.cpp gives more to those past seven eighths and to every third.
MIXED = {
    "f32": {"token_embd": "F32", "blk.0.attn_q": "F32", "blk.0.attn_norm": "F32"},
    "f16": {"token_embd": "F16", "blk.0.attn_q": "F16", "blk.0.attn_norm": "F32"},
    "q8_0": {"token_embd": "Q8_0", "blk.0.ffn_down": "Q8_0", "output_norm": "F32"},
    "q6_k": {"token_embd": "Q6_K", "blk.1.attn_v": "Q6_K", "output_norm": "F32"},
    "q5_k_m": {"token_embd": "Q6_K", "blk.0.attn_v": "Q5_K", "blk.2.attn_v": "Q6_K", "blk.3.ffn_down": "Q6_K"},
    "q4_k_m": {"token_embd": "Q6_K", "blk.0.ffn_down": "Q4_K", "blk.2.ffn_down": "Q6_K", "blk.3.attn_q": "Q4_K"},
}


@pytest.mark.parametrize("kind", MIXED)
def test_numbers_are_mixed_as_llama_cpp_mixes_them(kind: str, demo_files: dict[str, Path]) -> None:
    from gguf import GGUFReader

    from studio.engine.export.gguf.types import FILE_TYPES
    from studio.engine.export.gguf.writing import gguf_bytes
    from studio.models.gguf_header import read_gguf

    file = demo_files[kind]
    types = {each.name: each.tensor_type.name for each in GGUFReader(file).tensors}
    assert {name: types[f"{name}.weight"] for name in MIXED[kind]} == MIXED[kind]
    header = read_gguf(file)
    assert header.parameters == 3_737_856
    assert header.number("general.file_type") == FILE_TYPES[kind]
    assert file.stat().st_size <= gguf_bytes(DEMO_MODEL, kind) < file.stat().st_size + 300_000


@pytest.mark.slow
def test_the_demo_model_answers_as_before_and_rounding_costs_little(demo_files: dict[str, Path]) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from studio.engine.export.gguf.llama import tokenising

    model = AutoModelForCausalLM.from_pretrained(DEMO_MODEL, dtype=torch.float32)
    tokenizer = AutoTokenizer.from_pretrained(DEMO_MODEL)
    prompts = [tokenizer(text)["input_ids"] for text in PROMPTS[:6]]
    with tokenising(demo_files["f32"], threads=1) as llama:
        answers = [llama.greedy(each, 64) for each in prompts]
    assert max(worst_gap(model, *each) for each in zip(prompts, answers, strict=True)) < 1e-3
    agreed = {}
    for kind in ("f16", "q8_0", "q4_k_m"):
        with tokenising(demo_files[kind], threads=1) as llama:
            agreed[kind] = agreement(llama, prompts, answers)
    assert agreed["f16"] >= 0.99
    assert agreed["q8_0"] >= 0.98
    assert agreed["q4_k_m"] >= 0.8


@pytest.mark.parametrize(
    ("kind", "types"), [("q8_0", {"Q8_0"}), ("q5_k_m", {"Q5_1", "Q8_0"}), ("q4_k_m", {"Q5_0", "Q5_1", "Q8_0"})]
)
def test_rows_that_do_not_divide_into_blocks_take_more_bits(kind: str, types: set[str], tmp_path: Path) -> None:
    from gguf import GGUFReader

    from studio.engine.export.gguf.llama import tokenising
    from studio.engine.export.gguf.writing import write_gguf
    from studio.engine.export.watch import Watch

    folder, file = spread_family(NAMED["Phi-3.5"], tmp_path / "model"), tmp_path / "model.gguf"
    write_gguf(folder, file, kind, Watch())
    assert {each.tensor_type.name for each in GGUFReader(file).tensors} == {"F32", *types}
    with tokenising(file, threads=1) as llama:
        assert len(llama.greedy([5, 6, 7], 8)) == 8


def test_weights_in_several_files_are_read_where_they_lie(demo_files: dict[str, Path], tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    from studio.engine.export.gguf.writing import write_gguf
    from studio.engine.export.watch import Watch

    folder = Path(shutil.copytree(DEMO_MODEL, tmp_path / "sharded"))
    tensors = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    # Not every model says by which tokens its answers end.
    (folder / "generation_config.json").unlink()
    places = {name: f"model-{at % 2 + 1:05}-of-00002.safetensors" for at, name in enumerate(tensors)}
    for place in set(places.values()):
        save_file({name: tensors[name] for name in tensors if places[name] == place}, folder / place)
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": places}), "utf-8")
    write_gguf(folder, tmp_path / "sharded.gguf", "f16", Watch())
    assert read_all(tmp_path / "sharded.gguf") == read_all(demo_files["f16"])


def test_a_head_that_differs_from_the_embeddings_it_is_said_to_be_is_kept(tmp_path: Path) -> None:
    """As transformers does; the file of one that does not differ holds it once."""
    from safetensors.torch import load_file, save_file

    from studio.engine.export.gguf.families import read_model
    from studio.engine.export.gguf.source import stored_tensors
    from studio.engine.export.gguf.tensors import plan_tensors

    folder = changed(tmp_path)
    tensors = load_file(folder / "model.safetensors")
    for change, kept in ((0.0, set()), (1.0, {("output.weight", "Q6_K"), ("token_embd.weight", "Q4_K")})):
        head = tensors["model.embed_tokens.weight"] + change
        save_file({**tensors, "lm_head.weight": head}, folder / "model.safetensors", {"format": "pt"})
        planned = plan_tensors(read_model(folder), stored_tensors(folder), "q4_k_m")
        found = {(each.name, each.type.name) for each in planned if each.name in ("output.weight", "token_embd.weight")}
        assert found == (kept or {("token_embd.weight", "Q6_K")})


def read_all(file: Path) -> dict[str, bytes]:
    from gguf import GGUFReader

    return {each.name: each.data.tobytes() for each in GGUFReader(file).tensors}


def test_the_watch_hears_every_byte_and_can_end_the_work(tmp_path: Path) -> None:
    from studio.engine.export.gguf.writing import write_gguf
    from studio.engine.export.watch import Watch
    from studio.engine.stopping import StoppedNow

    heard: list[tuple[int, int]] = []

    def obey() -> None:
        if len(heard) == 5:
            raise StoppedNow

    target = tmp_path / "model.gguf"
    with pytest.raises(StoppedNow):
        write_gguf(DEMO_MODEL, target, "q8_0", Watch(lambda *each: heard.append(each), obey))
    assert list(tmp_path.iterdir()) == []
    heard.clear()
    write_gguf(DEMO_MODEL, target, "q8_0", Watch(lambda *each: heard.append(each)))
    assert heard == sorted(heard)
    assert heard[-1][0] == heard[-1][1]
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on files there")
def test_a_disk_without_room_is_a_sentence(tmp_path: Path) -> None:
    import resource
    import signal

    from studio.engine.export.gguf.writing import write_gguf
    from studio.engine.export.watch import Watch

    before, heard = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 21, before[1]))
    try:
        with pytest.raises(ExportFailed, match="The disk is full"):
            write_gguf(DEMO_MODEL, tmp_path / "model.gguf", "f32", Watch())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)
    assert list(tmp_path.iterdir()) == []


def changed(folder: Path, **settings: object) -> Path:
    """The demo model with other settings in its configuration."""
    copy = Path(shutil.copytree(DEMO_MODEL, folder / "model"))
    said = json.loads((copy / "config.json").read_text("utf-8"))
    (copy / "config.json").write_text(json.dumps(said | settings), "utf-8")
    return copy


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"model_type": "gpt_neox"}, "family “gpt_neox”"),
        ({"hidden_act": "gelu"}, "hidden_act: gelu"),
        ({"rope_parameters": {"rope_type": "proportional", "rope_theta": 10000.0}}, "“proportional”"),
        ({"quantization_config": {"quant_method": "gptq", "bits": 4}}, "quantised already"),
        ({"num_hidden_layers": 5}, "lack the tensor “blk.4."),
        ({"tie_word_embeddings": False}, "lack the tensor “output.weight”"),
    ],
)
def test_what_cannot_be_written_is_refused_before_any_work(
    settings: dict[str, object], sentence: str, tmp_path: Path
) -> None:
    from studio.engine.export.gguf.writing import refuse_gguf, write_gguf
    from studio.engine.export.watch import Watch

    folder = changed(tmp_path, **settings)
    with pytest.raises(ExportFailed, match=sentence) as refused:
        refuse_gguf(folder, "f16")
    assert refused.value.hint
    with pytest.raises(ExportFailed):
        write_gguf(folder, tmp_path / "model.gguf", "f16", Watch())
    assert not (tmp_path / "model.gguf").exists()


def test_values_that_a_type_cannot_hold_are_refused(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    from studio.engine.export.gguf.writing import write_gguf
    from studio.engine.export.watch import Watch

    folder = changed(tmp_path)
    tensors = {name: each.to(torch.float32) for name, each in load_file(folder / "model.safetensors").items()}
    for value, sentence in ((1e6, "too large for 16 bits"), (float("nan"), "no numbers")):
        tensors["model.layers.1.mlp.up_proj.weight"][3, 3] = value
        save_file(tensors, folder / "model.safetensors")
        with pytest.raises(ExportFailed, match=sentence):
            write_gguf(folder, tmp_path / "model.gguf", "f16", Watch())
