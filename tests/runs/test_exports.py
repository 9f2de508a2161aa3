"""Folders of exports, found again where a project lies now."""

from pathlib import Path

import pytest

from studio.core.evaluation import Subject
from studio.core.export import ExportJob
from studio.errors import RunFailed
from studio.runs.exports import read_export
from studio.runs.folder import RunFolder
from studio.runs.run import commit_job


@pytest.mark.parametrize(
    ("target", "now"),
    [
        ("/home/a/old/exports/0001-gguf/artefacts", "new/exports/0001-gguf/artefacts"),
        ("C:\\Users\\a\\old\\exports\\0001-gguf\\artefacts", "new/exports/0001-gguf/artefacts"),
        ("/mnt/stick/models", "/mnt/stick/models"),
    ],
)
def test_artefacts_within_a_project_move_with_it(target: str, now: str, tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "new" / "exports" / "0001-gguf")
    run.path.mkdir(parents=True)
    job = ExportJob(
        name=run.name, title="t", project="/home/a/old", language="fr", created_at=1.0,
        subject=Subject(title="s", base="demo"), target=target, stem="s",
    )  # fmt: skip
    commit_job(run, job)
    assert read_export(run).target == str(tmp_path / now)
    assert read_export(run).model_copy(update={"target": target}) == job


def test_what_is_no_export_is_said(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match="not the folder of an export"):
        read_export(RunFolder(tmp_path))
    (tmp_path / "job.json").write_text("{}", "utf-8")
    with pytest.raises(RunFailed, match="not readable"):
        read_export(RunFolder(tmp_path))
