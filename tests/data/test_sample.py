"""The sample project is whole, or not there."""

from pathlib import Path

import pytest

from studio.data.project import Project, ProjectReader
from studio.data.records import RowQuery
from studio.data.sample import DATASET, create_sample_project
from studio.errors import ProjectFailed


def test_the_sample_has_its_cases_and_contract(tmp_path: Path) -> None:
    create_sample_project(tmp_path / "demo")
    with ProjectReader(tmp_path / "demo") as reader:
        (dataset,) = reader.datasets()
        assert (dataset.name, dataset.kind) == (DATASET, "instruction")
        assert reader.split_counts(dataset.id) == {"train": 200, "validation": 20, "test": 120}
    assert (tmp_path / "demo" / "contract.yaml").exists()
    assert [each.name for each in tmp_path.iterdir()] == ["demo"]


def test_undo_never_takes_the_sample_away(tmp_path: Path) -> None:
    create_sample_project(tmp_path / "demo")
    with Project.open(tmp_path / "demo") as project, ProjectReader(tmp_path / "demo") as reader:
        with pytest.raises(ProjectFailed):
            project.undo()
        (dataset,) = reader.datasets()
        first = int(reader.find_rows(RowQuery(dataset_id=dataset.id))[0])
        before = reader.rows([first])[0].content
        project.update_field(first, "response", "Autre")
        project.undo()
        assert reader.rows([first])[0].content == before
        assert reader.undo_label() is None


def test_it_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(ProjectFailed):
        create_sample_project(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def test_what_a_killed_attempt_left_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "demo.partial").mkdir()
    (tmp_path / "demo.partial" / "project.db").write_bytes(b"half")
    create_sample_project(tmp_path / "demo")
