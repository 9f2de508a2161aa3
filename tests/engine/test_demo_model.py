"""The demonstration model: how it is built, and what the shipped one is."""

import json
import re
from pathlib import Path

import pytest

from studio.paths import DEMO_MODEL
from studio.runs.durable import verify_folder
from studio.text.headache_corpus import Turn, make_corpus

MOST_BYTES = 8_000_000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from studio.engine.demo_model import build_demo_model
    from studio.engine.demo_pretraining import Schedule

    steps: list[tuple[int, int]] = []
    out = tmp_path_factory.mktemp("built") / "base"
    plan = Schedule(steps=4, tokens=1024, warm_up=2)
    build_demo_model(
        out, seed=1, progress=lambda step, total, _: steps.append((step, total)), schedule=plan, documents=600
    )
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
    return out


@pytest.mark.slow
def test_the_built_folder_is_sealed_and_loads_as_any_model(built: Path) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    assert verify_folder(built)
    model = AutoModelForCausalLM.from_pretrained(built, local_files_only=True)
    tokenizer = AutoTokenizer.from_pretrained(built, local_files_only=True)
    assert model.config.vocab_size == len(tokenizer)
    assert model.generation_config.eos_token_id == tokenizer.eos_token_id


@pytest.mark.slow
def test_the_same_seed_builds_the_same_weights(built: Path, tmp_path: Path) -> None:
    from studio.engine.demo_model import build_demo_model
    from studio.engine.demo_pretraining import Schedule

    plan = Schedule(steps=4, tokens=1024, warm_up=2)
    again = build_demo_model(tmp_path / "base", seed=1, progress=lambda *_: None, schedule=plan, documents=600)
    manifest = json.loads((built / "manifest.json").read_text("utf-8"))
    assert again.weights_sha256 == manifest["files"]["model.safetensors"]["sha256"]


@pytest.mark.slow
def test_pre_training_sees_conversations_as_the_chat_template_writes_them() -> None:
    from transformers import AutoTokenizer

    from studio.engine.demo_pretraining import encode_document

    tokenizer = AutoTokenizer.from_pretrained(DEMO_MODEL, local_files_only=True)
    talks = [document for document in make_corpus(100, 3) if document[0].role == "user"]
    for turns in talks:
        messages = [{"role": turn.role, "content": turn.text} for turn in turns]
        expected = tokenizer.apply_chat_template(messages, tokenize=True, return_dict=False)
        assert encode_document(tokenizer.backend_tokenizer, turns)[0] == expected


@pytest.mark.slow
def test_answers_count_more_than_the_notes_they_are_about() -> None:
    from transformers import AutoTokenizer

    from studio.engine.demo_pretraining import encode_document

    tokenizer = AutoTokenizer.from_pretrained(DEMO_MODEL, local_files_only=True).backend_tokenizer
    ids, weights = encode_document(tokenizer, (Turn("user", "fièvre"), Turn("assistant", "fièvre")))
    fever = tokenizer.encode("fièvre").ids[0]
    asked, answered = (weights[at] for at, token in enumerate(ids) if token == fever)
    assert 0 < asked < answered == 1.0
    assert len(ids) == len(weights)


def test_the_shipped_model_is_whole_small_and_called_a_demonstration() -> None:
    assert verify_folder(DEMO_MODEL)
    assert (DEMO_MODEL / "model.safetensors").stat().st_size <= MOST_BYTES
    card = (DEMO_MODEL / "README.md").read_text("utf-8")
    assert re.search(r"demonstration model", card, re.IGNORECASE)
    assert "not a medical device" in card


def test_the_shipped_model_holds_nothing_that_could_run_code() -> None:
    suffixes = {path.suffix for path in DEMO_MODEL.iterdir()}
    assert suffixes <= {".safetensors", ".json", ".jinja", ".md"}
    assert "auto_map" not in (DEMO_MODEL / "config.json").read_text("utf-8")
