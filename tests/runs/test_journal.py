"""The journal: nothing lost, nothing merged, nothing read twice, whoever dies."""

import random
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.events import Event, Finished, Heartbeat, Metric, Notice
from studio.runs.journal import JournalReader, JournalWriter
from studio.runs.lines import lines_backwards

Play = Callable[..., "subprocess.Popen[bytes]"]
LOSS = Metric(step=1, name="loss", value=0.5)
# Forked, because forty times importing what a worker needs takes longer than everything else here.
FORTY_WRITERS = """
import os, random, signal, sys
from pathlib import Path
from studio.core.events import Metric, Notice
from studio.runs.journal import JournalWriter
path, chance = Path(sys.argv[1]), random.Random(4)

def write_forever():
    writer = JournalWriter(path)
    step = 0
    while True:
        step += 1
        writer.append(Metric(step=step, name="loss", value=0.5))
        writer.append(Notice(message="é" * (step * 37 % 5000)))

def size():
    return path.stat().st_size if path.exists() else 0

for _ in range(40):
    known = size()
    child = os.fork()
    if not child:
        try:
            write_forever()
        finally:
            os._exit(1)
    enough = known + chance.randrange(20_000)
    while size() <= enough:
        assert os.waitpid(child, os.WNOHANG) == (0, 0)
    os.kill(child, signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
"""
# The limit cuts a write short, as a full disk does.
FILL_THE_DISK = """
import resource, signal, sys
from pathlib import Path
from studio.core.events import Heartbeat, Metric
from studio.runs.journal import JournalWriter
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
endless = resource.RLIM_INFINITY
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, endless))
writer = JournalWriter(Path(sys.argv[1]))
try:
    while True:
        writer.append(Metric(step=1, name="loss", value=0.5))
except OSError:
    resource.setrlimit(resource.RLIMIT_FSIZE, (endless, endless))
    writer.append(Heartbeat(step=1, last_step_at=0))
    sys.exit(0)
"""


def read_all(path: Path, chunk: int = 1 << 20) -> list[Event]:
    reader, events = JournalReader(path, chunk), []
    while batch := reader.read_new():
        events += batch
    return events


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.jsonl"


def test_what_is_written_is_read_once_in_order(path: Path) -> None:
    with JournalWriter(path) as writer:
        written = [writer.append(LOSS.model_copy(update={"step": step})) for step in range(5)]
        reader = JournalReader(path)
        assert reader.read_new() == written
        assert [event.seq for event in written] == [0, 1, 2, 3, 4]
        assert reader.read_new() == []
        assert reader.read_new() == []
        last = writer.append(LOSS)
        assert reader.read_new() == [last]


def test_a_missing_journal_is_empty_until_it_comes(path: Path) -> None:
    reader = JournalReader(path)
    assert reader.read_new() == []
    with JournalWriter(path) as writer:
        assert reader.read_new() == []
        written = writer.append(LOSS)
        assert reader.read_new() == [written]


def test_half_written_line_waits(path: Path) -> None:
    line = LOSS.model_dump_json().encode() + b"\n"
    reader = JournalReader(path)
    path.write_bytes(line[:10])
    assert reader.read_new() == []
    path.write_bytes(line)
    assert reader.read_new() == [LOSS]


def test_a_killed_writers_half_line_never_merges_with_the_next(path: Path) -> None:
    with JournalWriter(path) as writer:
        writer.append(LOSS)
    half = LOSS.model_dump_json().encode()[:25]
    with path.open("ab") as file:
        file.write(half)
    with JournalWriter(path) as writer:
        assert writer.append(LOSS).seq == 1
    reader = JournalReader(path)
    assert [event.seq for event in reader.read_new()] == [0, 1]
    assert reader.unreadable == 1
    assert path.read_bytes().split(b"\n")[1] == half


def test_a_whole_line_that_only_lacks_its_newline_counts(path: Path) -> None:
    path.write_bytes(LOSS.model_copy(update={"seq": 7}).model_dump_json().encode())
    with JournalWriter(path) as writer:
        writer.append(LOSS)
    assert [event.seq for event in read_all(path)] == [7, 8]


def test_seq_goes_on_behind_spoilt_lines(path: Path) -> None:
    with JournalWriter(path) as writer:
        writer.append(LOSS)
        writer.append(LOSS)
    with path.open("ab") as file:
        file.write(b"\0" * 3000 + b"\n\n{]\n")
    with JournalWriter(path) as writer:
        assert writer.append(LOSS).seq == 2


def test_small_chunks_read_the_same_as_large_ones(path: Path) -> None:
    texts = ["", "a\u2028b\u0085c\x00d", "é" * 5000, "\U0001f9e0\n\r\n"]
    with JournalWriter(path) as writer:
        written = [writer.append(Notice(message=text)) for text in texts * 3]
    assert read_all(path, chunk=7) == read_all(path) == written


def test_one_reading_is_bounded_and_says_that_it_is_behind(path: Path) -> None:
    with JournalWriter(path) as writer:
        for step in range(1000):
            writer.append(LOSS.model_copy(update={"step": step}))
    reader = JournalReader(path, chunk=4096)
    assert 0 < len(reader.read_new()) < 100
    assert reader.behind
    assert len(read_all(path, chunk=4096)) == 1000


def test_an_event_of_a_newer_version_is_passed_over(path: Path) -> None:
    path.write_bytes(b'{"type":"dance","seq":0}\n' + LOSS.model_dump_json().encode() + b"\n")
    reader = JournalReader(path)
    assert reader.read_new() == [LOSS]
    assert reader.unreadable == 1


def test_a_chunk_of_spoilt_lines_does_not_end_the_reading(path: Path) -> None:
    path.write_bytes(b"nonsense\n" * 1000 + LOSS.model_dump_json().encode() + b"\n")
    assert JournalReader(path, chunk=100).read_new() == [LOSS]


def test_threads_of_a_worker_get_different_numbers(path: Path) -> None:
    with JournalWriter(path) as writer:
        beats = [threading.Thread(target=_append_many, args=(writer,)) for _ in range(4)]
        for beat in beats:
            beat.start()
        for beat in beats:
            beat.join()
    assert [event.seq for event in read_all(path)] == list(range(800))


def _append_many(writer: JournalWriter) -> None:
    for step in range(200):
        writer.append(Heartbeat(step=step, last_step_at=0.0))


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork")
def test_forty_writers_killed_at_random_leave_a_readable_journal(path: Path, play: Play) -> None:
    assert play(FORTY_WRITERS, path).wait() == 0
    with JournalWriter(path) as writer:
        writer.append(Finished(reason="completed", steps=1, wall_s=1, train_cpu_s=1))
    reader, seqs = JournalReader(path), []
    while batch := reader.read_new():
        seqs += [event.seq for event in batch]
    assert seqs == list(range(len(seqs)))
    assert reader.unreadable <= 40


def test_lines_backwards_are_the_lines(tmp_path: Path) -> None:
    chance = random.Random(1)
    lines = [b"x" * chance.choice([1, 10, 1000, 70_000, 200_000]) + str(at).encode() for at in range(60)]
    path = tmp_path / "lines"
    path.write_bytes(b"\n".join(lines))
    assert list(lines_backwards(path)) == lines[::-1]
    path.write_bytes(b"\n".join(lines) + b"\n")
    assert list(lines_backwards(path)) == lines[::-1]
    path.write_bytes(b"")
    assert list(lines_backwards(path)) == []


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE")
def test_a_full_disk_is_told_and_spoils_no_later_line(path: Path, play: Play) -> None:
    child = play(FILL_THE_DISK, path)
    assert child.wait() == 0
    reader = JournalReader(path)
    events = reader.read_new()
    assert [event.seq for event in events] == list(range(len(events)))
    assert isinstance(events[-1], Heartbeat)
    assert reader.unreadable == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not delete what is open")
def test_a_journal_deleted_meanwhile_is_not_written_to_in_silence(path: Path) -> None:
    with JournalWriter(path) as journal:
        journal.append(Metric(step=1, name="loss", value=1.0))
        path.unlink()
        with pytest.raises(FileNotFoundError):
            journal.append(Metric(step=2, name="loss", value=1.0))
