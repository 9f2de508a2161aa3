"""What is taken along of the curves: a picture, a drawing, or every number."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from studio.ui.pyramid import Floats
from studio.ui.saving import save_picture
from studio.ui.training.watching.bar import ExportKind
from studio.ui.training.watching.vector import FONTS
from studio.words import N_, _

SCALE = 2
HEADER = ("run", "metric", "step", "value")
_FILTERS: dict[ExportKind, str] = {
    "png": N_("Picture (*.png)"),
    "svg": N_("Drawing (*.svg)"),
    "csv": N_("Table (*.csv)"),
}


@dataclass(frozen=True)
class Numbers:
    """All points of one metric of one run."""

    run: str
    metric: str
    steps: Floats
    values: Floats


def file_filter(kind: ExportKind) -> str:
    """What a dialog says of a kind of file."""
    return _(_FILTERS[kind])


def save_rendered(svg: str, target: Path) -> Path:
    """Write a drawing as a PNG, twice as large for sharp print; raises StudioError."""
    # Qt takes a list of fonts for the name of one.
    renderer = QSvgRenderer(QByteArray(svg.replace(FONTS, 'font-family="Inter"').encode()))
    image = QImage(renderer.defaultSize() * SCALE, QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return save_picture(image, target)


def save_numbers(numbers: Sequence[Numbers], target: Path) -> Path:
    """Write a line for each point, exact to the last bit, for other programs; raises StudioError."""
    from studio.placing import placed

    with placed(target) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for each in numbers:
            writer.writerows(
                (each.run, each.metric, int(step), value)
                for step, value in zip(each.steps.tolist(), each.values.tolist(), strict=True)
            )
    return target
