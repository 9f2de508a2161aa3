"""Several runs in the same plots, how they are drawn, and what can be taken along, in the real tab."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from pytestqt.qtbot import QtBot

from studio.core.events import Metric, Saved
from studio.core.job import Origin
from studio.core.patience import Evaluation
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalWriter
from studio.settings import CurveLook, Settings
from studio.ui.background import Background
from studio.ui.messages import Messages
from studio.ui.training.curves import Curves
from studio.ui.training.listed_run import ListedRun
from studio.ui.training.run_delegate import tick_rect
from studio.ui.training.run_header import RunHeader
from studio.ui.training.watching.bar import ExportKind
from studio.ui.training.watching.desk import WatchDesk
from tests.ui.training import scenes
from tests.ui.training.conftest import Opener, OpenTab, shown_points, view_of


def ticked(tab: OpenTab, row: int) -> QRect:
    view = tab.page.runs.view
    return tick_rect(view.visualRect(tab.page.runs.model.index(row)))


def test_the_best_step_stands_in_the_header(open_tab: Opener, project: Path, qtbot: QtBot) -> None:
    events = [*scenes.training(1, 20), *scenes.training(21, 40)]
    worse = Metric(step=60, name="validation_loss", value=9.0)
    saved = Saved(step=60, what="adapter", path="adapter")
    scenes.write_events(scenes.make_run(project), [*scenes.beginning(), *events, worse, saved, *scenes.ending(60)])
    tab = open_tab()
    header = view_of(tab).header
    qtbot.waitUntil(header.best.isVisible)
    assert header.best.text().startswith("best: step 40, validation loss 0.65")
    assert header.best.text().endswith("· saved: step 60")


def test_the_header_of_a_prolonged_run_tells_its_own_steps_from_those_before(qtbot: QtBot) -> None:
    header = RunHeader()
    qtbot.addWidget(header)
    origin = Origin(run="0001-demo-cpu", step=40)
    header.show_run(ListedRun(RunFolder(Path("runs/0002-demo-cpu")), "finished", origin=origin))
    header.show_forecast("took 2 min")
    assert header.forecast.text() == "goes on from Run 1, step 40 · took 2 min"
    header.show_best(Evaluation(44, 0.61))
    header.show_kept(20)
    assert header.best.toolTip().startswith("best in this run: step 44")
    assert header.best.toolTip().endswith("saved: step 20 of Run 1, where the loss was lower")
    header.show_kept(44)
    assert header.best.toolTip().endswith("saved: step 44")


def test_a_run_with_a_tick_stays_in_the_plots_beside_the_one_in_view(
    open_tab: Opener, project: Path, qtbot: QtBot
) -> None:
    for _run in range(2):
        scenes.write_events(scenes.make_run(project), scenes.whole_run())
    tab = open_tab()
    curves, runs = view_of(tab).curves, tab.page.runs
    qtbot.waitUntil(lambda: shown_points(tab) == 120)
    qtbot.mouseClick(runs.view.viewport(), Qt.MouseButton.LeftButton, pos=ticked(tab, 1).center())
    assert "Run 2" in view_of(tab).header.title.text()
    other = "0001-demo-cpu/loss"
    qtbot.waitUntil(lambda: len(curves.runs) == 2 and len(curves.loss.points(other)) == 120)
    assert len(curves.legend.entries) == 2
    cross = curves.legend.entries[1].cross
    assert cross is not None
    qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert len(curves.runs) == 1
    assert runs.model.ticked == ()
    runs.view.setFocus()
    qtbot.keyClick(runs.view, Qt.Key.Key_Space)
    assert [run.name for run in runs.model.ticked] == ["0002-demo-cpu"]
    qtbot.keyClick(runs.view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(curves.runs) == 2 and len(curves.loss.points("0002-demo-cpu/loss")) == 120)
    assert "Run 1" in view_of(tab).header.title.text()


def test_how_the_curves_are_drawn_is_remembered(qtbot: QtBot) -> None:
    settings, background, messages = Settings(), Background(), Messages()
    first, second = Curves(), Curves()
    for curves in (first, second):
        qtbot.addWidget(curves)
    WatchDesk(first, background, messages, settings)
    first.bar.smoothing.setValue(40)
    first.bar.logarithm.setChecked(True)
    first.bar.measures_chosen.emit(("grad_norm", "gpu_power"))
    WatchDesk(second, background, messages, settings)
    background.close()
    assert second.look() == CurveLook(smoothing=40, logarithmic=True, measures=("grad_norm", "gpu_power"))
    assert second.shown_measures() == ("grad_norm", "gpu_power")


def test_a_ticked_run_that_goes_on_grows_in_the_plots(open_tab: Opener, project: Path, qtbot: QtBot) -> None:
    scenes.write_events(scenes.make_run(project), scenes.whole_run())
    going = scenes.make_run(project)
    scenes.write_events(going, [*scenes.beginning(), *scenes.training(1, 40)])
    with scenes.working(going):
        tab = open_tab()
        curves, runs = view_of(tab).curves, tab.page.runs
        qtbot.waitUntil(lambda: shown_points(tab) == 40)
        runs.model.setData(runs.model.index(0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
        runs.view.setCurrentIndex(runs.model.index(1))
        name = f"{going.name}/loss"
        qtbot.waitUntil(lambda: len(curves.runs) == 2 and len(curves.loss.points(name)) == 40)
        with JournalWriter(going.events) as journal:
            for event in scenes.training(41, 45):
                journal.append(event)
        qtbot.waitUntil(lambda: len(curves.loss.points(name)) == 45)


@pytest.mark.parametrize("kind", ["csv", "svg", "png"])
def test_the_curves_are_saved_whole_or_a_reason_is_given(
    open_tab: Opener, project: Path, qtbot: QtBot, tmp_path: Path, kind: ExportKind
) -> None:
    scenes.write_events(scenes.make_run(project), scenes.whole_run())
    tab = open_tab()
    qtbot.waitUntil(lambda: shown_points(tab) == 120)
    watching = tab.page.watching
    assert watching is not None
    target = tmp_path / f"curves.{kind}"
    watching.save(kind, target)
    qtbot.waitUntil(lambda: not tab.background.busy and target.exists())
    assert target.read_bytes().startswith(
        {"csv": b"run,metric,step,value\r\n", "svg": b"<svg", "png": b"\x89PNG"}[kind]
    )
    watching.save(kind, tmp_path / "missing" / f"curves.{kind}")
    qtbot.waitUntil(lambda: any("no such folder" in message.text for message in tab.told))
