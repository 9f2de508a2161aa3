"""Folders are complete or absent, and damage shows."""

import json
import random

import pytest

from studio.runs.durable import MANIFEST, copy_folder, read_manifest, seal_folder, verify_folder, write_manifest


def sealed(tmp_path):
    partial = tmp_path / "step-000001.partial"
    partial.mkdir()
    (partial / "weights").write_bytes(b"0123456789")
    seal_folder(partial, tmp_path / "step-000001", {"step": 1, "loss": 0.25, "of": "é"})
    return tmp_path / "step-000001"


def test_sealed_folder_verifies_and_lists_its_files(tmp_path) -> None:
    folder = sealed(tmp_path)
    assert verify_folder(folder)
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    assert manifest["step"] == 1
    assert manifest["files"]["weights"]["bytes"] == 10
    assert [path.name for path in tmp_path.iterdir()] == ["step-000001"]


def test_sealing_again_replaces_the_former_folder_whole(tmp_path) -> None:
    sealed(tmp_path)
    folder = sealed(tmp_path)
    assert verify_folder(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["step-000001"]


def test_missing_file_and_missing_manifest_show(tmp_path) -> None:
    folder = sealed(tmp_path)
    (folder / "weights").unlink()
    assert not verify_folder(folder)
    (folder / MANIFEST).unlink()
    assert not verify_folder(folder)


def test_every_flipped_bit_shows(tmp_path) -> None:
    folder = sealed(tmp_path)
    for path in sorted(folder.iterdir()):
        whole = path.read_bytes()
        bits = range(8 * len(whole))
        for bit in random.Random(0).sample(bits, min(400, len(bits))):
            damaged = bytearray(whole)
            damaged[bit // 8] ^= 1 << bit % 8
            path.write_bytes(damaged)
            assert not verify_folder(folder), f"{path.name}: bit {bit}"
        path.write_bytes(whole)
    assert verify_folder(folder)


def test_facts_are_replaced_and_the_folder_stays_whole(tmp_path) -> None:
    folder = sealed(tmp_path)
    facts = read_manifest(folder)
    assert facts
    write_manifest(folder, {**facts, "scores": {"tuned": {"n": 6}}})
    assert verify_folder(folder)
    again = read_manifest(folder)
    assert again
    assert again["scores"] == {"tuned": {"n": 6}}


@pytest.mark.parametrize("text", ["[]", "{}", "null", '{"files": {}}', '{"files": 3, "seal": ""}', "{"])
def test_foreign_manifest_is_no_manifest(tmp_path, text) -> None:
    (tmp_path / MANIFEST).write_text(text, "utf-8")
    assert not verify_folder(tmp_path)


def test_a_copy_holds_all_or_tells_what_the_system_said(tmp_path) -> None:
    source = sealed(tmp_path)
    copy_folder(source, tmp_path / "deep" / "copy")
    assert verify_folder(tmp_path / "deep" / "copy")
    (source / "more").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError):
        copy_folder(source, tmp_path / "again")
