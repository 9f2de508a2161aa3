"""A long log is copied between changes, not at the end of one, and a reader delays it without harm."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.core.example import Text
from studio.data.project import Project, ProjectReader

LONG = Text(text="é" * 2_000_000)
ENOUGH = 4


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p", "p") as project:
        project.add_dataset("texts", "text")
        yield project


def file_bytes(project: Project) -> int:
    return (project.path / "project.db").stat().st_size


def test_a_long_log_is_copied_when_there_is_time(project: Project) -> None:
    with ProjectReader(project.path) as reader:
        before = file_bytes(project)
        project.add_rows(1, [LONG] * ENOUGH)
        assert file_bytes(project) == before
        assert len(reader.rows(range(1, 1 + ENOUGH))) == ENOUGH
        project.index_some(0)
        assert file_bytes(project) > ENOUGH * len(LONG.text)
        assert project.db.pragma("integrity_check") == "ok"


def test_what_a_reader_still_looks_at_waits_and_nothing_is_lost(project: Project) -> None:
    with ProjectReader(project.path) as reader:
        project.add_rows(1, [LONG])
        with reader.one_moment() as db:
            assert db.execute("SELECT count(*) FROM example").get == 1
            for _change in range(ENOUGH):
                project.add_rows(1, [LONG])
            short = file_bytes(project)
            project.index_some(0)
            assert db.execute("SELECT count(*) FROM example").get == 1
            assert file_bytes(project) - short < len(LONG.text)
        project.index_some(0)
        assert file_bytes(project) > ENOUGH * len(LONG.text)
        assert reader.split_counts(1) == {"train": 1 + ENOUGH}


def test_a_log_that_was_never_copied_is_found_again(project: Project) -> None:
    project.add_rows(1, [LONG] * ENOUGH)
    files = {file.name: file.read_bytes() for file in project.path.iterdir()}
    copy = project.path.with_name("copy")
    copy.mkdir()
    for name, data in files.items():
        (copy / name).write_bytes(data)
    with Project.open(copy) as found, ProjectReader(copy) as reader:
        assert found.db.pragma("integrity_check") == "ok"
        assert reader.split_counts(1) == {"train": ENOUGH}
