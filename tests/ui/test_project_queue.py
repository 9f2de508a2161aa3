"""A project that was closed while evaluations waited goes on with them once it is opened, whichever tab is in front."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.core.evaluation import Subject
from studio.data.project import Project
from studio.evaluating.creating import Wanted, prepare_evaluation
from studio.runs.folder import RunFolder
from studio.runs.queue import enqueue, is_waiting, waiting
from studio.runs.spawn import reap_children
from studio.runs.state import has_worker, run_state
from studio.runs.supervisor import kill_worker
from studio.ui import project_queue
from studio.ui.evaluation.page import EvaluationPage
from studio.ui.evaluation.results.section import ResultsSection
from tests.ui.conftest import OpenWindow

LIGHT_WORKER = Path(__file__).parents[1] / "runs" / "light_worker.py"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="plays the worker through a shell script")


@pytest.fixture
def left_waiting(project_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[RunFolder]]:
    """Two evaluations in the queue of a project that nobody has open."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{LIGHT_WORKER}" "$@"\n', "utf-8")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    # Looking every two seconds is for people.
    monkeypatch.setattr(project_queue, "QUEUE_MS", 200)
    wanted = Wanted(1, "all", (Subject(title="x", base="demo"),))
    runs = [prepare_evaluation(project_path, wanted, "en") for _number in range(2)]
    for run in runs:
        enqueue(run)
    yield runs
    for run in runs:
        if has_worker(run):
            kill_worker(run)
    reap_children()


def test_what_waits_goes_on_and_is_told(
    qtbot: QtBot, left_waiting: list[RunFolder], open_window: Callable[..., OpenWindow]
) -> None:
    window = open_window()
    qtbot.waitUntil(lambda: all(run_state(run) == "finished" for run in left_waiting))
    assert window.session.window.tabs.currentIndex() == 0
    qtbot.waitUntil(lambda: window.said().count("What was waiting has begun") == 2)
    assert left_waiting[0].name in window.said()


def test_in_a_project_that_another_window_holds_nothing_is_started(
    left_waiting: list[RunFolder], project_path: Path, open_window: Callable[..., OpenWindow]
) -> None:
    with Project.open(project_path):
        window = open_window()
        page = window.session.window.findChild(EvaluationPage)
        assert page is not None
        page._queue.look()
        window.settle()
    assert waiting(project_path) == left_waiting


def test_the_results_take_the_queue_over(
    qtbot: QtBot, open_window: Callable[..., OpenWindow], project_path: Path, left_waiting: list[RunFolder]
) -> None:
    first, second = left_waiting
    first.waiting_file.unlink()
    shutil.rmtree(second.path)
    window = open_window()
    page = window.session.window.findChild(EvaluationPage)
    assert page is not None
    section = page.show_section("results")
    assert isinstance(section, ResultsSection)
    begun = list[RunFolder]()
    assert window.session.project is not None
    window.session.project.begun.connect(begun.append)
    section.desk.go_on(first)
    qtbot.waitUntil(lambda: not is_waiting(first) and run_state(first) == "finished")
    assert begun == [first]
    assert "What was waiting" not in window.said()
