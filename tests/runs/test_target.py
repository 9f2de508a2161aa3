"""Whose the folder is that an export writes into."""

import os
from pathlib import Path

import pytest

from studio.core.evaluation import Subject
from studio.core.export import ExportJob
from studio.errors import ExportFailed
from studio.runs.durable import write_manifest
from studio.runs.folder import RunFolder
from studio.runs.process import own_identity, write_identity
from studio.runs.target import claim_target, expect_free, release_target


def export(tmp_path: Path, name: str) -> tuple[RunFolder, ExportJob]:
    run = RunFolder(tmp_path / "exports" / name)
    run.path.mkdir(parents=True)
    job = ExportJob(
        name=name,
        title=name,
        project=str(tmp_path),
        language="en",
        created_at=float(name[:4]),
        subject=Subject(title="a", base="demo"),
        target=str(tmp_path / "out"),
        stem="a",
    )
    run.job_file.write_text(job.model_dump_json(), "utf-8")
    os.utime(run.job_file, (0, 0))
    return run, job


def test_the_same_export_goes_on_and_no_other_writes_there(tmp_path: Path) -> None:
    target, first, second = tmp_path / "out", export(tmp_path, "0001-a"), export(tmp_path, "0002-b")
    assert claim_target(target, *first)
    (target / "adapter").mkdir()
    assert not claim_target(target, *first)
    with pytest.raises(ExportFailed, match="something else") as refused:
        claim_target(target, *second)
    assert str(first[0].path) in refused.value.hint
    write_manifest(target, {"export": "0001-a", "created_at": 1.0, "files": {}})
    release_target(target)
    assert not claim_target(target, *first)
    with pytest.raises(ExportFailed, match="something else"):
        claim_target(target, *second)


def test_what_a_dead_export_left_is_cleared_and_that_of_a_living_one_is_not(tmp_path: Path) -> None:
    target, first, second = tmp_path / "out", export(tmp_path, "0001-a"), export(tmp_path, "0002-b")
    claim_target(target, *first)
    (target / ".a.gguf.partial").write_text("half", "utf-8")
    write_identity(first[0].worker_file, own_identity())
    with pytest.raises(ExportFailed) as refused:
        expect_free(target)
    assert "is writing there" in refused.value.hint
    first[0].worker_file.unlink()
    expect_free(target)
    claim_target(target, *second)
    assert [each.name for each in target.iterdir()] == [".export.partial"]


@pytest.mark.parametrize("name", [".hidden.partial", "thesis.odt"])
def test_what_nobody_claimed_is_the_users(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("years of work", "utf-8")
    for target in (tmp_path, tmp_path / name, tmp_path / ("x" * 300)):
        with pytest.raises(ExportFailed):
            expect_free(target)
