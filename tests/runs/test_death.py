"""Why a worker died, in plain words."""

import pytest

from studio.core.events import Memory, Started
from studio.runs.death import clean_lines, describe_death
from studio.runs.journal import JournalWriter
from studio.runs.run import RunFolder


@pytest.fixture
def begun(run: RunFolder) -> RunFolder:
    with JournalWriter(run.events) as journal:
        journal.append(Started(pid=1, device="cpu", versions={}))
    return run


def test_colours_and_progress_bars_are_stripped() -> None:
    text = (
        "\x1b[31mred\x1b[0m\r\n\x1b]0;title\x07\n\n"
        " 10%|█         | 1/10 [00:01<00:09]\r 20%|██        | 2/10 [00:02<00:08]\rdone  \n"
        "100%|██████████| 10/10 [00:10<00:00]\n3it [00:01,  2.1it/s]\nend"
    )
    assert clean_lines(text) == ["red", "done", "end"]


def test_only_the_last_lines_are_told(begun: RunFolder) -> None:
    begun.log.write_bytes(b"\xff\n" + b"".join(b"line %d\n" % line for line in range(100_000)))
    lines = describe_death(begun).log_lines
    assert lines[-1] == "line 99999"
    assert len(lines) == 20


def test_a_crash_in_a_library_is_named(begun: RunFolder) -> None:
    begun.log.write_text("Fatal Python error: Segmentation fault\n\nCurrent thread 0x1 (most recent call first):\n")
    assert describe_death(begun).reason == "The worker crashed inside a library: Segmentation fault."


def test_an_error_that_escaped_is_quoted(begun: RunFolder) -> None:
    begun.log.write_text("Traceback (most recent call last):\n  File x\nImportError: no torch.\n")
    assert describe_death(begun).reason == "The worker stopped because of an error: ImportError: no torch."


def test_a_worker_that_filled_the_memory_was_probably_ended_for_it(begun: RunFolder) -> None:
    with JournalWriter(begun.events) as journal:
        journal.append(Memory(step=1, process_bytes=1 << 60))
    death = describe_death(begun)
    assert "probably" in death.reason
    assert "smaller" in death.hint


def test_a_worker_without_a_trace_was_ended_from_outside(begun: RunFolder) -> None:
    assert "ended from outside" in describe_death(begun).reason
