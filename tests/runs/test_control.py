"""Requests reach the worker, the last one wins."""

import pytest

from studio.errors import RunFailed
from studio.runs.control import ControlReader, request
from studio.runs.run import RunFolder


def test_nothing_is_wanted_until_something_is(run: RunFolder) -> None:
    reader = ControlReader(run)
    assert reader.latest() is None
    request(run, "stop_and_save")
    assert reader.latest() == "stop_and_save"
    assert reader.latest() == "stop_and_save"


def test_the_last_request_wins(run: RunFolder) -> None:
    reader = ControlReader(run)
    request(run, "stop_and_save")
    request(run, "stop_now")
    assert reader.latest() == "stop_now"
    assert ControlReader(run).latest() == "stop_now"


def test_a_request_cut_off_by_a_kill_is_passed_over(run: RunFolder) -> None:
    run.control.write_bytes(b'{"action":"stop_n')
    reader = ControlReader(run)
    assert reader.latest() is None
    request(run, "stop_and_save")
    assert reader.latest() == "stop_and_save"
    with run.control.open("ab") as file:
        file.write(b'{"act')
    assert reader.latest() == "stop_and_save"


def test_a_request_that_cannot_be_written_is_said(run: RunFolder) -> None:
    run.control.mkdir()
    with pytest.raises(RunFailed, match="request could not be written"):
        request(run, "stop_now")
