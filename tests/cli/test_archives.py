"""A project and its models on their way to another machine, from a terminal."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.example import Text
from studio.data.project import Project, ProjectReader
from studio.runs.durable import hash_file


@pytest.fixture
def project(tmp_path: Path) -> Path:
    with Project.create(tmp_path / "headaches", "Headaches") as project:
        project.add_rows(project.add_dataset("cases", "text").id, [Text(text="Céphalée."), Text(text="Migraine.")])
    return tmp_path / "headaches"


def test_a_project_is_packed_verified_and_unpacked(
    project: Path, tmp_path: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    archive, there = tmp_path / "a.zip", tmp_path / "there"
    assert command("pack", "--project", project, "--out", archive) == 0
    said = capsys.readouterr()
    assert "fingerprint" in said.out
    assert hash_file(archive) in said.out
    assert "texts of 2 rows" in said.err
    assert command("verify", archive, "--json") == 0
    fingerprint = json.loads(capsys.readouterr().out)["fingerprint"]
    assert command("verify", archive, "--fingerprint", fingerprint) == 0
    assert "whole and unchanged" in capsys.readouterr().out
    assert command("unpack", archive, "--into", there, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["fingerprint"], told["project"]) == (2, fingerprint, str(there))
    with ProjectReader(there) as reader:
        assert [each.rows for each in reader.datasets()] == [2]
    assert command("unpack", archive, "--into", there) == 1
    assert "something else at this place" in capsys.readouterr().err


def test_parts_are_left_out_by_name(
    project: Path, tmp_path: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("pack", "--project", project, "--out", tmp_path / "a.zip", "--json", "--without")
    assert command(*words, "data", "--without", "models") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["without"], told["left_out"]) == (0, ["data", "models"], [])
    assert told["cautions"] == ["No row, answer, note or log is in this archive."]
    assert command(*words, "everything") == 1
    assert "checkpoints" in json.loads(capsys.readouterr().out)["error"]["hint"]


def test_models_are_handed_over_and_proved(
    project: Path, tmp_path: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "m.gguf").write_bytes(b"GGUF")
    (tmp_path / "r.html").write_text("<p>", "utf-8")
    archive = tmp_path / "h.zip"
    words = ("handover", "--project", project, "--artefact", tmp_path / "m.gguf", "--report", tmp_path / "r.html")
    assert command(*words, "--out", archive, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["files"] == 4
    assert "report quotes" in told["cautions"][0]
    assert command(*words, "--out", archive) == 0
    said = capsys.readouterr().out
    assert told["fingerprint"] in said
    assert told["sha256"] == hash_file(archive)
    assert told["sha256"] in said
    spoilt = bytearray(archive.read_bytes())
    spoilt[spoilt.index(b"GGUF")] ^= 1
    archive.write_bytes(spoilt)
    assert command("verify", archive) == 1
    assert "artefacts/m.gguf" in capsys.readouterr().out
    assert command("verify", archive, "--json") == 1
    assert json.loads(capsys.readouterr().out)["proved"] is False
