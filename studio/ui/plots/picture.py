"""A plot as plain values, for drawings that Qt does not make."""

from dataclasses import dataclass

from studio.ui.plots.series import Series
from studio.ui.pyramid import Floats


@dataclass(frozen=True)
class PictureLine:
    """One line in the values of the axes; `star` is the place of its best point."""

    series: Series
    xs: Floats
    ys: Floats
    star: tuple[float, float] | None


@dataclass(frozen=True)
class PlotPicture:
    """What is in view: `bounds` are first and last step, lowest and highest place; ticks are places with words."""

    title: str
    step_title: str
    lines: tuple[PictureLine, ...]
    bounds: tuple[float, float, float, float]
    steps: tuple[tuple[float, str], ...]
    values: tuple[tuple[float, str], ...]
