"""A child that is kept answers the next question, and leaves nothing behind."""

from pathlib import Path

import psutil
import pytest

from studio.data.child import ChildCancelled, ChildDied
from studio.data.kept_child import KeptChild

HERE = "tests.data.test_child:"


def test_it_stays_for_the_next_question_and_ends_when_closed() -> None:
    kept = KeptChild()
    (first,) = kept.rows(HERE + "whoami", {})
    assert list(kept.rows(HERE + "whoami", {})) == [first]
    kept.close()
    assert not psutil.pid_exists(first)
    (other,) = kept.rows(HERE + "whoami", {})
    kept.close()
    assert other != first


def test_a_question_that_is_left_is_no_answer_to_the_next() -> None:
    kept = KeptChild(patience_s=600)
    (first,) = kept.rows(HERE + "whoami", {})
    rows = kept.rows(HERE + "count", {"to": 50_000})
    next(rows)
    rows.close()
    assert list(kept.rows(HERE + "whoami", {})) == [first]
    kept.close()


def test_a_task_that_is_told_to_stop_ends_in_its_own_way_and_the_child_stays() -> None:
    kept = KeptChild(patience_s=600)
    stopped: list[int] = []
    rows = kept.rows(HERE + "go_on_until_stopped", {}, cancelled=lambda: bool(stopped))
    stopped.append(next(rows))
    with pytest.raises(ChildCancelled):
        next(rows)
    # The wish was for that question alone.
    rows = kept.rows(HERE + "go_on_until_stopped", {})
    assert next(rows) == stopped[0]
    rows.close()
    assert list(kept.rows(HERE + "whoami", {})) == stopped
    kept.close()


def test_one_that_goes_on_too_long_after_a_cancel_is_ended(tmp_path: Path) -> None:
    kept = KeptChild(patience_s=0.1)
    (first,) = kept.rows(HERE + "whoami", {})
    with pytest.raises(ChildCancelled):
        list(kept.rows(HERE + "sleep", {"file": str(tmp_path / "pid")}, cancelled=lambda: True))
    assert not psutil.pid_exists(first)
    kept.close()


def test_a_crash_is_told_and_the_next_question_answered(caplog: pytest.LogCaptureFixture) -> None:
    # There is nothing to be patient with.
    kept = KeptChild(patience_s=600)
    with caplog.at_level("ERROR"), pytest.raises(ChildDied):
        list(kept.rows(HERE + "crash", {}))
    caplog.clear()
    assert list(kept.rows(HERE + "count", {"to": 1}))
    kept.close()


def test_it_ends_when_nobody_asks() -> None:
    kept = KeptChild(idle_s=0.05)
    (first,) = kept.rows(HERE + "whoami", {})
    process = psutil.Process(first) if psutil.pid_exists(first) else None
    if process is not None:
        psutil.wait_procs([process], timeout=120)
    assert not psutil.pid_exists(first)
    kept.close()
