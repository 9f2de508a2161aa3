"""A project is packed as it is at one moment, and without data holds no word of a row."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from studio.archives import writing
from studio.archives.packing import Packed, pack_project, part_sizes
from studio.archives.parts import PARTS, Part
from studio.archives.steering import ArchiveCancelled, Steering
from studio.archives.unpacking import unpack_project
from studio.data.project import Project, ProjectReader
from studio.errors import ArchiveFailed, ExportFailed, ProjectFailed
from studio.runs.folder import RunFolder
from studio.runs.process import own_identity, write_identity
from studio.runs.queue import enqueue
from studio.runs.run import list_runs
from tests.archives.full_project import MARK, ROWS

RUN = "runs/0001-demo-cpu"


def files(packed: Packed) -> dict[str, bytes]:
    """By name, as they were before they were packed."""
    with zipfile.ZipFile(packed.written.file) as archive:
        assert archive.testzip() is None
        return {info.filename.partition("/")[2]: archive.read(info) for info in archive.infolist()}


def names(packed: Packed) -> set[str]:
    return set(files(packed)) - {"MANIFEST.json", "SHA256SUMS"}


def test_everything_is_packed_but_what_is_of_the_moment(whole: Packed, project: Path) -> None:
    there = {path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file()}
    left = there - names(whole)
    assert names(whole) <= there
    assert {name.rpartition("/")[2] for name in left} <= {
        *("project.lock", ".numbers.lock", "rows.parquet", "worker.json", "half.json"),
        *("project.db-shm", "project.db-wal"),
    }
    assert whole.rows == ROWS - 1
    assert "texts of 11 rows" in whole.cautions()[0]
    assert "patient data" in whole.cautions()[0]
    # The marks are where they are looked for below.
    marked = {name for name, content in files(whole).items() if MARK.encode() in content.lower()}
    assert {"project.db", f"{RUN}/events.jsonl", f"{RUN}/data/train.parquet", "prompts.jsonl", "notes.docx"} <= marked
    assert len(marked) > 15


def test_without_data_no_word_of_a_row_is_left(textless: Packed) -> None:
    found = files(textless)
    assert [name for name, content in found.items() if MARK.encode() in name.encode() + content.lower()] == []
    assert MARK.encode("utf-16-le") not in found["project.db"].lower()
    assert set(found) == {
        *("MANIFEST.json", "SHA256SUMS", "contract.yaml", "project.db", "targets.yaml"),
        *(f"{RUN}/{name}" for name in ("events.jsonl", "job.json")),
        *(f"{RUN}/adapter/{name}" for name in ("adapter_model.safetensors", "manifest.json")),
    }
    assert textless.rows == 0
    assert json.loads(found["MANIFEST.json"])["about"] == {"without": ["data"], "left_out": [], "rows": 0}
    assert "learned some by heart" in textless.cautions()[0]


@pytest.mark.parametrize(
    ("without", "gone"),
    [
        ({"runs"}, {"runs/"}),
        ({"models"}, {f"{RUN}/adapter/", f"{RUN}/checkpoints/", "exports/0001-gguf/artefacts/"}),
        ({"checkpoints"}, {f"{RUN}/checkpoints/"}),
        ({"evaluations"}, {"evaluations/"}),
        ({"exports"}, {"exports/"}),
        ({"logs"}, {"monitoring/", "serving/", f"{RUN}/worker.log", "evaluations/0001-headaches-test/worker.log"}),
    ],
)
def test_a_part_is_left_out_and_nothing_else(
    without: set[Part], gone: set[str], whole: Packed, project: Path, tmp_path: Path
) -> None:
    packed = pack_project(project, tmp_path / "part.zip", frozenset(without))
    assert names(whole) - names(packed) == {name for name in names(whole) if name.startswith(tuple(gone))}
    assert json.loads(files(packed)["MANIFEST.json"])["about"]["without"] == list(without)


def test_each_part_tells_how_much_it_saves(project: Path) -> None:
    sizes = part_sizes(project)
    assert set(sizes) == set(PARTS)
    assert sizes["runs"] > sizes["models"] > sizes["checkpoints"] > 0
    assert sizes["data"] > (project / "project.db").stat().st_size


def test_an_open_window_does_not_mind(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project, mine := tmp_path / "mine")
    with Project.open(mine) as window:
        window.update_field(1, "response", "Avant.")
        pack_project(mine, tmp_path / "a.zip")
        window.update_field(1, "response", "Après.")
    unpack_project(tmp_path / "a.zip", tmp_path / "there")
    with ProjectReader(tmp_path / "there") as reader:
        assert reader.rows([1])[0].content.model_dump()["response"] == "Avant."


def test_a_run_at_work_is_left_out_and_told(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project, mine := tmp_path / "mine")
    run = RunFolder(mine / RUN)
    run.events.unlink()
    write_identity(run.worker_file, own_identity())
    packed = pack_project(mine, tmp_path / "a.zip")
    assert not [name for name in names(packed) if name.startswith("runs/")]
    assert packed.cautions()[-1] == f"Left out, because they are still at work: {RUN}."
    run.worker_file.unlink()
    enqueue(run)
    assert pack_project(mine, tmp_path / "b.zip").busy == (RUN,)


def test_a_job_that_cannot_be_read_is_not_packed_where_texts_are_left_out(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project, mine := tmp_path / "mine")
    (mine / RUN / "job.json").write_text(f'{{"name": "{MARK}"}}', "utf-8")
    packed = pack_project(mine, tmp_path / "a.zip", frozenset({"data"}))
    assert packed.unreadable == (RUN,)
    assert not [name for name in names(packed) if name.startswith("runs/")]


def test_presets_of_the_users_own_go_with_the_runs_they_made(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(project, mine := tmp_path / "mine")
    job = mine / RUN / "job.json"
    job.write_text(job.read_text("utf-8").replace('"preset": "demo-cpu"', '"preset": "le-mien"'), "utf-8")
    monkeypatch.setenv("ATELIER_HOME", str(tmp_path / "home"))
    (tmp_path / "home" / "presets").mkdir(parents=True)
    for name in ("le-mien", "another"):
        (tmp_path / "home" / "presets" / f"{name}.yaml").write_text(name, "utf-8")
    packed = pack_project(mine, tmp_path / "a.zip", frozenset({"data"}))
    assert {name: content for name, content in files(packed).items() if name.startswith("presets/")} == {
        "presets/le-mien.yaml": b"le-mien"
    }


def test_a_run_that_was_cut_off_is_not_taken_for_a_living_one(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project, mine := tmp_path / "mine")
    events = mine / RUN / "events.jsonl"
    events.write_bytes(b"".join(events.read_bytes().splitlines(keepends=True)[:2]))
    # Between a new job and its worker lie some seconds.
    os.utime(mine / RUN / "job.json", (1, 1))
    pack_project(mine, tmp_path / "a.zip")
    unpack_project(tmp_path / "a.zip", tmp_path / "there")
    (run,) = list_runs(tmp_path / "there")
    assert (run.state, run.total_steps) == ("died", 2)


def test_the_same_files_give_the_same_bytes(project: Path, tmp_path: Path) -> None:
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        pack_project(project, tmp_path / place / "p.zip", frozenset({"logs"}))
    assert (tmp_path / "a" / "p.zip").read_bytes() == (tmp_path / "b" / "p.zip").read_bytes()


def test_a_file_beyond_four_gigabytes_finds_its_place(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    pack_project(project, tmp_path / "a.zip", frozenset({"data"}))
    monkeypatch.undo()
    assert unpack_project(tmp_path / "a.zip", tmp_path / "there").files == 7


@pytest.mark.parametrize("name", ["aux.docx", "a:b.docx", "fin.", "re\u202ecod.docx"])
def test_a_name_that_means_something_else_elsewhere_is_refused(project: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(project, mine := tmp_path / "mine")
    try:
        (mine / name).write_text("x", "utf-8")
    except OSError:
        pytest.skip("this system refuses the name by itself")
    with pytest.raises(ArchiveFailed, match="other systems"):
        pack_project(mine, tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == [mine]


def test_a_linked_folder_is_not_followed(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project, mine := tmp_path / "mine")
    (mine / "loop").symlink_to(mine, target_is_directory=True)
    with pytest.raises(ArchiveFailed, match="link"):
        pack_project(mine, tmp_path / "a.zip")


def test_places_that_cannot_be_are_refused_before_any_work(project: Path, tmp_path: Path) -> None:
    with pytest.raises(ArchiveFailed, match="would lie in the folder"):
        pack_project(project, project / "a.zip")
    with pytest.raises(ArchiveFailed, match="a folder, not a file"):
        pack_project(project, tmp_path)
    with pytest.raises(ArchiveFailed, match="cannot have this name"):
        pack_project(project, tmp_path / "con.zip")
    with pytest.raises((ArchiveFailed, ExportFailed)):
        pack_project(project, tmp_path / "none" / "a.zip")
    with pytest.raises(ProjectFailed, match="no project"):
        pack_project(tmp_path, tmp_path.parent / "a.zip")
    assert list(tmp_path.iterdir()) == []


def test_cancelling_leaves_nothing(project: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    steering = Steering(lambda done, total: told.append((done, total)), lambda: len(told) > 3)
    with pytest.raises(ArchiveCancelled):
        pack_project(project, tmp_path / "a.zip", frozenset(), steering)
    assert list(tmp_path.iterdir()) == []
    assert 0 < told[0][0] < told[-1][0] < told[-1][1]


def test_no_room_is_said_before_any_work(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(writing.shutil, "disk_usage", lambda _path: free)
    with pytest.raises(ArchiveFailed, match="are needed"):
        pack_project(project, tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == []


KILLED = """
import sys
from pathlib import Path
from threading import Thread
from studio.archives.packing import pack_project
from studio.archives.steering import Steering
from studio.archives.unpacking import unpack_project

def wait(done, total):
    if done > total // 2:
        print("here", flush=True)
        sys.stdin.read()

project, archive, packed, unpacked = map(Path, sys.argv[1:])
for act, source, target in (lambda *each: pack_project(each[0], each[1], frozenset(), each[2]), project, packed), (
    unpack_project, archive, unpacked
):
    Thread(target=act, args=(source, target, Steering(progress=wait))).start()
"""


def test_a_kill_leaves_nothing_under_the_name(project: Path, whole: Packed, tmp_path: Path) -> None:
    packed, unpacked = tmp_path / "a.zip", tmp_path / "there"
    command = [sys.executable, "-c", KILLED, project, whole.written.file, packed, unpacked]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert [child.stdout.readline() for _act in range(2)] == [b"here\n"] * 2
        child.kill()
    assert not packed.exists()
    assert not unpacked.exists()
    assert len(list(tmp_path.iterdir())) == 3
    # The next attempt takes what is left away.
    pack_project(project, packed)
    unpack_project(whole.written.file, unpacked)
    assert set(tmp_path.iterdir()) == {packed, unpacked}
