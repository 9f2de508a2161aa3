"""What can be made of a result, how large it becomes, and what keeps it from starting."""

from dataclasses import replace
from pathlib import Path

import pytest

from studio.core.export import WantedArtefact
from studio.runs.folder import RunFolder
from studio.ui.export.making.wish import (
    Exportable,
    ExportWish,
    Place,
    artefacts_of,
    needed_bytes,
    obstacle,
    purposes_for,
    written_bytes,
)

RUN = RunFolder(Path("/p/runs/0001-x"))
MODEL = Exportable(RUN, "Run 1", parameters=1_000_000, adapter_bytes=5_000)
LABELS = Exportable(RUN, "Run 1", chooses_labels=True)
WHOLE = Exportable(RUN, "Run 1", has_adapter=False)
GGUF = (WantedArtefact(format="gguf", quant="f16"),)


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (MODEL, ("ollama", "llama_cpp", "transformers", "adapter")),
        (LABELS, ("onnx", "transformers", "adapter")),
        (WHOLE, ("ollama", "llama_cpp", "transformers")),
    ],
)
def test_a_result_is_offered_for_what_it_can_do(model: Exportable, expected: tuple[str, ...]) -> None:
    assert purposes_for(model) == expected


def test_every_type_is_made_of_formats_that_have_types() -> None:
    found = artefacts_of(["gguf", "merged"], ["f16", "q8_0"])
    assert [(each.format, each.quant) for each in found] == [("gguf", "f16"), ("gguf", "q8_0"), ("merged", "f16")]


def test_sizes_count_what_stands_beside_meanwhile() -> None:
    assert written_bytes(MODEL, GGUF) == 2_000_000
    assert needed_bytes(MODEL, GGUF) == 4_000_000
    assert needed_bytes(MODEL, (*GGUF, WantedArtefact(format="merged"))) == 4_000_000
    assert written_bytes(MODEL, (WantedArtefact(format="adapter"),)) == 5_000
    assert written_bytes(WHOLE, GGUF) is None


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (ExportWish(), "train a model"),
        (ExportWish(MODEL), "Tick what"),
        (ExportWish(replace(MODEL, lacks="gemma"), GGUF), "“gemma” of this run is not on this machine"),
        (ExportWish(MODEL, lacks_type=True), "type of GGUF"),
        (ExportWish(MODEL, GGUF, place=Place(Path("/x"), taken=True)), "choose a new one"),
        (ExportWish(MODEL, GGUF, place=Place(Path("/x"), writable=False)), "Nothing can be written"),
        (ExportWish(MODEL, GGUF, place=Place(free=3_000_000)), "not enough room"),
        (ExportWish(MODEL, GGUF, place=Place(free=5_000_000)), ""),
    ],
)
def test_what_keeps_it_from_starting_is_said(wish: ExportWish, words: str) -> None:
    assert words in obstacle(wish, read_only=False)
    assert bool(obstacle(wish, read_only=False)) is bool(words)
    assert "another window" in obstacle(wish, read_only=True)
