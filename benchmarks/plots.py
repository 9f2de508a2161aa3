"""`python benchmarks/plots.py`: CPU time of one update of the loss plot by number of points; target 8 ms at 1M."""

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from PySide6.QtWidgets import QApplication

from studio.ui.app import make_application
from studio.ui.plots.live_plot import LivePlot
from studio.ui.theme import Theme
from studio.ui.training.curves import Curves

SIZES = (1_000, 10_000, 100_000, 1_000_000)
UPDATES = 50
PER_UPDATE = 100
SPIKE = 50.0


def cpu_ms(work: object, times: int) -> float:
    assert callable(work)
    before = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - before) * 1000 / times


def fill(curves: Curves, start: int, count: int) -> None:
    steps = np.arange(start, start + count, dtype=float)
    curves.append("loss", steps, 2 * np.exp(-steps / 2e5) + np.random.default_rng(start).normal(0, 0.05, count))


def measure(application: QApplication, count: int) -> tuple[float, float, bool]:
    """CPU ms of one update with 100 new points: drawing alone, and with appending and smoothing."""
    curves = Curves()
    curves.resize(1080, 480)
    curves.show()
    fill(curves, 0, count)
    curves.append("loss", np.array([float(count)]), np.array([SPIKE]))
    curves.show_whole()
    at = count + 1

    def update() -> None:
        nonlocal at
        fill(curves, at, PER_UPDATE)
        at += PER_UPDATE
        curves.redraw()
        application.processEvents()

    def draw() -> None:
        curves.loss.draw()
        curves.loss.view.viewport().repaint()

    update()
    whole = cpu_ms(update, UPDATES)
    drawing = cpu_ms(draw, UPDATES)
    seen = spike_is_drawn(curves.loss)
    curves.hide()
    curves.deleteLater()
    return drawing, whole, seen


def spike_is_drawn(plot: LivePlot) -> bool:
    return plot.drawn("loss")[1].max() == SPIKE


def main() -> None:
    application = make_application()
    Theme(application).use("light")
    sys.stdout.write(f"{'points':>10}  {'draw ms':>8}  {'update ms':>9}  spike seen\n")
    for count in SIZES:
        drawing, whole, seen = measure(application, count)
        sys.stdout.write(f"{count:>10,}  {drawing:8.2f}  {whole:9.2f}  {'yes' if seen else 'NO'}\n")
    sys.stdout.write("CPU ms of this process; update = append 100 points, smooth, draw, repaint; plot 500 × 480 px.\n")


if __name__ == "__main__":
    main()
