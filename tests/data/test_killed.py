"""A process that is killed while it changes a project leaves the project as it was before, whole and usable."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.example import Instruction
from studio.data.editing import set_contents
from studio.data.history import Label
from studio.data.inserting import RowSource
from studio.data.project import Project, ProjectReader
from studio.data.records import NewRow
from studio.data.versions import restore_version

ROWS = 2_000
MOMENTS = {"halfway": 0.5, "committing": 1.0}

# Stops at the moment asked for and says so; then only a kill ends it. A first time on a copy tells how long it takes.
CHILD = """
import shutil, sys
from pathlib import Path
from studio.data.project import Project
from tests.data.test_killed import ACTS, MOMENTS

folder, act, moment = Path(sys.argv[1]), ACTS[sys.argv[2]], sys.argv[3]
calls = 0

def wait():
    print("here", flush=True)
    sys.stdin.read()

def count(stop_at):
    global calls
    calls += 1
    if calls == stop_at:
        wait()
    return False

shutil.copytree(folder, copy := folder.with_name("copy"))
with Project.open(copy) as project:
    project.db.set_progress_handler(lambda: count(0), 500)
    act(project)
stop_at, calls = max(1, int(calls * MOMENTS[moment])), 0
with Project.open(folder) as project:
    # Little memory, so that changes reach the file long before they are committed.
    project.db.pragma("cache_size", 20)
    if moment == "committing":
        project.db.set_commit_hook(lambda: wait() or False)
    else:
        project.db.set_progress_handler(lambda: count(stop_at), 500)
    act(project)
"""


def content(at: int, answer: str) -> Instruction:
    return Instruction(instruction=f"Cas {at}", response=answer * 20)


def insert(project: Project) -> object:
    rows = (NewRow(content(at, "neuf").model_dump_json()) for at in range(ROWS))
    return project.insert_rows("cas", "instruction", RowSource(rows))


def edit(project: Project, answer: str = "corrigé") -> object:
    return set_contents(project, ((at + 1, content(at, answer)) for at in range(ROWS)), Label("edit"))


ACTS: dict[str, Callable[[Project], object]] = {
    "import": insert,
    "bulk edit": edit,
    "undo": Project.undo,
    "restore": lambda project: restore_version(project, 1),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a version, an edit since, and an import on top."""
    with Project.create(tmp_path / "p", "p") as project:
        insert(project)
        project.db.execute("INSERT INTO version VALUES (1, 'v', 1, 0, '', '')")
        edit(project, "relu")
        project.delete_rows(range(1, 500))
        insert(project)
        while project.index_some():
            pass
    return tmp_path / "p"


def state(folder: Path) -> list[object]:
    with ProjectReader(folder) as reader, reader.one_moment() as db:
        tables = ("dataset", "example", "family", "step", "step_part", "version", "split_size")
        return [db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("act", ACTS)
def test_a_killed_change_was_never_made(folder: Path, act: str, moment: str) -> None:
    before = state(folder)
    started = [sys.executable, "-c", CHILD, str(folder), act, moment]
    with subprocess.Popen(started, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "here\n"
        child.kill()
    assert state(folder) == before
    with Project.open(folder) as project:
        assert project.db.pragma("integrity_check") == "ok"
        ACTS[act](project)
        assert state(folder) != before
        if act == "undo":
            project.redo()
        else:
            project.undo()
        assert state(folder)[:3] == before[:3]
