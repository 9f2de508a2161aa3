"""The project file: what is written is what is read, and the rest is refused in words."""

import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace

import apsw
import pytest

from studio.core.example import Chat, Instruction, Message
from studio.data.connection import explained
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.records import RowQuery
from studio.errors import ProjectFailed, ReadOnlyProject


def test_a_new_project_is_empty_and_has_its_name(project: Project, reader: ProjectReader) -> None:
    assert (project.name, reader.name()) == ("Céphalées", "Céphalées")
    assert (reader.datasets(), reader.steps(), reader.undo_label(), reader.redo_label()) == ([], [], None, None)


def test_rows_come_back_as_they_were_added(project: Project, reader: ProjectReader) -> None:
    dataset = project.add_dataset("chat", "chat")
    content = Chat(
        messages=(Message(role="user", content="Œdème\0\u2028\x85 ?"), Message(role="assistant", content="« Oui »"))
    )
    changes = project.add_rows(dataset.id, [content])
    (row,) = reader.rows(changes.inserted)
    assert (row.content, row.status, row.split, row.family) == (content, "draft", "train", row.id)
    assert (row.origin.how, row.tags, row.note) == ("added", (), "")


def test_rows_come_in_the_order_asked_for_and_missing_ones_are_left_out(
    reader: ProjectReader, dataset: Dataset
) -> None:
    assert [row.id for row in reader.rows([7, 3, 999, 5])] == [7, 3, 5]


def test_editing_one_text_changes_only_that(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    changes = project.update_field(4, "response", "IRM")
    assert changes.updated == (4,)
    (row,) = reader.rows([4])
    assert row.content == Instruction(instruction="Cas 3", response="IRM")
    assert row.edited_at > row.created_at


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not delete what is open")
def test_a_folder_deleted_meanwhile_takes_no_change_in_silence(project: Project, dataset: Dataset) -> None:
    shutil.rmtree(project.path)
    for change in (
        lambda: project.delete_rows([1]),
        lambda: project.add_rows(dataset.id, [Instruction(instruction="a", response="b")]),
        project.undo,
        project.redo,
    ):
        with pytest.raises(ProjectFailed, match="moved, replaced or deleted"):
            change()


def test_the_same_text_again_is_no_step(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    before = reader.steps()
    assert project.update_field(4, "response", "Réponse 3").updated == ()
    assert reader.steps() == before


def test_a_turn_of_a_chat_is_edited_by_its_position(project: Project, reader: ProjectReader) -> None:
    turns = (Message(role="user", content="a"), Message(role="assistant", content="b"))
    dataset = project.add_dataset("chat", "chat")
    (id,) = project.add_rows(dataset.id, [Chat(messages=turns)]).inserted
    project.update_field(id, "messages.1", "c")
    (row,) = reader.rows([id])
    assert row.content == Chat(messages=(turns[0], Message(role="assistant", content="c")))


@pytest.mark.parametrize("field", ["nothing", "kind", "messages.0", "messages.x"])
def test_an_unknown_field_is_named(project: Project, dataset: Dataset, field: str) -> None:
    with pytest.raises(ProjectFailed, match=field) as failed:
        project.update_field(4, field, "x")
    assert "response" in failed.value.hint


def test_a_deleted_row_cannot_be_edited(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    assert project.delete_rows([4]).deleted == (4,)
    with pytest.raises(ProjectFailed):
        project.update_field(4, "response", "x")
    assert len(reader.find_rows(RowQuery(dataset_id=dataset.id))) == 19


def test_a_data_set_holds_one_kind_and_its_name_once(project: Project, dataset: Dataset) -> None:
    with pytest.raises(ProjectFailed):
        project.add_rows(dataset.id, [Chat(messages=())])
    with pytest.raises(ProjectFailed, match="cases"):
        project.add_dataset("cases", "chat")
    with pytest.raises(ProjectFailed):
        project.add_dataset("  ", "chat")


def test_a_failed_change_leaves_no_trace(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    before = reader.steps(), reader.datasets()
    with pytest.raises(ProjectFailed):
        project.add_rows(dataset.id, [Instruction(instruction="x", response="y"), Chat(messages=())])
    assert (reader.steps(), reader.datasets()) == before
    project.add_rows(dataset.id, [Instruction(instruction="x", response="y")])


def test_a_family_moves_as_a_whole(project: Project, reader: ProjectReader) -> None:
    dataset = project.add_dataset("twins", "instruction")
    twin = Instruction(instruction="a", response="b")
    ids = project.add_rows(dataset.id, [twin, twin, Instruction(instruction="c", response="d")]).inserted
    assert project.set_split([ids[0]], "test").updated == ids[:2]
    assert [row.split for row in reader.rows(ids)] == ["test", "test", "train"]


def test_a_twin_added_later_joins_the_split_of_its_family(project: Project, reader: ProjectReader) -> None:
    dataset = project.add_dataset("twins", "instruction")
    twin = Instruction(instruction="a", response="b")
    project.add_rows(dataset.id, [twin], split="test")
    ids = project.add_rows(dataset.id, [twin]).inserted
    assert reader.rows(ids)[0].split == "test"


def test_status_is_set_for_many_rows(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    assert project.set_status([1, 2, 3], "approved").updated == (1, 2, 3)
    assert project.set_status([2, 3, 4], "approved").updated == (4,)
    assert [row.status for row in reader.rows([3, 4, 5])] == ["approved", "approved", "draft"]


def test_a_project_opens_again(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p", "Nom") as project:
        project.add_dataset("a", "instruction")
    with Project.open(tmp_path / "p") as project:
        found = project.dataset("a")
        assert project.name == "Nom"
        assert found is not None
        assert found.kind == "instruction"


def test_a_project_is_not_made_over_another(project: Project) -> None:
    path = project.path
    project.close()
    with pytest.raises(ProjectFailed, match="already"):
        Project.create(path, "x")


def test_a_creation_that_was_killed_can_be_repeated(tmp_path: Path) -> None:
    (tmp_path / "project.db").touch()
    with Project.create(tmp_path, "Nom") as project:
        assert project.name == "Nom"


@pytest.mark.parametrize("open_it", [Project.open, ProjectReader])
class TestWhatIsNoProjectIsRefused:
    def test_a_folder_that_does_not_exist(self, tmp_path: Path, open_it: type) -> None:
        self.refused(tmp_path / "missing", open_it, "no project")
        assert not (tmp_path / "missing").exists()

    def test_an_empty_folder(self, tmp_path: Path, open_it: type) -> None:
        self.refused(tmp_path, open_it, "no project")

    def test_a_file_that_is_no_database(self, tmp_path: Path, open_it: type) -> None:
        (tmp_path / "project.db").write_bytes(b"not a database at all" * 100)
        self.refused(tmp_path, open_it, "damaged")

    def test_another_programs_database(self, tmp_path: Path, open_it: type) -> None:
        with sqlite3.connect(tmp_path / "project.db") as db:
            db.execute("CREATE TABLE t (x)")
        db.close()
        self.refused(tmp_path, open_it, "not an Atelier project")

    def test_a_newer_version(self, tmp_path: Path, open_it: type) -> None:
        Project.create(tmp_path, "x").close()
        with sqlite3.connect(tmp_path / "project.db") as db:
            db.execute("PRAGMA user_version = 99")
        db.close()
        self.refused(tmp_path, open_it, "newer version")

    def refused(self, path: Path, open_it: type, words: str) -> None:
        opener = open_it.open if open_it is Project else open_it
        with pytest.raises(ProjectFailed, match=words) as failed:
            opener(path)
        assert failed.value.hint


def test_a_damaged_page_is_a_calm_sentence(project: Project, dataset: Dataset) -> None:
    path = project.path
    project.close()
    content = bytearray((path / "project.db").read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    (path / "project.db").write_bytes(content)
    with pytest.raises(ProjectFailed, match="damaged"):
        Project.open(path)


def test_a_full_disk_changes_nothing(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    path = project.path
    project.close()

    def limit(db: apsw.Connection) -> None:
        db.pragma("max_page_count", int(str(db.pragma("page_count"))) + 2)

    apsw.connection_hooks.append(limit)
    try:
        small = Project.open(path)
    finally:
        apsw.connection_hooks.remove(limit)
    before = reader.steps(), reader.datasets()
    with small:
        with pytest.raises(ProjectFailed, match="disk is full"):
            small.add_rows(dataset.id, [Instruction(instruction="x" * 1_000_000, response="y")])
        assert (reader.steps(), reader.datasets()) == before
        small.set_status([1], "reviewed")


def test_a_disk_error_on_a_full_disk_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=4096))
    with pytest.raises(ProjectFailed, match="disk is full"), explained(tmp_path):
        raise apsw.IOError("disk I/O error")


def test_a_second_process_may_only_read(project: Project, dataset: Dataset) -> None:
    answer = in_another_process(
        f"""
        from studio.errors import ReadOnlyProject
        try:
            Project.open(path)
        except ReadOnlyProject as error:
            print(type(error).__name__, error)
        with ProjectReader(path) as reader:
            print(len(reader.find_rows(RowQuery(dataset_id={dataset.id}))))
        """,
        project.path,
    )
    assert "ReadOnlyProject Another window or command" in answer
    assert answer.split()[-1] == "20"


def test_a_reader_elsewhere_sees_what_is_committed(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    path = project.path
    project.close()
    in_another_process("Project.open(path).update_field(1, 'response', 'ailleurs')", path)
    assert reader.find_rows(RowQuery(dataset_id=dataset.id, search="ailleurs")).tolist() == [1]


def test_what_is_stored_outlives_a_power_cut(project: Project) -> None:
    path = project.path
    project.close()
    # In a process that does not run tests.
    assert in_another_process("print(Project.open(path).db.pragma('synchronous'))", path) == "2\n"


def test_a_writer_that_was_killed_blocks_nobody(tmp_path: Path) -> None:
    path = tmp_path / "p"
    code = "project = Project.create(path, 'x'); print('ready', flush=True); import time; time.sleep(600)"
    child = start(code, path)
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == "ready\n"
        with pytest.raises(ReadOnlyProject):
            Project.open(path)
    finally:
        child.kill()
        child.communicate()
    Project.open(path).close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="another user can only be played by root")
def test_a_folder_that_cannot_be_written_can_be_read(tmp_path: Path) -> None:
    path = Path("/tmp") / f"atelier-read-only-{os.getpid()}"
    try:
        with Project.create(path, "x") as project:
            project.add_dataset("a", "instruction")
        for file in [path, *path.iterdir()]:
            file.chmod(0o755 if file.is_dir() else 0o644)
        answer = in_another_process(
            """
            import os
            from studio.errors import ReadOnlyProject
            os.setgid(65534)
            os.setuid(65534)
            try:
                Project.open(path)
            except ReadOnlyProject as error:
                print("refused:", error)
            with ProjectReader(path) as reader:
                print([each.name for each in reader.datasets()])
            """,
            path,
        )
        assert "refused: This project’s folder cannot be written" in answer
        assert "['a']" in answer
        path.chmod(0o700)
        answer = in_another_process(
            """
            import os
            from studio.errors import ProjectFailed
            os.setgid(65534)
            os.setuid(65534)
            for opened in (Project.open, ProjectReader):
                try:
                    opened(path)
                except ProjectFailed as error:
                    print(error)
            """,
            path,
        )
        assert answer.count("You may not read this project’s folder") == 2
    finally:
        shutil.rmtree(path)


PRELUDE = """
import sys
from pathlib import Path
from studio.data.project import *
from studio.data.records import RowQuery
path = Path(sys.argv[1])
"""


def start(code: str, path: Path) -> "subprocess.Popen[str]":
    words = [sys.executable, "-c", PRELUDE + textwrap.dedent(code), str(path)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def in_another_process(code: str, path: Path) -> str:
    child = start(code, path)
    answer, _none = child.communicate(timeout=300)
    assert child.returncode == 0, answer
    return answer
