"""What is written of a trained model is enough to use it elsewhere."""

import json
import shutil
from pathlib import Path
from typing import Literal

import pytest

from studio.core.options import MethodOptions


@pytest.mark.parametrize(("name", "ends"), [("full", [2, 4]), ("lora", None)])
def test_a_whole_model_keeps_the_stop_tokens_of_its_base(
    name: Literal["full", "lora"], ends: list[int] | None, tiny_model: Path, tiny_tokenizer, tmp_path: Path
) -> None:
    from transformers import AutoModelForCausalLM

    from studio.engine.methods import add_method, write_usable

    base = Path(shutil.copytree(tiny_model, tmp_path / "base"))
    (base / "generation_config.json").write_text(json.dumps({"eos_token_id": [2, 4]}), "utf-8")
    result = tmp_path / "result"
    result.mkdir()
    model = add_method(AutoModelForCausalLM.from_pretrained(base), MethodOptions(name=name))
    write_usable(model, tiny_tokenizer, base, result)
    assert (result / "tokenizer.json").is_file()
    if ends:
        assert AutoModelForCausalLM.from_pretrained(result).generation_config.eos_token_id == ends
    else:
        assert not (result / "generation_config.json").exists()
