"""The card before Start and the line after the end, as the user sees them, with a real trial."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QProgressBar
from pytestqt.qtbot import QtBot

from studio import paths
from studio.core.events import Finished
from studio.core.forecast import Forecast
from studio.runs.folder import RunFolder
from studio.runs.forecasts import read_forecast, write_forecast
from studio.runs.run import list_runs
from studio.ui.theme import DARK, LIGHT, Colours, make_palette
from studio.ui.training.fit.card import FitCard
from studio.ui.training.fit.presenter import TrialProgress, Trouble
from studio.ui.training.fit.words import Bar, Shown
from tests.ui.training import scenes
from tests.ui.training.conftest import Opener, OpenTab, view_of

BARS = (Bar("Loading", "1 GB", 0.1, "good"), Bar("Training", "17 GB", 1.1, "bad"))
SHOWN = Shown("Estimate by formula · CPU, 16 GB", BARS, "bad", "It needs more memory than there is.", ("a fact",))
FORECAST = Forecast(source="formula", device="CPU", peak_bytes=10**9)


def estimated(qtbot: QtBot, tab: OpenTab) -> FitCard:
    card = tab.page.setup.fit
    qtbot.waitUntil(lambda: len(card.amounts()) == 5)
    return card


def make_card(qtbot: QtBot) -> FitCard:
    card = FitCard()
    qtbot.addWidget(card)
    card.show()
    return card


def test_a_choice_is_forecast_by_formula_at_once(qtbot: QtBot, open_tab: Opener) -> None:
    card = estimated(qtbot, open_tab())
    assert card.source.text().startswith("Estimate by formula · computer, ")
    assert [each.bar.title for each in card.amounts()] == ["Loading", "Training", "Evaluation", "Saving", "Disk"]
    assert all(0 < each.bar.share < 1 for each in card.amounts())
    assert "micro-batch 16 × 1" in card.facts.text()
    assert card.measure.isEnabled()


def test_a_longer_batch_takes_more_as_soon_as_it_is_chosen(qtbot: QtBot, open_tab: Opener) -> None:
    tab = open_tab()
    card = estimated(qtbot, tab)
    before = card.amounts()[1].bar.share
    tab.page.setup.choose_preset("demo-cpu", _with(tab, "method.rank", "256"))
    qtbot.waitUntil(lambda: bool(card.amounts()) and card.amounts()[1].bar.share > before)


def _with(tab: OpenTab, name: str, value: str) -> object:
    from studio.core.recipe import with_changes

    recipe = tab.page.setup.wish().recipe
    assert recipe is not None
    return with_changes(recipe, {name: value})


def test_a_folder_that_is_not_ours_is_read_in_a_child(qtbot: QtBot, open_tab: Opener, tmp_path: Path) -> None:
    shutil.copytree(paths.DEMO_MODEL, tmp_path / "model")
    tab = open_tab()
    card = estimated(qtbot, tab)
    tab.page.setup.model.choice.setEditText(str(tmp_path / "model"))
    qtbot.waitUntil(lambda: not tab.background.busy and len(card.amounts()) == 5)
    (tmp_path / "model" / "config.json").write_text('{"hidden_size": "wide"}', "utf-8")
    tab.page.setup.model.choice.setEditText(str(paths.DEMO_MODEL))
    tab.page.setup.model.choice.setEditText(str(tmp_path / "model"))
    qtbot.waitUntil(lambda: "sizes of the model" in " ".join(card.trouble.texts()))
    assert card.amounts() == ()
    assert card.measure.isEnabled()


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_bar_is_drawn_in_the_colour_of_how_well_it_fits(qtbot: QtBot, colours: Colours) -> None:
    card = make_card(qtbot)
    card.setPalette(make_palette(colours))
    card.resize(320, 400)
    card.show_forecast(SHOWN)
    for each, wanted in zip(card.amounts(), (colours.good, colours.bad), strict=True):
        image = each.grab().toImage()
        assert image.pixelColor(4, image.height() - 4).name() == wanted
    assert [each.accessibleName() for each in card.amounts()] == ["Loading: 1 GB", "Training: 17 GB"]
    card.show_forecast(None)
    assert card.amounts() == ()
    assert not card.verdict.isVisible()


def test_the_trial_can_be_followed_and_cancelled_by_keyboard(qtbot: QtBot) -> None:
    card = make_card(qtbot)
    card.show_measurable("")
    card.measure.setFocus()
    with qtbot.waitSignal(card.measure_requested):
        qtbot.keyClick(card.measure, Qt.Key.Key_Space)
    card.show_trial(TrialProgress("Step 2 of 4", 0.65))
    assert card.step.text() == "Step 2 of 4"
    assert (card.progress.value(), card.measure.isVisible()) == (650, False)
    with qtbot.waitSignal(card.cancel_requested):
        qtbot.keyClick(card.cancel, Qt.Key.Key_Space)
    card.show_trial(None)
    card.show_trouble(Trouble("The trial needed more memory than there is.", "Choose QLoRA."))
    assert card.trouble.texts() == ("The trial needed more memory than there is. Choose QLoRA.",)
    card.show_measurable("A run is going on.")
    assert not card.measure.isEnabled()
    assert card.measure.toolTip() == "A run is going on."
    named = [*card.findChildren(QAbstractButton), *card.findChildren(QProgressBar)]
    assert all(each.accessibleName() for each in named)


def test_no_trial_beside_a_run(qtbot: QtBot, open_tab: Opener, project: Path) -> None:
    run = scenes.make_run(project)
    scenes.write_events(run, [*scenes.beginning(), *scenes.training(1, 5)])
    with scenes.working(run):
        tab = open_tab()
        card = estimated(qtbot, tab)
        qtbot.waitUntil(lambda: not card.measure.isEnabled())
        assert "A run is going on" in card.measure.toolTip()


def finished_run(project: Path, forecast: Forecast | None) -> RunFolder:
    run = scenes.make_run(project)
    if forecast:
        write_forecast(run, forecast)
    end = Finished(reason="completed", steps=5, wall_s=9, train_cpu_s=9, peak_process_bytes=1_030_000_000)
    scenes.write_events(run, [*scenes.beginning(), *scenes.training(1, 5), end])
    return run


def test_a_finished_run_says_how_near_its_forecast_was(qtbot: QtBot, open_tab: Opener, project: Path) -> None:
    finished_run(project, None)
    finished_run(project, FORECAST)
    tab = open_tab()
    line = view_of(tab).header.forecast
    qtbot.waitUntil(lambda: line.text() == "memory forecast 1 GB, taken 1.03 GB (+3%)")
    tab.page.runs.view.setCurrentIndex(tab.page.runs.model.index(1))
    qtbot.waitUntil(lambda: not line.isVisible())


def wait_for(qtbot: QtBot, done: Callable[[], bool]) -> None:
    qtbot.waitUntil(done, timeout=300_000)


@pytest.mark.slow
def test_a_trial_measures_and_its_forecast_stays_with_the_run(qtbot: QtBot, open_tab: Opener, project: Path) -> None:
    tab = open_tab()
    card = estimated(qtbot, tab)
    by_formula = tab.page.fit.forecast_for(tab.page.setup.wish())
    told: list[str] = []
    tab.page.fit.desk.event_told.connect(lambda _event: told.append(card.step.text()))
    qtbot.mouseClick(card.measure, Qt.MouseButton.LeftButton)
    assert card.cancel.isVisible()
    wait_for(qtbot, lambda: card.source.text().startswith("Measured on this machine"))
    assert {"Loading the base model", "Step 4 of 4", "Checking progress", "Saving"} <= set(told)
    assert "110 steps of" in card.facts.text()
    measured = tab.page.fit.forecast_for(tab.page.setup.wish())
    assert by_formula is not None
    assert measured is not None
    assert measured.peak_bytes / 2 < by_formula.peak_bytes < measured.peak_bytes * 2
    assert min(measured.load_bytes, measured.evaluate_bytes, measured.save_bytes) > 0
    qtbot.mouseClick(tab.page.setup.start, Qt.MouseButton.LeftButton)
    wait_for(qtbot, lambda: bool(list_runs(project)) and not tab.background.busy)
    run = list_runs(project)[0].run
    assert read_forecast(run) == measured
    wait_for(qtbot, view_of(tab).header.now.isVisible)
    qtbot.mouseClick(view_of(tab).header.now, Qt.MouseButton.LeftButton)
    wait_for(qtbot, lambda: not tab.page.run_in_progress())


@pytest.mark.slow
def test_a_trial_that_is_cancelled_leaves_the_estimate(qtbot: QtBot, open_tab: Opener, project: Path) -> None:
    tab = open_tab()
    card = estimated(qtbot, tab)
    qtbot.mouseClick(card.measure, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(card.cancel, Qt.MouseButton.LeftButton)
    wait_for(qtbot, card.measure.isVisible)
    assert card.source.text().startswith("Estimate by formula")
    assert card.trouble.texts() == ()
    qtbot.waitUntil(lambda: not list(project.glob(".probe-*")))
