"""The journal reaches the window whole, in order and in pieces, whatever the writer does."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.core.events import Event, Metric
from studio.runs.folder import RunFolder, RunState
from studio.runs.journal import JournalWriter
from studio.ui.worker_link import WorkerLink
from tests.ui.training import scenes


class Listener:
    """Keeps what a link tells."""

    def __init__(self, link: WorkerLink) -> None:
        self.pieces: list[tuple[Event, ...]] = []
        self.states: list[RunState] = []
        link.events_received.connect(self.pieces.append)
        link.state_changed.connect(self.states.append)

    def events(self) -> list[Event]:
        return [event for piece in self.pieces for event in piece]


@pytest.fixture
def link(qtbot: QtBot) -> Iterator[WorkerLink]:
    made = WorkerLink()
    yield made
    made.leave()
    made.deleteLater()


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return scenes.make_run(scenes.make_project(tmp_path / "project"))


def test_a_journal_that_does_not_exist_yet_is_waited_for(link: WorkerLink, run: RunFolder, qtbot: QtBot) -> None:
    heard = Listener(link)
    with scenes.working(run):
        with qtbot.waitSignal(link.caught_up):
            link.follow(run)
        with qtbot.waitSignal(link.events_received), JournalWriter(run.events) as journal:
            journal.append(Metric(step=1, name="loss", value=2.0))
        assert [event.seq for event in heard.events()] == [0]


def test_a_long_journal_comes_in_pieces_and_in_order(link: WorkerLink, run: RunFolder, qtbot: QtBot) -> None:
    heard = Listener(link)
    scenes.write_events(run, [Metric(step=at, name="loss", value=1.0) for at in range(1, 6001)])
    with scenes.working(run), qtbot.waitSignal(link.caught_up):
        link.follow(run)
    assert [event.seq for event in heard.events()] == list(range(6000))
    assert len(heard.pieces) > 3
    assert max(map(len, heard.pieces)) < 2500


def test_a_half_written_line_waits_for_its_end(link: WorkerLink, run: RunFolder, qtbot: QtBot) -> None:
    heard = Listener(link)
    line = Metric(seq=0, step=1, name="loss", value=2.0).model_dump_json().encode() + b"\n"
    run.events.write_bytes(line[:20])
    with scenes.working(run):
        with qtbot.waitSignal(link.caught_up):
            link.follow(run)
        assert heard.events() == []
        with qtbot.waitSignal(link.events_received), run.events.open("ab") as file:
            file.write(line[20:])
    assert [event.seq for event in heard.events()] == [0]


def test_the_end_of_a_run_is_told_after_its_last_event(link: WorkerLink, run: RunFolder, qtbot: QtBot) -> None:
    heard = Listener(link)
    scenes.write_events(run, scenes.beginning())
    with scenes.working(run):
        with qtbot.waitSignal(link.caught_up):
            link.follow(run)
        assert heard.states == ["running"]
        scenes.write_events(run, scenes.ending())
        qtbot.waitUntil(lambda: heard.states == ["running", "finished"])
    assert heard.events()[-1].type == "finished"


def test_a_killed_worker_is_noticed_and_nothing_of_it_is_lost(link: WorkerLink, run: RunFolder, qtbot: QtBot) -> None:
    heard = Listener(link)
    os.utime(run.job_file, (1, 1))
    with scenes.working(run):
        with qtbot.waitSignal(link.caught_up):
            link.follow(run)
        scenes.write_events(run, scenes.beginning())
    scenes.leave_dead(run)
    qtbot.waitUntil(lambda: "died" in heard.states)
    qtbot.waitUntil(lambda: len(heard.events()) == len(scenes.beginning()))


def test_turning_to_another_run_leaves_the_first_alone(link: WorkerLink, run: RunFolder, qtbot: QtBot) -> None:
    heard = Listener(link)
    other = scenes.make_run(run.path.parent.parent)
    scenes.write_events(run, [Metric(step=at, name="loss", value=1.0) for at in range(1, 6001)])
    scenes.write_events(other, scenes.whole_run())
    with qtbot.waitSignal(link.events_received):
        link.follow(run)
    heard.pieces.clear()
    with qtbot.waitSignal(link.caught_up):
        link.follow(other)
    assert heard.events()[0].type == "started"
    assert len(heard.events()) == len(scenes.whole_run())


def test_a_run_folder_deleted_while_it_is_followed_is_a_death(link: WorkerLink, run: RunFolder, qtbot: QtBot) -> None:
    scenes.write_events(run, [Metric(step=1, name="loss", value=2.0)])
    with scenes.working(run):
        with qtbot.waitSignal(link.caught_up):
            link.follow(run)
        heard = Listener(link)
        with qtbot.waitSignal(link.state_changed):
            shutil.rmtree(run.path)
    assert heard.states == ["died"]


def test_a_journal_that_cannot_be_read_is_a_death(link: WorkerLink, run: RunFolder, qtbot: QtBot) -> None:
    run.events.mkdir()
    heard = Listener(link)
    with qtbot.waitSignal(link.caught_up):
        link.follow(run)
    assert heard.states == ["died"]
