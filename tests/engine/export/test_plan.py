"""How much room an export asks for before it begins."""

from pathlib import Path

import pytest

from studio.core.evaluation import Subject
from studio.core.export import ExportJob, WantedArtefact, with_needed

GGUF, MERGED, ADAPTER = (WantedArtefact(format=each) for each in ("gguf", "merged", "adapter"))


def needed(model: Path, target: Path, adapter: Path | None, *wanted: WantedArtefact) -> int:
    from studio.engine.base_model import find_base_model
    from studio.engine.export.plan import needed_bytes
    from studio.engine.export.source import Source

    subject = Subject(title="Run 1", base=str(model), result=str(adapter or ""))
    job = ExportJob(
        name="0001-x", title="x", project=str(target), language="en", created_at=0.0, subject=subject,
        wanted=with_needed(wanted), target=str(target), stem="x",
    )  # fmt: skip
    return needed_bytes(job, Source(subject, find_base_model(str(model)), adapter, None))


def test_room_is_asked_for_what_is_written_and_for_nothing_else(tiny_model: Path, tmp_path: Path) -> None:
    whole = sum(each.stat().st_size for each in tiny_model.glob("*.safetensors"))
    adapter, target = tmp_path / "adapter", tmp_path / "out"
    for folder in (adapter, target):
        folder.mkdir()
    (adapter / "adapter_model.safetensors").write_bytes(bytes(5000))
    bare = needed(tiny_model, target, None, GGUF)
    # A model that was not tuned is written from where it lies.
    assert needed(tiny_model, target, adapter, GGUF) == bare + whole
    assert needed(tiny_model, target, adapter, GGUF, ADAPTER) == bare + whole + 5000
    assert needed(tiny_model, target, adapter, GGUF, MERGED) == bare + whole
    (target / "merged").mkdir()
    assert needed(tiny_model, target, adapter, GGUF, MERGED) == bare


@pytest.mark.parametrize("made", [(), (GGUF,)])
def test_what_is_there_already_needs_none(tiny_model: Path, tmp_path: Path, made: tuple[WantedArtefact, ...]) -> None:
    for each in made:
        (tmp_path / each.name("x")).touch()
    assert (needed(tiny_model, tmp_path, None, GGUF) == 0) == bool(made)
