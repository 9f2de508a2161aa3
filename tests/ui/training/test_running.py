"""Pausing, resuming and prolonging a run from the Train tab, and a run that hangs."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from studio.core.events import Failed, Finished, Heartbeat, Resumed, Started
from studio.runs.checkpoints import checkpoint_path
from studio.runs.control import ControlReader
from studio.runs.durable import seal_folder
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalWriter
from studio.runs.process import identify, read_identity, write_identity
from studio.runs.run import list_runs, read_job
from studio.runs.state import run_state
from studio.ui.training.run_view import RunView
from studio.ui.training.running.dialog import ContinueDialog
from tests.ui.training import scenes
from tests.ui.training.conftest import OpenTab

Opener = Callable[..., OpenTab]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="plays the worker through a shell script")
LIGHT_WORKER = Path(__file__).parents[2] / "runs" / "light_worker.py"


def view_of(tab: OpenTab) -> RunView:
    assert tab.page.view is not None
    return tab.page.view


def texts(tab: OpenTab) -> str:
    return "\n".join(each.text() for each in tab.page.findChildren(QLabel) if each.isVisible())


@pytest.fixture
def light_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every worker the tab starts is tests/runs/light_worker.py, which ends at once as asked."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{LIGHT_WORKER}" "$@"\n', "utf-8")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))


def paused(project: Path) -> RunFolder:
    """A run that was paused at its step 40, with a checkpoint there and an older one that was the best."""
    run = scenes.make_run(project)
    events = [*scenes.beginning(), *scenes.training(1, 40)]
    scenes.write_events(run, [*events, Finished(reason="paused", steps=40, wall_s=9, train_cpu_s=9)])
    run.data.mkdir(exist_ok=True)
    for step, loss in ((20, 0.5), (40, 0.6)):
        final = checkpoint_path(run, step)
        partial = final.with_suffix(".partial")
        partial.mkdir(parents=True)
        (partial / "state.json").write_text("{}", "utf-8")
        facts = {"validation_loss": loss, "epoch": step / 20, "examined": True, "total_steps": 120}
        seal_folder(partial, final, {"step": step, "recipe_sha256": "", **facts})
    return run


def test_pausing_and_checking_now_are_asked_of_the_worker(open_tab: Opener, project: Path, qtbot: QtBot) -> None:
    run = scenes.make_run(project)
    scenes.write_events(run, [*scenes.beginning(), *scenes.training(1, 5)])
    with scenes.working(run):
        tab = open_tab()
        buttons = view_of(tab).header.buttons
        qtbot.waitUntil(buttons.pause.isVisible)
        buttons.evaluate.trigger()
        assert ControlReader(run).evaluations() == 1
        assert "Running" in texts(tab)
        qtbot.mouseClick(buttons.pause, Qt.MouseButton.LeftButton)
        assert ControlReader(run).latest() == "pause"
        assert "Pausing…" in texts(tab)
        assert not buttons.resume.isVisible()


def test_paused_run_is_resumed_where_it_was(open_tab: Opener, project: Path, qtbot: QtBot, light_workers: None) -> None:
    run = paused(project)
    (project / "finish").touch()
    tab = open_tab()
    buttons = view_of(tab).header.buttons
    qtbot.waitUntil(buttons.resume.isVisible)
    assert "Paused" in texts(tab)
    assert buttons.resume.text() == "Resume from step 40"
    assert not buttons.pause.isVisible()
    qtbot.mouseClick(buttons.resume, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Finished" in texts(tab))
    assert run_state(run) == "finished"
    assert not buttons.resume.isVisible()


def test_what_ended_a_run_is_forgotten_when_it_goes_on(open_tab: Opener, project: Path, qtbot: QtBot) -> None:
    run = scenes.make_run(project)
    scenes.write_events(run, scenes.failing())
    tab = open_tab()
    qtbot.waitUntil(view_of(tab).problem.isVisible)
    qtbot.waitUntil(view_of(tab).header.buttons.resume.isVisible)
    assert view_of(tab).header.buttons.resume.text() == "Begin again"
    assert not view_of(tab).problem.resume.isVisible()
    with scenes.working(run):
        view_of(tab).header.buttons.resume.setEnabled(False)
        tab.page.desk.wake(run)
        with JournalWriter(run.events) as journal:
            for event in (Started(pid=1, device="CPU", versions={}), Resumed(step=0)):
                journal.append(event)
        qtbot.waitUntil(lambda: not view_of(tab).problem.isVisible())


def test_failed_run_is_resumed_from_the_card_that_says_why(
    open_tab: Opener, project: Path, qtbot: QtBot, light_workers: None
) -> None:
    run = paused(project)
    with JournalWriter(run.events) as journal:
        journal.append(Failed(kind="bug", message="It broke.", hint="Try again."))
    (project / "finish").touch()
    tab = open_tab()
    card = view_of(tab).problem
    qtbot.waitUntil(card.resume.isVisible)
    assert card.message.text() == "It broke."
    assert card.resume.text() == "Resume from step 40"
    qtbot.mouseClick(card.resume, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Finished" in texts(tab))
    assert not card.isVisible()


def test_longer_run_begins_at_the_last_checkpoint_and_a_restart_where_one_likes(
    open_tab: Opener, project: Path, qtbot: QtBot, light_workers: None
) -> None:
    run = paused(project)
    (project / "finish").touch()
    tab = open_tab()
    buttons = view_of(tab).header.buttons
    qtbot.waitUntil(buttons.more.isVisible)
    assert tab.page.controls is not None
    buttons.restart.trigger()
    dialog = tab.page.controls.dialog
    assert isinstance(dialog, ContinueDialog)
    assert [dialog.checkpoint.itemText(at) for at in range(2)] == [
        "step 40 · validation loss 0.6",
        "step 20 · validation loss 0.5 · the best",
    ]
    assert dialog.epochs.value() == 0
    dialog.reject()
    buttons.extend.trigger()
    dialog = tab.page.controls.dialog
    assert dialog.epochs.value() == 1
    assert dialog.plan.text() == "It trains from step 40 to about step 140."
    dialog.checkpoint.setCurrentIndex(1)
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(list_runs(project)) == 2)
    new = list_runs(project)[0].run
    qtbot.waitUntil(lambda: run_state(new) == "finished")
    origin = read_job(new).origin
    assert origin
    assert (origin.run, origin.step) == (run.name, 20)
    qtbot.waitUntil(lambda: "Run 2" in view_of(tab).header.title.text())


def test_frozen_run_is_told_and_can_be_ended(open_tab: Opener, project: Path, qtbot: QtBot) -> None:
    run = scenes.make_run(project)
    scenes.write_events(run, [*scenes.beginning(), *scenes.training(1, 5), Heartbeat(step=5, last_step_at=0)])
    hold = "from studio.runs.claim import claim_run; from studio.runs.folder import RunFolder; import sys, time\n"
    hold += "from pathlib import Path\nwith claim_run(RunFolder(Path(sys.argv[1]))): time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", hold, str(run.path)]) as child:
        try:
            # It holds the run a moment before it says who it is.
            qtbot.waitUntil(lambda: run_state(run) == "running" and read_identity(run.worker_file) is not None)
            os.kill(child.pid, signal.SIGSTOP)
            tab = open_tab()
            qtbot.waitUntil(view_of(tab).silence.isVisible)
            assert "no sign of life" in view_of(tab).silence.message.text()
            qtbot.mouseClick(view_of(tab).silence.wait, Qt.MouseButton.LeftButton)
            assert not view_of(tab).silence.isVisible()
            view_of(tab).silence.end_wanted.emit()
            qtbot.waitUntil(lambda: identify(child.pid) is None)
            qtbot.waitUntil(lambda: "Stopped" in texts(tab))
        finally:
            child.kill()


def test_checkpoint_that_is_damaged_is_not_resumed_from(open_tab: Opener, project: Path, qtbot: QtBot) -> None:
    run = paused(project)
    (checkpoint_path(run, 40) / "state.json").write_text("[]", "utf-8")
    identity = identify(os.getpid())
    assert identity
    write_identity(run.worker_file, identity.model_copy(update={"started": 1.0}))
    tab = open_tab()
    buttons = view_of(tab).header.buttons
    qtbot.waitUntil(buttons.resume.isVisible)
    assert buttons.resume.text() == "Resume from step 20"
