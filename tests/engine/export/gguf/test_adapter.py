"""A LoRA adapter as GGUF does to the base's file what PEFT does to the base."""

import json
from pathlib import Path
from typing import Any

import pytest

from studio.errors import ExportFailed
from tests.engine.export.gguf.families import NAMED, spread_family
from tests.engine.export.gguf.llama import PROMPTS, worst_gap

PATTERNS = {"use_rslora": True, "rank_pattern": {"q_proj": 2}, "alpha_pattern": {"v_proj": 3, "o_proj": 20}}


def adapted(folder: Path, result: Path, **settings: Any) -> Any:
    """The base under a random adapter, which is saved in `result`."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    torch.manual_seed(3)
    wanted = {"r": 4, "lora_alpha": 8, "target_modules": "all-linear", "task_type": "CAUSAL_LM"} | settings
    model = get_peft_model(model, LoraConfig(**wanted))
    for name, each in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(each, std=0.1)
    model.save_pretrained(result)
    return model.eval()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("family", "settings"),
    [
        ("Llama 3", {}),
        ("Gemma 3", {"use_rslora": True}),
        ("Phi-3.5", {"rank_pattern": {"o_proj": 2}}),
        ("Qwen3", PATTERNS),
    ],
)
def test_an_adapter_changes_answers_as_peft_does(family: str, settings: dict[str, object], tmp_path: Path) -> None:
    from transformers import AutoTokenizer

    from studio.engine.export.gguf.adapter import write_gguf_adapter
    from studio.engine.export.gguf.llama import tokenising
    from studio.engine.export.gguf.writing import write_gguf
    from studio.engine.export.watch import Watch

    folder, base, lora = spread_family(NAMED[family], tmp_path / "model"), tmp_path / "b.gguf", tmp_path / "l.gguf"
    model = adapted(folder, tmp_path / "adapter", **settings)
    write_gguf(folder, base, "f32", Watch())
    write_gguf_adapter(tmp_path / "adapter", folder, lora, Watch(), "f32")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    prompts = [tokenizer(text)["input_ids"] for text in PROMPTS[:5]]
    with tokenising(base, adapter=lora, threads=1) as llama:
        answers = [llama.greedy(each, 64) for each in prompts]
    assert max(worst_gap(model, *each) for each in zip(prompts, answers, strict=True)) < 1e-3
    with tokenising(base, threads=1) as llama:
        assert [llama.greedy(each, 64) for each in prompts] != answers


@pytest.mark.parametrize(
    "changes",
    [
        {"use_dora": True},
        {"modules_to_save": ["lm_head"]},
        {"peft_type": "PREFIX_TUNING"},
        {"bias": "all"},
        {"init_lora_weights": "pissa"},
    ],
)
def test_more_than_plain_lora_is_refused_with_what_to_do(changes: dict[str, object], tmp_path: Path) -> None:
    from studio.engine.export.gguf.adapter import refuse_gguf_adapter
    from studio.paths import DEMO_MODEL

    plain = {"peft_type": "LORA", "r": 4, "lora_alpha": 8, "bias": "none"}
    (tmp_path / "adapter_config.json").write_text(json.dumps(plain | changes), "utf-8")
    with pytest.raises(ExportFailed, match="plain LoRA only") as refused:
        refuse_gguf_adapter(tmp_path, DEMO_MODEL)
    assert "Merge" in refused.value.hint
