"""What is written down of requests, and what is read from it."""

import shutil
import sys
from pathlib import Path

import pytest

from studio.core.example import Message
from studio.serving.journal import HUNG_UP, METRICS, REQUESTS, Journal, RequestFacts, RotatedLines, older_file
from studio.serving.measured import Latencies, measure, read_facts

TURNS = (Message(role="user", content="Mal de tête ?"),)


def facts(at: float, status: int = 200, total_s: float = 1.0, **more: float | None) -> RequestFacts:
    return RequestFacts(at=at, status=status, total_s=total_s, **more)


def test_full_files_are_set_aside_and_the_oldest_goes(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    lines = RotatedLines(file, most_bytes=10, kept=2)
    for letter in b"abcdefg":
        lines.append(bytes([letter]) * 4)
    lines.close()
    found = [older_file(file, at).read_text("ascii").split() for at in range(3)]
    assert found == [["gggg"], ["eeee", "ffff"], ["cccc", "dddd"]]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["lines.1.jsonl", "lines.2.jsonl", "lines.jsonl"]


def test_a_file_goes_on_where_the_last_server_left_it(tmp_path: Path) -> None:
    for _time in range(2):
        lines = RotatedLines(tmp_path / "lines.jsonl", most_bytes=10, kept=1)
        lines.append(b"abcdef")
        lines.close()
    assert older_file(tmp_path / "lines.jsonl", 1).exists()


def test_texts_are_kept_only_where_that_was_asked_for(tmp_path: Path) -> None:
    journal = Journal(tmp_path, keep_texts=False)
    journal.keep("modèle", TURNS, "Repos.", facts(1))
    journal.count(facts(1))
    journal.close()
    assert not (tmp_path / REQUESTS).exists()
    assert read_facts(tmp_path) == [facts(1)]


def test_a_disk_that_takes_nothing_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: RotatedLines, _line: bytes) -> None:
        raise OSError(28, "No space left on device")

    journal = Journal(tmp_path, keep_texts=False)
    monkeypatch.setattr(RotatedLines, "append", full)
    journal.count(facts(1))
    journal.count(facts(2))
    journal.close()
    assert [record.getMessage().count("No space") for record in caplog.records] == [1]
    caplog.clear()


def test_torn_lines_and_older_ones_are_passed_over(tmp_path: Path) -> None:
    line = facts(5).model_dump_json()
    older_file(tmp_path / METRICS, 1).write_text(f"{facts(1).model_dump_json()}\n{facts(3).model_dump_json()}\n")
    (tmp_path / METRICS).write_text(f'{{"at":4,"sta\n{line}\n{line[:10]}')
    assert [each.at for each in read_facts(tmp_path, since=2)] == [3, 5]


def test_latencies_are_those_of_answers_and_every_stretch_has_its_own() -> None:
    answered = [facts(at, total_s=at / 10, first_s=at / 20, said=11) for at in range(1, 21)]
    found = measure([*answered, facts(20, status=400, total_s=0.0), facts(21, status=HUNG_UP)], stretches=4)
    assert found
    assert (found.whole.requests, found.whole.errors, found.whole.hung_up) == (22, 1, 1)
    assert found.whole.latency == Latencies(p50=pytest.approx(1.05), p95=pytest.approx(1.905))
    assert found.whole.first == Latencies(p50=pytest.approx(0.525), p95=pytest.approx(0.9525))
    assert found.stretch_s == 5
    assert [each.requests for each in found.stretches] == [5, 5, 5, 7]
    assert [each.errors for each in found.stretches] == [0, 0, 0, 1]
    assert found.statuses == ((200, 20), (400, 1), (499, 1))
    # Ten tokens after the first one, in half of the time.
    assert found.tokens_per_s == pytest.approx(10 / 0.525, rel=0.1)


def test_a_stretch_without_answers_has_no_latency() -> None:
    found = measure([facts(0), facts(9), facts(30)], stretches=3)
    assert found
    assert [each.requests for each in found.stretches] == [2, 0, 1]
    assert [each.latency is None for each in found.stretches] == [False, True, False]


def test_no_request_and_one_request() -> None:
    assert measure([]) is None
    found = measure([facts(7, total_s=2.0)])
    assert found
    assert found.whole.latency == Latencies(2.0, 2.0)
    assert len(found.stretches) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="removes the folder of an open file")
def test_a_file_that_cannot_be_begun_anew_closes_no_other(tmp_path: Path) -> None:
    """Its number may be another file's by then, or a client's."""
    folder = tmp_path / "serving"
    folder.mkdir()
    lines = RotatedLines(folder / "metrics.jsonl", 10, 1)
    lines.append(b"0123456789")
    shutil.rmtree(folder)
    with pytest.raises(FileNotFoundError):
        lines.append(b"1")
    with (tmp_path / "other").open("wb") as other:
        with pytest.raises(FileNotFoundError):
            lines.append(b"2")
        lines.close()
        other.write(b"still open")
        other.flush()
    folder.mkdir()
    lines.append(b"3")
    assert (folder / "metrics.jsonl").read_bytes() == b"3\n"
    lines.close()
