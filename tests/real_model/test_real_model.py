"""A real public model learns real French conversations; see docs/benchmarks.md for how the model is assembled."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

RELOAD = """
import sys; from peft import PeftModel; from transformers import AutoModelForCausalLM, AutoTokenizer
base, adapter = sys.argv[1:]
tokenizer = AutoTokenizer.from_pretrained(adapter)
model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(base), adapter)
prompt = tokenizer.apply_chat_template([{"role": "user", "content": "Bonjour"}], add_generation_prompt=True,
                                       return_tensors="pt", return_dict=True)
print(tokenizer.decode(model.generate(**prompt, max_new_tokens=8)[0]))
"""


@pytest.fixture(scope="module")
def real_model() -> Path:
    model = os.environ.get("ATELIER_REAL_MODEL", "")
    if not model:
        pytest.skip("ATELIER_REAL_MODEL names no file: python tools/real_model.py assemble --out FOLDER makes it")
    return Path(model)


@pytest.mark.realmodel
@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_thirty_steps_lower_the_loss_on_conversations_never_seen(
    real_model: Path, shared_data: Path, tmp_path: Path
) -> None:
    data = shared_data / "chat_fr" / "oasst1_fr_top1.jsonl"
    asked = ("measure", "--model", str(real_model), "--data", str(data), "--work", str(tmp_path))
    done = subprocess.run(
        [sys.executable, "tools/real_model.py", *asked],
        cwd=ROOT,
        env={**os.environ, "ATELIER_HOME": str(tmp_path / "home")},
        stdout=subprocess.PIPE,
        check=True,
    )
    measured = json.loads(done.stdout)
    assert measured["imported"]["imported"] == 256
    assert measured["tuned"]["held_out_loss"]["value"] < measured["base"]["held_out_loss"]["value"]

    adapter = Path(measured["run"]) / "adapter"
    # A GGUF base was written out once as safetensors, which plain transformers and peft can read.
    base = json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8"))["base_model_name_or_path"]
    answer = subprocess.run(
        [sys.executable, "-c", RELOAD, base, str(adapter)], stdout=subprocess.PIPE, text=True, check=True
    )
    assert answer.stdout.strip()


@pytest.fixture(scope="module")
def gguf_facts(real_model: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float]]:
    """By type, what the files keep of transformers' answers: twenty minutes, for two tests."""
    folder = tmp_path_factory.mktemp("gguf")
    asked = ("export", "--model", str(real_model), "--work", str(folder / "files"))
    done = subprocess.run(
        [sys.executable, "tools/real_model.py", *asked],
        cwd=ROOT,
        env={**os.environ, "ATELIER_HOME": str(folder / "home")},
        stdout=subprocess.PIPE,
        check=True,
    )
    return dict(json.loads(done.stdout))


@pytest.mark.realmodel
@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_gguf_files_of_every_type_answer_as_transformers_does(gguf_facts: dict[str, dict[str, float]]) -> None:
    assert list(gguf_facts) == ["f32", "f16", "q8_0", "q6_k", "q5_k_m", "q4_k_m"]
    assert {each["cut_alike"] for each in gguf_facts.values()} == {20}
    for kind in ("f32", "f16"):
        # The same text, or where they part transformers finds both tokens as good.
        assert gguf_facts[kind]["whole"] == 20 or gguf_facts[kind]["worst_gap"] <= 0.01
        assert gguf_facts[kind]["given_alike"] / gguf_facts[kind]["tokens"] >= 0.99
    assert gguf_facts["q8_0"]["kl"] <= 0.004
    sizes = [each["bytes"] for each in gguf_facts.values()]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.realmodel
@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.xfail(strict=True, reason="97.9 % (97.0 to 98.5): untuned, it finds two words nearly as good too often")
def test_eight_bits_say_99_tokens_of_100_alike(gguf_facts: dict[str, dict[str, float]]) -> None:
    assert gguf_facts["q8_0"]["given_alike"] / gguf_facts["q8_0"]["tokens"] >= 0.99
