"""The curves show what came, redraw only when they can be seen, and follow the theme and the pointer."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.core.patience import Evaluation
from studio.ui.plots.picture import PictureLine
from studio.ui.theme import DARK, LIGHT, make_palette
from studio.ui.training.curves import Curves
from studio.ui.training.watching.lines import OtherRun


@pytest.fixture
def curves(qtbot: QtBot) -> Curves:
    made = Curves()
    qtbot.addWidget(made)
    made.resize(1000, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


def steps(count: int, first: int = 1) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.arange(first, first + count, dtype=float)


def test_points_are_drawn_soon_after_they_came(curves: Curves, qtbot: QtBot) -> None:
    curves.append("loss", steps(30), np.linspace(2, 1, 30))
    curves.append("validation_loss", np.array([20.0]), np.array([1.5]))
    qtbot.waitUntil(lambda: len(curves.loss.drawn("loss")[0]) == 30)
    assert len(curves.loss.drawn("smooth_loss")[0]) == 30
    assert list(curves.loss.drawn("validation_loss")[1]) == [1.5]


def test_a_spike_among_very_many_points_is_seen(curves: Curves, qtbot: QtBot) -> None:
    values = np.ones(300_000)
    values[123_456] = 99.0
    curves.append("loss", steps(300_000), values)
    qtbot.waitUntil(lambda: len(curves.loss.drawn("loss")[0]) > 100)
    assert curves.loss.drawn("loss")[1].max() == 99.0
    assert len(curves.loss.drawn("loss")[0]) < 3000


def test_hidden_curves_are_not_drawn_until_they_are_seen_again(curves: Curves, qtbot: QtBot) -> None:
    curves.hide()
    curves.append("loss", steps(5), np.ones(5))
    assert not curves.loss.redraw()
    curves.show()
    qtbot.waitUntil(lambda: len(curves.loss.drawn("loss")[0]) == 5)


def test_metrics_of_no_plot_are_kept_for_the_export(curves: Curves) -> None:
    curves.append("something_new", steps(3), np.ones(3))
    assert [name for name, _points in curves.runs[0].track.measures()] == ["something_new"]
    assert len(curves.loss.points("loss")) == 0


def test_all_plots_keep_the_same_steps_in_view(curves: Curves, qtbot: QtBot) -> None:
    curves.append("loss", steps(100), np.ones(100))
    curves.redraw()
    curves.loss.show_steps(10, 20)
    assert all(plot.steps_in_view() == pytest.approx((10, 20)) for plot in curves.plots)


def test_the_axis_never_runs_past_the_planned_end(curves: Curves) -> None:
    curves.plan(120)
    curves.append("loss", steps(110), np.ones(110))
    curves.redraw()
    assert curves.loss.steps_in_view() == pytest.approx((0, 120))


def test_the_values_under_the_pointer_are_read_out_in_all_plots(curves: Curves) -> None:
    curves.append("loss", steps(10), np.linspace(1.0, 0.1, 10))
    curves.append("grad_norm", steps(10), np.linspace(5.0, 0.5, 10))
    curves.redraw()
    curves.loss.hovered.emit(3.2)
    assert curves.loss.title() == "Loss · Step 3"
    assert curves.plot("grad_norm").value("grad_norm") == "4"
    curves.loss.hovered.emit(None)
    assert curves.plot("grad_norm").value("grad_norm") == "0.5"


def test_zooming_by_hand_offers_the_way_back(curves: Curves, qtbot: QtBot) -> None:
    curves.append("loss", steps(100), np.ones(100))
    curves.redraw()
    curves.loss.moved_by_hand.emit()
    curves.loss.show_steps(40, 50)
    assert curves.bar.whole.isVisible()
    curves.append("loss", steps(100, 101), np.ones(100))
    curves.redraw()
    assert curves.loss.steps_in_view() == pytest.approx((40, 50))
    qtbot.mouseClick(curves.bar.whole, Qt.MouseButton.LeftButton)
    curves.redraw()
    assert curves.loss.steps_in_view()[1] >= 200
    assert not curves.bar.whole.isVisible()


def test_the_pointer_over_a_plot_finds_its_step(curves: Curves, qtbot: QtBot) -> None:
    curves.append("loss", steps(100), np.ones(100))
    curves.redraw()
    viewport = curves.loss.view.viewport()
    middle = QPointF(viewport.rect().center())
    moved = QMouseEvent(
        QEvent.Type.MouseMove, middle, viewport.mapToGlobal(middle), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    with qtbot.waitSignal(curves.loss.hovered) as caught:
        QApplication.sendEvent(viewport, moved)
    assert 0 < caught.args[0] < 125


def test_curves_follow_the_theme(curves: Curves) -> None:
    curves.setPalette(make_palette(DARK))
    assert curves.loss.view.backgroundBrush().color().name() == DARK.surface
    curves.setPalette(make_palette(LIGHT))
    assert curves.loss.view.backgroundBrush().color().name() == LIGHT.surface


def test_a_second_run_begins_with_empty_plots(curves: Curves) -> None:
    curves.append("loss", steps(10), np.ones(10))
    curves.redraw()
    curves.clear()
    curves.redraw()
    assert len(curves.loss.drawn("loss")[0]) == 0
    assert curves.loss.value("loss") == ""


def test_the_mean_of_a_second_run_knows_nothing_of_the_first(curves: Curves) -> None:
    curves.append("loss", steps(50), np.full(50, 0.3))
    curves.redraw()
    curves.clear()
    curves.append("loss", steps(5), np.full(5, 9.0))
    curves.redraw()
    assert curves.loss.drawn("smooth_loss")[1] == pytest.approx(np.full(5, 9.0))


def test_an_empty_plot_has_no_numbers_at_its_axis(curves: Curves) -> None:
    (axis,) = [each for each in curves.loss.view.items() if getattr(each, "orientation", "") == "left"]
    curves.redraw()
    assert axis.style["showValues"] is False
    curves.append("loss", steps(5), np.ones(5))
    curves.redraw()
    assert axis.style["showValues"] is True


def test_the_measured_curve_stays_visible_under_any_smoothing(curves: Curves) -> None:
    values = np.random.default_rng(1).normal(1.0, 0.2, 60)
    curves.append("loss", steps(60), values)
    for weight in (99, 50, 0):
        curves.bar.smoothing.setValue(weight)
        curves.redraw()
        assert np.array_equal(curves.loss.drawn("loss")[1], values)
    assert curves.bar.smoothing.value() == 0
    with pytest.raises(KeyError):
        curves.loss.drawn("smooth_loss")


def test_a_logarithmic_axis_shows_exponents_and_hides_no_zero(curves: Curves) -> None:
    curves.append("loss", steps(4), np.array([100.0, 1.0, 0.01, 0.0]))
    curves.bar.logarithm.setChecked(True)
    curves.redraw()
    assert curves.loss.drawn("loss")[1] == pytest.approx([2, 0, -2, -3])
    curves.bar.logarithm.setChecked(False)
    curves.redraw()
    assert curves.loss.drawn("loss")[1] == pytest.approx([100, 1, 0.01, 0])


def test_the_step_with_the_lowest_validation_loss_has_a_star(curves: Curves, qtbot: QtBot) -> None:
    with qtbot.waitSignal(curves.best_changed) as caught:
        curves.append("validation_loss", np.array([0.0, 20, 40, 60]), np.array([2.0, 0.9, 0.7, 0.8]))
    assert caught.args[0] == Evaluation(40, 0.7)
    assert curves.loss.starred("validation_loss") == 2
    # Trained again from step 20 on: the star goes where the weights are.
    with qtbot.waitSignal(curves.best_changed) as caught:
        curves.append("validation_loss", np.array([40.0]), np.array([0.95]))
    assert caught.args[0] == Evaluation(20, 0.9)


def test_other_runs_are_drawn_in_colours_of_their_own_along_the_same_steps(curves: Curves) -> None:
    curves.name_run("Run 3", "Run 3 · QLoRA")
    curves.append("loss", steps(10), np.ones(10))
    curves.compare([OtherRun("a", "Run 1", "Run 1 · LoRA"), OtherRun("b", "Run 2", "Run 2 · LoRA")])
    curves.extend("a", {"loss": (steps(30), np.full(30, 2.0)), "validation_loss": (steps(1, 20), np.ones(1))})
    curves.redraw()
    looks = {series.name: (series.colour, series.dash) for series in (line.series for line in picture_lines(curves))}
    assert looks["loss"] == (0, "solid")
    assert looks["a/loss"] == looks["a/smooth_loss"] == (1, "solid")
    assert looks["a/validation_loss"] == (1, "dash")
    assert looks["b/loss"] == (2, "solid")
    assert curves.loss.steps_in_view()[1] >= 30
    curves.compare([OtherRun("b", "Run 2", "Run 2 · LoRA")])
    assert [run.key for run in curves.runs] == ["", "b"]


def picture_lines(curves: Curves) -> tuple[PictureLine, ...]:
    return curves.pictures()[0].lines


def test_more_runs_than_colours_differ_by_their_dashes(curves: Curves) -> None:
    curves.compare([OtherRun(str(at), f"Run {at}", "") for at in range(11)])
    looks = [(line.series.colour, line.series.dash) for line in picture_lines(curves) if line.series.faint]
    assert len(looks) == len(set(looks)) == 12


def test_all_values_of_a_step_are_read_out_with_the_keys_too(curves: Curves, qtbot: QtBot) -> None:
    curves.name_run("Run 3", "Run 3 · QLoRA")
    curves.append("loss", steps(10), np.arange(10, 0, -1.0))
    curves.compare([OtherRun("a", "Run 1", "")])
    curves.extend("a", {"loss": (steps(10), np.full(10, 7.0)), "validation_loss": (steps(1, 5), np.ones(1))})
    curves.redraw()
    view = curves.loss.view
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert curves.loss.title() == "Loss · Step 10"
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(view, key)
    assert view.accessibleDescription() == "Step 3, Run 3 Training 8, Run 1 Training 7, Run 1 Validation 1 Step 5"
    assert curves.loss.pointer.readout.isVisible()
    assert "Run 1" in curves.loss.pointer.readout.text.text()
    first, last = curves.loss.steps_in_view()
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert curves.loss.steps_in_view()[1] - curves.loss.steps_in_view()[0] < last - first
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    curves.redraw()
    assert curves.loss.steps_in_view() == pytest.approx((0, last))


def test_the_share_of_the_limit_stands_beside_the_value(curves: Curves) -> None:
    curves.append("gpu_memory_limit", np.zeros(1), np.array([24e9]))
    curves.append("gpu_memory", steps(3), np.array([1e9, 6e9, 12e9]))
    curves.redraw()
    assert curves.plot("gpu_memory").value("gpu_memory") == "12 GB · 50%"
    assert "memory" not in curves.shown_measures()


def test_measures_are_chosen_from_what_was_measured(curves: Curves) -> None:
    curves.append("gpu_temperature", steps(3), np.array([40.0, 50, 60]))
    curves.bar.measures.aboutToShow.emit()
    actions = {action.text(): action for action in curves.bar.measures.actions()}
    assert not actions["GPU power (W)"].isEnabled()
    assert actions["Learning rate"].isChecked()
    actions["GPU temperature (°C)"].trigger()
    actions["Learning rate"].trigger()
    curves.redraw()
    assert curves.plot("gpu_temperature").value("gpu_temperature") == "60 °C"
    assert not curves.plot("learning_rate").isVisible()
    # Another run keeps the choice.
    curves.clear()
    assert "gpu_temperature" in curves.shown_measures()
