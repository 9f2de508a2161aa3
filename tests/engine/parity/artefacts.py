"""One adapter of the demo model in every format, and the faults that exports are known for, each seeded by hand."""

import json
import shutil
from pathlib import Path

from studio.core.export import Artefact

END, OTHER_END = "<|end|>", "<|fin|>"


def make_base(folder: Path) -> Path:
    """The demo model, its end token called as no list of names in llama.cpp knows it."""
    from studio import paths

    shutil.copytree(paths.DEMO_MODEL, folder)
    (folder / "manifest.json").unlink()
    for name in ("chat_template.jinja", "tokenizer.json", "tokenizer_config.json"):
        replace_in(folder / name, END, OTHER_END)
    return folder


def make_adapter(base: Path, folder: Path) -> Path:
    """LoRA that changes what the model says without making nonsense of it."""
    import torch
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(0)
    tuned = get_peft_model(
        _model(base), LoraConfig(r=4, lora_alpha=8, target_modules=["q_proj", "v_proj", "down_proj"])
    )
    for name, weights in tuned.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(weights, std=0.15)
    tuned.save_pretrained(folder)
    _copy_words(base, folder)
    return folder


def make_merged(base: Path, adapter: Path, folder: Path, times: int = 1) -> Path:
    """In 32 bits; the adapter put on as often as wanted."""
    from peft import PeftModel

    model = _model(base)
    for _time in range(times):
        model = PeftModel.from_pretrained(model, adapter).merge_and_unload()
    model.save_pretrained(folder)
    _copy_words(base, folder)
    return folder


def make_gguf(source: Path, target: Path, kind="f16") -> Path:
    from studio.engine.export.gguf.writing import write_gguf
    from studio.engine.export.watch import Watch

    write_gguf(source, target, kind, Watch())
    return target


def with_changed(source: Path, folder: Path, name: str, old: str, new: str) -> Path:
    """A copy with one text file changed."""
    shutil.copytree(source, folder)
    replace_in(folder / name, old, new)
    return folder


def without_merges(source: Path, folder: Path) -> Path:
    """A copy whose tokenizer has forgotten half of its merges."""
    shutil.copytree(source, folder)
    stored = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    stored["model"]["merges"] = stored["model"]["merges"][: len(stored["model"]["merges"]) // 2]
    (folder / "tokenizer.json").write_text(json.dumps(stored), "utf-8")
    return folder


def without_numbers(source: Path, target: Path) -> Path:
    """A copy of a GGUF file with one matrix of what is no number."""
    import gguf

    shutil.copyfile(source, target)
    found = gguf.GGUFReader(target, "r+").tensors
    next(each for each in found if "ffn_down" in each.name).data[:] = float("nan")
    return target


def as_peft_saves(adapter: Path, folder: Path) -> Path:
    """Without tokenizer and template, which the base has."""
    folder.mkdir()
    for name in ("adapter_config.json", "adapter_model.safetensors"):
        shutil.copyfile(adapter / name, folder / name)
    return folder


def set_key(source: Path, target: Path, key: str, value: int) -> Path:
    """A copy of a GGUF file with one number of its header changed."""
    import gguf

    shutil.copyfile(source, target)
    field = gguf.GGUFReader(target, "r+").get_field(key)
    field.parts[field.data[0]][0] = value
    return target


def replace_in(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def as_gguf(path: Path, quant="f16") -> Artefact:
    return Artefact(format="gguf", path=str(path), quant=quant)


def _model(base: Path):
    import torch
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)


def _copy_words(base: Path, folder: Path) -> None:
    for name in ("chat_template.jinja", "tokenizer.json", "tokenizer_config.json", "generation_config.json"):
        shutil.copyfile(base / name, folder / name)
