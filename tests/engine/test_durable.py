"""Folders are complete or absent, and damage shows."""

import errno
import json
import subprocess
import sys

import pytest

from studio.core.example import Message
from studio.engine.durable import seal_folder, verify_folder, write_json
from studio.engine.failures import DataFailed, ModelUnsafe, NotFinite, TemplateFailed, describe_failure
from studio.engine.rows import Row
from studio.errors import ModelFailed


def sealed(tmp_path):
    partial = tmp_path / "step-000001.partial"
    partial.mkdir()
    (partial / "weights").write_bytes(b"0123456789")
    seal_folder(partial, tmp_path / "step-000001", {"step": 1})
    return tmp_path / "step-000001"


def test_sealed_folder_verifies_and_lists_its_files(tmp_path) -> None:
    folder = sealed(tmp_path)
    assert verify_folder(folder)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["step"] == 1
    assert manifest["files"]["weights"]["bytes"] == 10
    assert [path.name for path in tmp_path.iterdir()] == ["step-000001"]


def test_flipped_byte_missing_file_and_missing_manifest_show(tmp_path) -> None:
    folder = sealed(tmp_path)
    (folder / "weights").write_bytes(b"0123456780")
    assert not verify_folder(folder)
    (folder / "weights").unlink()
    assert not verify_folder(folder)
    (folder / "manifest.json").unlink()
    assert not verify_folder(folder)


def test_json_is_replaced_whole(tmp_path) -> None:
    path = tmp_path / "manifest.json"
    write_json(path, {"score": 1})
    write_json(path, {"score": 2})
    assert json.loads(path.read_text("utf-8")) == {"score": 2}
    assert [each.name for each in tmp_path.iterdir()] == ["manifest.json"]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "adapter"), "disk_full"),
        (MemoryError(), "out_of_memory"),
        (ModelFailed("m"), "model_missing"),
        (ModelUnsafe("m"), "model_unsafe"),
        (TemplateFailed("m"), "template"),
        (DataFailed("m"), "data"),
        (NotFinite("m"), "not_finite"),
        (KeyError("loss"), "bug"),
        (PermissionError(errno.EACCES, "denied"), "bug"),
    ],
)
def test_failures_are_told_apart_by_class(error, kind) -> None:
    failed = describe_failure(error)
    assert failed.kind == kind
    assert failed.message


def test_graphics_card_out_of_memory_is_named() -> None:
    import torch

    failed = describe_failure(torch.OutOfMemoryError("CUDA out of memory"))
    assert failed.kind == "out_of_memory"
    assert "graphics card" in failed.message


def test_question_and_reference_are_the_turns_around_the_last_answer() -> None:
    turns = [("system", "s"), ("user", "a"), ("assistant", "b"), ("user", "c"), ("assistant", "d")]
    row = Row(1, tuple(Message(role=role, content=text) for role, text in turns))
    assert [turn.content for turn in row.asked] == ["s", "a", "b", "c"]
    assert row.reference == "d"


def test_worker_introduces_itself_before_torch_is_imported() -> None:
    found = "import sys, studio.engine.worker; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", found], check=False).returncode == 0
