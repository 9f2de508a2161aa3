"""A frozen data set is complete, verifiable and of one moment."""

import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from studio.core.example import Instruction
from studio.core.job import LeftOut, Snapshot
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.records import RowQuery
from studio.data.snapshot import freeze_dataset
from studio.errors import ProjectFailed


def test_each_split_becomes_a_file(project: Project, reader: ProjectReader, dataset: Dataset, tmp_path: Path) -> None:
    snapshot = freeze_dataset(reader, dataset.id, tmp_path / "data")
    assert (snapshot.train.rows, snapshot.validation.rows, snapshot.test.rows) == (16, 2, 2)
    assert (snapshot.dataset, snapshot.kind, snapshot.project_step) == ("cases", "instruction", 2)
    for part in (snapshot.train, snapshot.validation, snapshot.test):
        content = (tmp_path / "data" / part.file).read_bytes()
        assert hashlib.sha256(content).hexdigest() == part.sha256
    table = pq.read_table(tmp_path / "data" / "train.parquet").to_pylist()
    assert list(table[0]) == ["id", "family", "content"]
    rows = reader.rows([row["id"] for row in table])
    assert [Instruction.model_validate_json(row["content"]) for row in table] == [row.content for row in rows]
    assert [row["family"] for row in table] == [row.family for row in rows]


def test_the_manifest_is_the_snapshot(reader: ProjectReader, dataset: Dataset, tmp_path: Path) -> None:
    snapshot = freeze_dataset(reader, dataset.id, tmp_path)
    assert Snapshot.model_validate_json((tmp_path / "manifest.json").read_bytes()) == snapshot


def test_the_content_hash_follows_content_and_split(
    project: Project, reader: ProjectReader, dataset: Dataset, tmp_path: Path
) -> None:
    hashes = [freeze_dataset(reader, dataset.id, tmp_path / "1").content_sha256]
    project.update_field(1, "response", "x")
    hashes.append(freeze_dataset(reader, dataset.id, tmp_path / "2").content_sha256)
    project.set_split(
        reader.find_rows(RowQuery(dataset_id=dataset.id, splits=frozenset({"test"}))).tolist(), "validation"
    )
    hashes.append(freeze_dataset(reader, dataset.id, tmp_path / "3").content_sha256)
    assert len(set(hashes)) == 3
    project.undo()
    project.undo()
    assert freeze_dataset(reader, dataset.id, tmp_path / "4").content_sha256 == hashes[0]


def test_what_cannot_teach_is_left_out(
    project: Project, reader: ProjectReader, dataset: Dataset, tmp_path: Path
) -> None:
    trained = reader.find_rows(RowQuery(dataset_id=dataset.id, splits=frozenset({"train"}))).tolist()
    project.set_status(trained[:1], "rejected")
    project.set_split(trained[1:2], None)
    project.update_field(trained[2], "response", " ")
    project.add_rows(dataset.id, [Instruction(instruction="", response="")])
    snapshot = freeze_dataset(reader, dataset.id, tmp_path)
    assert snapshot.train.rows == 13
    assert snapshot.left_out == LeftOut(rejected=1, without_split=1, incomplete=2)


def test_only_approved_rows_when_asked(
    project: Project, reader: ProjectReader, dataset: Dataset, tmp_path: Path
) -> None:
    trained = reader.find_rows(RowQuery(dataset_id=dataset.id, splits=frozenset({"train"}))).tolist()
    project.set_status(trained[:3], "rejected")
    with pytest.raises(ProjectFailed, match="no rows to train on") as failed:
        freeze_dataset(reader, dataset.id, tmp_path / "none", only_approved=True)
    assert "17 examples await their review" in failed.value.hint
    project.set_status(trained[3:8], "approved")
    project.set_split(trained[3:4], None)
    snapshot = freeze_dataset(reader, dataset.id, tmp_path / "some", only_approved=True)
    assert (snapshot.train.rows, snapshot.validation.rows, snapshot.test.rows) == (4, 0, 0)
    assert snapshot.left_out == LeftOut(rejected=3, unapproved=12, without_split=1)


def test_edits_during_freezing_are_not_seen(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    with reader.one_moment() as db:
        before = db.execute("SELECT count(*) FROM example").get
        project.delete_rows(range(1, 11))
        assert db.execute("SELECT count(*) FROM example").get == before
    assert len(reader.find_rows(RowQuery(dataset_id=dataset.id))) == 10


def test_nothing_to_train_on_is_said(project: Project, reader: ProjectReader, tmp_path: Path) -> None:
    empty = project.add_dataset("vide", "instruction")
    with pytest.raises(ProjectFailed, match="vide"):
        freeze_dataset(reader, empty.id, tmp_path)
    assert not (tmp_path / "manifest.json").exists()
    with pytest.raises(ProjectFailed):
        freeze_dataset(reader, 99, tmp_path)


def test_a_run_without_validation_rows_has_an_empty_file(
    project: Project, reader: ProjectReader, tmp_path: Path
) -> None:
    few = project.add_dataset("peu", "instruction")
    project.add_rows(few.id, [Instruction(instruction="a", response="b")])
    snapshot = freeze_dataset(reader, few.id, tmp_path)
    assert snapshot.validation.rows == 0
    assert pq.read_table(tmp_path / "validation.parquet").num_rows == 0
