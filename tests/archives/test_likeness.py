"""Whoever gets a hand-over is told how each model compares, and no text of a row."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from studio.archives.delivering import Wanted, make_handover
from studio.core.parity import Parity
from studio.data.project import Project
from studio.runs.exports import ARTEFACTS
from tests.archives.exported import MARK, exported, parity_of

GGUF, MERGED = "tri-q8_0.gguf", "merged"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    Project.create(tmp_path / "headaches", "Headaches").close()
    return tmp_path / "headaches"


def delivered(project: Path, *artefacts: Path) -> dict[str, str]:
    target = make_handover(project, Wanted(artefacts), project.parent / "h.zip").written.file
    with zipfile.ZipFile(target) as archive:
        return {name.removeprefix("h/"): archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def test_the_verdict_goes_along_without_the_texts_of_rows(project: Path) -> None:
    run = exported(project, {GGUF: parity_of(GGUF, "same"), MERGED: parity_of(MERGED, "different", ("template",))})
    found = delivered(project, run.path / ARTEFACTS)
    assert f"- `{GGUF}`: Same: 10 of 10 tokens" in found["README.md"]
    assert "- `merged`: Different: 5 of 10 tokens" in found["README.md"]
    assert "Template: it writes the conversation otherwise" in found["README.md"]
    assert "- `tri-q8_0.Modelfile`: Not checked." in found["README.md"]
    parity = Parity.model_validate_json(found["parity.json"])
    assert [(each.title, each.verdict) for each in parity.artefacts] == [(GGUF, "same"), (MERGED, "different")]
    assert parity.artefacts[1].prompts[0].template is not None
    assert parity.artefacts[1].prompts[0].kl == 0.5
    assert not [name for name, text in found.items() if MARK in text]
    # An id is a word too, for whoever has the tokenizer.
    template = parity.artefacts[1].prompts[0].template
    assert (template.at, template.reference_id, template.artefact_id) == (3, None, None)
    assert json.loads(found["artefacts/manifest.json"])["run"] == "0001-demo"


def test_one_file_has_its_own_verdict_and_the_manifest_of_its_export(project: Path) -> None:
    """The newest one, wherever the export is that compared it."""
    run = exported(project, {GGUF: parity_of(GGUF, "unchecked"), MERGED: parity_of(MERGED, "same")})
    file = run.path / ARTEFACTS / GGUF
    exported(project, {GGUF: parity_of(str(file), "slight")})
    found = delivered(project, file)
    assert f"- `{GGUF}`: Slightly different" in found["README.md"]
    assert MERGED not in found["README.md"]
    (artefact,) = Parity.model_validate_json(found["parity.json"]).artefacts
    assert (artefact.verdict, artefact.artefact.path) == ("slight", GGUF)
    assert "artefacts/manifest.json" in found


def test_files_of_two_exports_keep_both_comparisons(project: Path) -> None:
    first, second = (
        exported(project, {MERGED: parity_of(MERGED, "same"), GGUF: parity_of(GGUF, "same")}) for _at in range(2)
    )
    found = delivered(project, first.path / ARTEFACTS / GGUF, second.path / ARTEFACTS / MERGED)
    assert {"parity.json", "parity-2.json", "artefacts/manifest.json", "artefacts/manifest-2.json"} < set(found)


def test_a_model_made_elsewhere_that_was_replaced_since_has_no_verdict(project: Path) -> None:
    file = project.parent / "other.gguf"
    file.write_bytes(b"GGUF")
    compared = parity_of(str(file), "same").model_copy(update={"modified_ns": file.stat().st_mtime_ns})
    exported(project, {str(file): compared})
    assert "- `other.gguf`: Same" in delivered(project, file)["README.md"]
    os.utime(file, ns=(0, compared.modified_ns - 1))
    found = delivered(project, file)
    assert "- `other.gguf`: Not checked." in found["README.md"]
    assert "parity.json" not in found


def test_a_comparison_that_cannot_be_read_leaves_the_verdict_open(project: Path) -> None:
    run = exported(project, {GGUF: parity_of(GGUF, "same")})
    (run.path / "parity.json").write_text("{", "utf-8")
    found = delivered(project, run.path / ARTEFACTS)
    assert "parity.json" not in found
    assert f"- `{GGUF}`: Not checked." in found["README.md"]
