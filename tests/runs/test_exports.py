"""Folders of exports, found again where a project lies now."""

from pathlib import Path

import pytest

from studio.core.evaluation import Subject
from studio.core.events import Finished
from studio.core.export import ExportJob
from studio.errors import RunFailed
from studio.runs.exports import delete_export, read_export
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


def test_what_is_at_work_is_not_deleted_and_files_elsewhere_stay(tmp_path: Path) -> None:
    run, outside = RunFolder(tmp_path / "exports" / "0001-gguf"), tmp_path / "models"
    run.path.mkdir(parents=True)
    outside.mkdir()
    job = ExportJob(
        name=run.name, title="t", project=str(tmp_path), language="fr", created_at=1.0,
        subject=Subject(title="s", base="demo"), target=str(outside), stem="s",
    )  # fmt: skip
    commit_job(run, job)
    with pytest.raises(RunFailed, match="still at work"):
        delete_export(run)
    ended = Finished(seq=0, at=2.0, mono=1.0, reason="completed", steps=0, wall_s=1.0, train_cpu_s=1.0)
    run.events.write_text(f"{ended.model_dump_json()}\n", "utf-8")
    delete_export(run)
    assert [each.name for each in (tmp_path / "exports").iterdir()] == []
    assert outside.is_dir()


def test_what_is_no_export_is_said(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match="not the folder of an export"):
        read_export(RunFolder(tmp_path))
    (tmp_path / "job.json").write_text("{}", "utf-8")
    with pytest.raises(RunFailed, match="not readable"):
        read_export(RunFolder(tmp_path))
