"""A full disk is waited for and told."""

import errno
import shutil

import pytest

from studio.core.events import Event, Notice, Phase
from studio.engine.room import Room
from studio.engine.stopping import StoppedNow
from studio.engine.wishes import Wishes
from studio.runs.control import request


class Told(list[Event]):
    """What a room says."""

    def __call__(self, event: Event) -> None:
        self.append(event)


@pytest.fixture
def room(make_run):
    run = make_run()
    made = Room(run, Wishes(run))
    made.tell = Told()
    return made, run


def test_room_that_is_there_is_used_at_once(room) -> None:
    made, _run = room
    assert not made.save(1000, lambda: None)
    assert made.tell == []


def test_waiting_for_room_says_how_much_and_ends_as_asked(room) -> None:
    made, run = room
    free = shutil.disk_usage(run.path).free
    request(run, "stop_now")
    with pytest.raises(StoppedNow):
        made.save(2 * free, lambda: None)
    phase, notice = made.tell
    assert isinstance(phase, Phase)
    assert isinstance(notice, Notice)
    missing = int(notice.message.split(" MB")[0].rpartition(" ")[2])
    assert missing == pytest.approx(free / 1e6, rel=0.05)


def test_other_errors_of_the_disk_are_not_waited_for(room) -> None:
    made, _run = room

    def refuse() -> None:
        raise PermissionError(errno.EACCES, "denied")

    with pytest.raises(PermissionError):
        made.save(0, refuse)
