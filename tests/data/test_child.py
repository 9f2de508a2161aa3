"""Work in a child process: rows in order, failures as sentences, nothing left behind."""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from studio.data.child import ChildCancelled, ChildDied, rows_from_child, started_child
from studio.errors import ImportFailed, StudioError
from studio.words import _, use_language

HERE = "tests.data.test_child:"
PARENT = """
import sys
from studio.data.child import rows_from_child

for row in rows_from_child(sys.argv[1], {"file": sys.argv[2]}):
    print(row, flush=True)
"""


def count(to: int) -> Iterator[dict[str, object]]:
    for number in range(to):
        yield {"n": number, "words": "« été »\u2028\0"}


def fail() -> Iterator[int]:
    yield 1
    raise ImportFailed(_("The file is empty: {name}").format(name="x"), hint="h")


def crash() -> Iterator[int]:
    yield 1
    raise ZeroDivisionError("a bug")


def be_killed() -> Iterator[int]:
    yield 1
    os.kill(os.getpid(), 9)


def print_and_yield() -> Iterator[int]:
    os.write(1, b"a library prints")
    sys.stdout.write("and so does Python\n")
    yield 1


def sleep(file: str) -> Iterator[int]:
    Path(file).write_text(str(os.getpid()))
    yield 1
    time.sleep(600)


def read(file: str) -> Iterator[str]:
    yield Path(file).read_text()


def whoami() -> Iterator[int]:
    yield os.getpid()


def go_on_until_stopped(stopped: Callable[[], bool]) -> Iterator[int]:
    yield os.getpid()
    while not stopped():
        time.sleep(0.01)


def swallow_memory() -> Iterator[int]:
    yield len(bytearray(5 << 30))


def test_rows_come_in_order_and_whole() -> None:
    rows = list(rows_from_child(HERE + "count", {"to": 20_000}))
    assert [row["n"] for row in rows] == list(range(20_000))
    assert rows[-1]["words"] == "« été »\u2028\0"


def test_a_child_stays_for_what_is_asked_next() -> None:
    with started_child() as child:
        for task in ("whoami", "fail", "whoami"):
            child.ask(HERE + task, {})
        first = list(child.rows())
        with pytest.raises(ImportFailed):
            list(child.rows())
        assert list(child.rows()) == first
    assert not psutil.pid_exists(first[0])


def test_what_is_printed_is_no_row() -> None:
    assert list(rows_from_child(HERE + "print_and_yield", {})) == [1]


def test_a_relative_path_leads_where_it_leads_the_caller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here.txt").write_text("found")
    monkeypatch.chdir(tmp_path)
    assert list(rows_from_child(HERE + "read", {"file": "here.txt"})) == ["found"]


@pytest.mark.skipif(sys.platform != "linux", reason="Elsewhere names of files are always Unicode")
def test_a_name_that_is_no_unicode_is_found(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xe9t\xe9.txt")
    Path(name).write_text("found")
    assert list(rows_from_child(HERE + "read", {"file": name})) == ["found"]


def test_a_known_failure_keeps_its_class_and_its_language() -> None:
    use_language("fr")
    try:
        with pytest.raises(ImportFailed, match="fichier est vide") as failed:
            list(rows_from_child(HERE + "fail", {}))
    finally:
        use_language("en")
    assert failed.value.hint == "h"


@pytest.mark.parametrize(("task", "words"), [("crash", "crashed"), ("be_killed", "killed from outside")])
def test_a_death_is_a_sentence(caplog: pytest.LogCaptureFixture, task: str, words: str) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(ChildDied, match=words):
        list(rows_from_child(HERE + task, {}))
    assert "child process ended" in caplog.text
    caplog.clear()


def test_a_bug_is_logged_whole(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(ChildDied) as died:
        list(rows_from_child(HERE + "crash", {}))
    assert died.value.hint == "ZeroDivisionError: a bug"
    assert "Traceback" in caplog.text
    caplog.clear()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not limit a process's memory")
def test_memory_without_end_is_refused() -> None:
    with pytest.raises(StudioError, match="more memory"):
        list(rows_from_child(HERE + "swallow_memory", {}))


@pytest.mark.parametrize("leave", ["cancel", "break"])
def test_a_child_that_is_no_longer_wanted_is_gone(tmp_path: Path, leave: str) -> None:
    file = tmp_path / "pid"
    wish: list[bool] = []
    rows = rows_from_child(HERE + "sleep", {"file": str(file)}, cancelled=lambda: bool(wish))
    if leave == "cancel":
        assert next(rows) == 1
        wish.append(True)
        with pytest.raises(ChildCancelled):
            next(rows)
    else:
        next(rows)
        rows.close()
    assert not psutil.pid_exists(int(file.read_text()))


def test_the_child_ends_with_its_parent(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    parent = subprocess.Popen([sys.executable, "-c", PARENT, HERE + "sleep", str(file)], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    parent.stdout.readline()
    child = psutil.Process(int(file.read_text()))
    parent.kill()
    parent.communicate()
    psutil.wait_procs([child], timeout=120)
    assert not child.is_running()
