"""A project of an older version is brought up to date when it is opened for writing, and loses nothing."""

from pathlib import Path

import apsw
import pytest

from studio.core.example import Instruction
from studio.data.project import Project, ProjectReader
from studio.data.records import RowQuery
from studio.data.schema import APPLICATION_ID, MIGRATIONS, VERSION
from studio.errors import ProjectFailed

ROW = (
    "INSERT INTO example (id, dataset_id, family, split, status, created_at, edited_at, digest, origin_file,"
    " origin_line, origin_how, tags, note, extra, content)"
    " VALUES (?, 1, ?, ?, 'draft', 1, 1, ?, '', 0, 'added', '[]', '', '{}', ?)"
)
# As version 1 made them.
OLD_TRIGGER = """CREATE TRIGGER example_inserted AFTER INSERT ON example BEGIN
    INSERT INTO example_search (rowid, text) SELECT id, text FROM example_text WHERE id = new.id;
END"""


@pytest.fixture(params=range(1, VERSION))
def old(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A project of three rows as an older version left it."""
    db = apsw.Connection(str(tmp_path / "project.db"))
    db.pragma("application_id", APPLICATION_ID)
    for migration in MIGRATIONS[: request.param]:
        db.execute(migration.script)
    db.execute(OLD_TRIGGER) if request.param == 1 else None
    db.pragma("user_version", request.param)
    db.execute("INSERT INTO meta VALUES ('name', 'Céphalées')")
    db.execute("INSERT INTO dataset (name, kind, created_at) VALUES ('cases', 'instruction', 1)")
    for id, split in ((1, "train"), (2, "test"), (3, None)):
        content = Instruction(instruction=f"Cas {id}", response="Fièvre").model_dump_json()
        db.execute(ROW, (id, id, split, id, content))
    db.close()
    return tmp_path


def test_everything_is_there_after_an_upgrade(old: Path) -> None:
    with Project.open(old) as project, ProjectReader(old) as reader:
        assert [(each.name, each.rows) for each in reader.datasets()] == [("cases", 3)]
        assert reader.split_counts(1) == {"train": 1, "test": 1, None: 1}
        for _indexed in range(2):
            assert reader.find_rows(RowQuery(dataset_id=1, search="fievre")).tolist() == [1, 2, 3]
            project.index_some()
        project.update_field(2, "response", "IRM")
        assert reader.find_rows(RowQuery(dataset_id=1, search="fievre")).tolist() == [1, 3]
        project.undo()
        project.delete_rows([1, 3])
        assert reader.split_counts(1) == {"test": 1}
        assert reader.find_rows(RowQuery(dataset_id=1, search="fievre")).tolist() == [2]


def test_a_reader_says_that_an_older_project_must_be_upgraded_first(old: Path) -> None:
    with pytest.raises(ProjectFailed, match="older version") as failed:
        ProjectReader(old)
    assert failed.value.hint
    Project.open(old).close()
    with ProjectReader(old) as reader:
        assert reader.name() == "Céphalées"
