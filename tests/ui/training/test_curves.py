"""The curves show what came, redraw only when they can be seen, and follow the theme and the pointer."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.ui.theme import DARK, LIGHT, make_palette
from studio.ui.training.curves import Curves


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
