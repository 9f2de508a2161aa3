"""lm-evaluation-harness on own questions and the demonstration model: offline, nothing left behind, our numbers too."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from studio.core.benchmark import BENCHMARKS
from studio.core.drawing import drawn
from studio.core.example import Choice
from studio.data.benchmark_files import read_benchmark, shipped_file

pytestmark = pytest.mark.slow
ROWS = 50


@pytest.fixture(scope="module")
def questions() -> list[Choice]:
    benchmark = BENCHMARKS["francais_general"]
    file = shipped_file(benchmark)
    assert file is not None
    rows = read_benchmark(file, benchmark).rows
    return [row.content for row in drawn(rows, ROWS, 0) if isinstance(row.content, Choice)]


@pytest.fixture(scope="module")
def speaker() -> tuple[Any, Any]:
    from studio.core.options import MethodOptions
    from studio.engine.base_model import find_base_model
    from studio.engine.model import find_device, load_model
    from studio.engine.tokenizer import load_tokenizer

    base = find_base_model("demo")
    return load_model(base, MethodOptions(name="lora"), find_device()), load_tokenizer(base, "auto")


def files_of(folder: Path) -> set[Path]:
    return set(folder.rglob("*")) if folder.is_dir() else set()


def hub_caches() -> Sequence[Path]:
    home = Path(os.environ.get("HF_HOME", Path.home() / ".cache" / "huggingface"))
    return home, Path.home() / ".cache" / "lm-eval"


def test_fifty_questions_by_the_harness_and_by_ourselves_are_equal_and_leave_nothing_behind(
    speaker: tuple[Any, Any], questions: list[Choice], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("lm_eval")
    from studio.engine.benchmarks import direct, harness
    from studio.engine.benchmarks.weighing import Asking, weighings

    monkeypatch.chdir(tmp_path)
    before = [files_of(each) for each in hub_caches()]
    model, tokenizer = speaker
    letters = weighings(tokenizer, questions, Asking("fr"))
    told: list[int] = []
    by_harness = harness.weigh(model, tokenizer, letters, 2048, told.append)
    assert len(by_harness) == ROWS
    assert [len(each) for each in by_harness] == [len(each.options) for each in questions]
    assert told[-1] == ROWS
    assert told == sorted(told)
    assert by_harness == [
        pytest.approx(each, abs=1e-3) for each in direct.weigh(model, tokenizer, letters, 2048, told.append)
    ]
    # What is longer than the model reads loses its beginning, in both alike.
    cut = 24
    assert harness.weigh(model, tokenizer, letters[:5], cut, told.append) == [
        pytest.approx(each, abs=1e-3) for each in direct.weigh(model, tokenizer, letters[:5], cut, told.append)
    ]
    # Options have as many tokens as they need; ten questions tell as much as fifty.
    texts = weighings(tokenizer, questions[:10], Asking("fr", answers="texts"))
    assert harness.weigh(model, tokenizer, texts, 2048, told.append) == [
        pytest.approx(each, abs=1e-3) for each in direct.weigh(model, tokenizer, texts, 2048, told.append)
    ]
    assert [files_of(each) for each in hub_caches()] == before
    assert files_of(tmp_path) == set()
    assert not model._forward_pre_hooks


def test_a_likelihood_is_that_of_the_tokens_behind_the_prompt(speaker: tuple[Any, Any]) -> None:
    """Token by token, without batches, padding or shared prompts."""
    import torch

    from studio.engine.benchmarks import direct
    from studio.engine.benchmarks.weighing import Weighing

    model, tokenizer = speaker
    prompt, answer = "Le patient a", " mal à la tête."
    ids = tokenizer.encode(prompt + answer, add_special_tokens=False)
    begins = len(tokenizer.encode(prompt, add_special_tokens=False))
    with torch.no_grad():
        logs = model(input_ids=torch.tensor([ids])).logits.float().log_softmax(-1)
    expected = sum(float(logs[0, at - 1, ids[at]]) for at in range(begins, len(ids)))
    asked = [Weighing(prompt, (answer, " faim.")), Weighing("Bonjour", (" !",))]
    found = direct.weigh(model, tokenizer, asked, 2048, lambda _done: None)
    assert found[0][0] == pytest.approx(expected, abs=1e-3)
    assert [len(each) for each in found] == [2, 1]


@pytest.mark.parametrize("way", ["harness", "direct"])
def test_whoever_wants_no_more_is_obeyed(speaker: tuple[Any, Any], questions: list[Choice], way: str) -> None:
    import importlib

    from studio.engine.benchmarks.weighing import Asking, weighings
    from studio.engine.stopping import StoppedNow

    if way == "harness":
        pytest.importorskip("lm_eval")
    model, tokenizer = speaker

    def stop(_done: int) -> None:
        raise StoppedNow

    module = importlib.import_module(f"studio.engine.benchmarks.{way}")
    with pytest.raises(StoppedNow):
        module.weigh(model, tokenizer, weighings(tokenizer, questions[:4], Asking("fr")), 2048, stop)
    assert not model._forward_pre_hooks


def test_the_head_computes_in_32_bits_and_is_itself_again_afterwards(speaker: tuple[Any, Any]) -> None:
    import copy

    import torch

    from studio.engine.benchmarks.weighing import precise_head

    model = copy.deepcopy(speaker[0]).to(torch.bfloat16)
    ids = torch.tensor([[1, 2, 3]])
    with torch.no_grad():
        coarse = model(input_ids=ids).logits
        with precise_head(model):
            fine = model(input_ids=ids).logits
        assert model(input_ids=ids).logits.dtype == coarse.dtype == torch.bfloat16
    assert fine.dtype == torch.float32
    assert torch.allclose(fine, coarse.float(), atol=0.2)
    assert len(fine.unique()) > len(coarse.unique())
