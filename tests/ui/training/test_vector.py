"""The drawing of the curves as other programs read it: well-formed, complete, cut at its axes."""

from xml.etree import ElementTree

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from studio.ui.training.curves import Curves
from studio.ui.training.watching.lines import OtherRun
from studio.ui.training.watching.vector import LEFT, MARGIN, WIDTH, svg_of

NAMESPACE = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def curves(qtbot: QtBot) -> Curves:
    made = Curves()
    qtbot.addWidget(made)
    made.resize(1000, 500)
    with qtbot.waitExposed(made):
        made.show()
    steps = np.arange(1, 101, dtype=float)
    made.name_run("Run 3", "Run 3 <& fils>")
    made.append("loss", steps, 2 / steps)
    made.append("validation_loss", np.array([20.0, 40, 60]), np.array([0.9, 0.5, 0.7]))
    made.compare([OtherRun("a", "Run 1", "Run 1 · LoRA")])
    made.extend("a", {"loss": (steps, 3 / steps)})
    return made


def drawn(curves: Curves) -> ElementTree.Element:
    return ElementTree.fromstring(svg_of(curves.pictures(), curves.legend_entries(), curves.runs[0].title))


def points(line: ElementTree.Element) -> list[tuple[float, ...]]:
    return [tuple(map(float, each.split(","))) for each in line.attrib["points"].split()]


def test_every_curve_its_words_and_the_star_are_in_the_drawing(curves: Curves) -> None:
    root = drawn(curves)
    words = {each.text for each in root.iter(f"{NAMESPACE}text")}
    assert {"Run 3 <& fils>", "Run 1 · LoRA", "Loss", "Training", "Validation", "Step", "Learning rate"} <= words
    lines = list(root.iter(f"{NAMESPACE}polyline"))
    # Measured and smoothed of two runs, validation of one.
    assert [len(points(line)) for line in lines] == [100, 100, 3, 100, 100]
    assert len({line.attrib["stroke"] for line in lines}) == 2
    assert sum(1 for _star in root.iter(f"{NAMESPACE}polygon")) == 1


def test_a_zoomed_plot_is_cut_at_its_ends(curves: Curves) -> None:
    curves.loss.moved_by_hand.emit()
    curves.loss.show_steps(30.5, 50.5)
    cut = points(next(drawn(curves).iter(f"{NAMESPACE}polyline")))
    assert len(cut) == 22
    assert (cut[0][0], cut[-1][0]) == pytest.approx((MARGIN + LEFT, WIDTH - MARGIN), abs=0.1)
