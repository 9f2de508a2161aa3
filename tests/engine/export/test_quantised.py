"""GPTQ and AWQ: what is refused before any work, and, where gptqmodel is installed, the demo model in 4 bits."""

import importlib.util
import json
import shutil
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace
from itertools import count
from multiprocessing import get_context
from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer

from studio.core.evaluation import EvaluatedRow, Subject
from studio.core.example import Instruction
from studio.core.method_options import MethodOptions
from studio.engine.export.merging import expect_mergeable
from studio.engine.export.quantised import QuantisedAs, refuse_quantised, write_quantised
from studio.engine.export.source import Source, find_source
from studio.engine.export.watch import Watch
from studio.engine.model import find_device, load_model
from studio.engine.stopping import StoppedNow
from studio.errors import ExportFailed
from studio.paths import DEMO_MODEL
from tests.engine.tiny import instructions

ROWS = [
    EvaluatedRow(id=at, content=Instruction.model_validate_json(each), family=at)
    for at, each in enumerate(instructions(16))
]
installed = pytest.mark.skipif(importlib.util.find_spec("gptqmodel") is None, reason="the extra “quantise” is missing")


def source_of(folder: Path) -> Source:
    return find_source(Subject(title="model", base=str(folder)))


@pytest.fixture
def pretended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package of that name, for what is refused before it is loaded."""
    if importlib.util.find_spec("gptqmodel") is None:
        (tmp_path / "packages" / "gptqmodel").mkdir(parents=True)
        (tmp_path / "packages" / "gptqmodel" / "__init__.py").touch()
        monkeypatch.syspath_prepend(tmp_path / "packages")


@pytest.mark.skipif(importlib.util.find_spec("gptqmodel") is not None, reason="it is installed")
def test_without_the_library_it_says_what_to_install() -> None:
    with pytest.raises(ExportFailed, match="gptqmodel, which is not installed") as raised:
        refuse_quantised(source_of(DEMO_MODEL), len(ROWS))
    assert '-m pip install -e ".[quantise]"' in raised.value.hint


@pytest.mark.usefixtures("pretended")
def test_what_cannot_be_quantised_is_refused_before_the_library_is_loaded(tiny_model: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match="need rows that the model has learned"):
        refuse_quantised(source_of(DEMO_MODEL), 0)
    with pytest.raises(ExportFailed, match=r"“model\.layers\.0\..*” is 64 wide: .* 128 weights"):
        refuse_quantised(source_of(tiny_model), len(ROWS))
    source = source_of(shutil.copytree(tiny_model, tmp_path / "model"))
    config = json.loads((tiny_model / "config.json").read_text("utf-8"))
    (tmp_path / "model" / "config.json").write_text(json.dumps(config | {"quantization_config": {"bits": 4}}), "utf-8")
    with pytest.raises(ExportFailed, match="quantised already"):
        refuse_quantised(source, len(ROWS))


def test_nothing_is_merged_into_a_base_in_four_bits(tiny_model: Path, tmp_path: Path) -> None:
    (tmp_path / "adapter_config.json").write_text("{}", "utf-8")
    source = replace(source_of(shutil.copytree(tiny_model, tmp_path / "model")), adapter=tmp_path)
    expect_mergeable(source)
    config = json.loads((tiny_model / "config.json").read_text("utf-8"))
    stored = {"quantization_config": {"quant_method": "gptq", "bits": 4}}
    (tmp_path / "model" / "config.json").write_text(json.dumps(config | stored), "utf-8")
    with pytest.raises(ExportFailed, match="in 4 bits as GPTQ"):
        expect_mergeable(source)


@pytest.fixture(scope="module")
def child() -> Iterator[Executor]:
    """Another process: gptqmodel leaves threads behind that live as long as the one it is loaded in."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        # Before the first test, which would be asked about the pool's own thread.
        pool.submit(len, ()).result()
        yield pool


@installed
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["gptq", "awq"])
def test_the_demo_model_in_four_bits_answers_alike(child: Executor, tmp_path: Path, kind: QuantisedAs) -> None:
    told, divergence = child.submit(quantise_and_compare, kind, tmp_path).result()
    assert told == sorted(told)
    assert told[-1] > 0.9
    assert divergence < 0.2
    assert not (tmp_path / "logs").exists()
    stored = json.loads((tmp_path / "config.json").read_text("utf-8"))["quantization_config"]
    assert (stored["quant_method"], stored["bits"], stored["group_size"]) == (kind, 4, 128)
    for name in ("tokenizer.json", "chat_template.jinja"):
        assert (tmp_path / name).read_bytes() == (DEMO_MODEL / name).read_bytes()


def quantise_and_compare(kind: QuantisedAs, folder: Path) -> tuple[list[float], float]:
    """How far it said that it was, and how far what was written diverges from the model, in nats a token."""
    source, told = source_of(DEMO_MODEL), []
    refuse_quantised(source, len(ROWS))
    write_quantised(source, DEMO_MODEL, folder, kind, ROWS, Watch(lambda done, total: told.append(done / total)))
    asked = AutoTokenizer.from_pretrained(DEMO_MODEL)("Une patiente de 34 ans consulte pour une", return_tensors="pt")
    sixteen = MethodOptions(name="lora", bits="16")
    with torch.inference_mode():
        before, after = (
            load_model(source_of(each).base, sixteen, find_device())(**asked).logits.float().log_softmax(-1)
            for each in (DEMO_MODEL, folder)
        )
    return told, float((before.exp() * (before - after)).sum(-1).mean())


@installed
@pytest.mark.slow
def test_it_can_be_stopped_between_layers(child: Executor, tmp_path: Path) -> None:
    assert child.submit(stopped_after, 3, tmp_path).result()
    assert not list(tmp_path.glob("*.safetensors"))


def stopped_after(most: int, folder: Path) -> bool:
    asked = count(1)

    def obey() -> None:
        if next(asked) == most:
            raise StoppedNow

    try:
        write_quantised(source_of(DEMO_MODEL), DEMO_MODEL, folder, "gptq", ROWS, Watch(obey=obey))
    except StoppedNow:
        return True
    return False


@installed
@pytest.mark.slow
def test_a_family_that_the_library_does_not_know_is_refused(child: Executor, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DEMO_MODEL, tmp_path / "model"))
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps(config | {"model_type": "biogpt"}), "utf-8")
    assert "does not know models of the family “biogpt”" in child.submit(refusal_of, folder).result()


def refusal_of(folder: Path) -> str:
    try:
        refuse_quantised(source_of(folder), len(ROWS))
    except ExportFailed as error:
        return error.message
    return ""
