"""Plots as an SVG drawing on white paper, written by hand: pyqtgraph's exporter fails under Qt 6.11 on every plot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

import numpy as np
from PySide6.QtGui import QFont, QFontMetricsF

from studio.ui.plots.picture import PictureLine, PlotPicture
from studio.ui.plots.series import Dash, Series
from studio.ui.pyramid import Floats
from studio.ui.theme import LIGHT

FONTS = 'font-family="Inter, Helvetica, Arial, sans-serif"'
WIDTH, MARGIN, GAP = 1200.0, 24.0, 20.0
LARGE, SMALL = 400.0, 230.0
COLUMNS = 2
LINE = 24.0
# Room around the axes for the numbers and the titles.
LEFT, TOP, BOTTOM, STEP_TITLE = 64.0, 30.0, 24.0, 20.0
SWATCH, BESIDE = 24.0, 8.0
FAINT = 0.3
_DASHES: dict[Dash, str] = {"solid": "", "dash": "6 4", "dot": "2 3", "dashdot": "9 3 2 3"}
_STYLES = {
    "plain": f'fill="{LIGHT.text}"',
    "muted": f'fill="{LIGHT.muted}"',
    "heading": f'fill="{LIGHT.text}" font-size="13" font-weight="600"',
    "title": f'fill="{LIGHT.text}" font-size="16" font-weight="600"',
}
_STAR = "0,-8 2,-2.6 7.6,-2.5 3.1,1 4.7,6.5 0,3.3 -4.7,6.5 -3.1,1 -7.6,-2.5 -2,-2.6"


@dataclass(frozen=True)
class LegendEntry:
    """A run and the line that stands for it."""

    series: Series
    title: str


@dataclass(frozen=True)
class _Frame:
    """The axes of one plot on the paper, in its units."""

    left: float
    top: float
    width: float
    height: float
    bounds: tuple[float, float, float, float]

    def x(self, step: float) -> float:
        first, last, _low, _high = self.bounds
        return self.left + (step - first) / ((last - first) or 1.0) * self.width

    def y(self, place: float) -> float:
        _first, _last, low, high = self.bounds
        return self.top + (high - place) / ((high - low) or 1.0) * self.height


def svg_of(pictures: Sequence[PlotPicture], legend: Sequence[LegendEntry], title: str) -> str:
    """The first plot large, the others beside each other below it."""
    head = MARGIN + LINE + (LINE if legend else 0.0)
    rows = -(-(len(pictures) - 1) // COLUMNS)
    height = head + LARGE + rows * (SMALL + GAP) + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}" height="{height:g}" '
        f'viewBox="0 0 {WIDTH:g} {height:g}" {FONTS} font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH:g}" height="{height:g}" fill="#ffffff"/>',
        _text(MARGIN, MARGIN + 4, title, "title"),
        *_legend(legend, MARGIN, MARGIN + LINE + 4),
    ]
    wide = WIDTH - 2 * MARGIN
    narrow = (wide - GAP) / COLUMNS
    for at, picture in enumerate(pictures):
        if not at:
            parts += _plot(picture, (MARGIN, head, wide, LARGE))
            continue
        row, column = divmod(at - 1, COLUMNS)
        place = (MARGIN + column * (narrow + GAP), head + LARGE + GAP + row * (SMALL + GAP), narrow, SMALL)
        parts += _plot(picture, place)
    return "\n".join([*parts, "</svg>", ""])


def _plot(picture: PlotPicture, place: tuple[float, float, float, float]) -> Iterator[str]:
    left, top, width, height = place
    below = BOTTOM + (STEP_TITLE if picture.step_title else 0.0)
    frame = _Frame(left + LEFT, top + TOP, width - LEFT, height - TOP - below, picture.bounds)
    yield _text(left, top + 14, picture.title, "heading")
    shown = [replace(line.series, faint=False) for line in picture.lines if line.series.title]
    titled = [LegendEntry(series, series.title) for series in shown]
    entries = "".join(_legend(titled, 0.0, top + 14))
    yield f'<g transform="translate({left + width - _legend_width(titled):g} 0)">{entries}</g>' if entries else ""
    yield from _axes(frame, picture)
    for line in picture.lines:
        yield from _line(frame, line)


def _axes(frame: _Frame, picture: PlotPicture) -> Iterator[str]:
    bottom, right = frame.top + frame.height, frame.left + frame.width
    for place, words in picture.values:
        y = frame.y(place)
        yield _rule(frame.left, y, right, y)
        yield _text(frame.left - BESIDE, y + 4, words, "muted", "end")
    for step, words in picture.steps:
        x = frame.x(step)
        yield _rule(x, bottom, x, bottom + 4)
        yield _text(x, bottom + 18, words, "muted", "middle")
    yield _rule(frame.left, frame.top, frame.left, bottom)
    yield _rule(frame.left, bottom, right, bottom)
    if picture.step_title:
        middle = (frame.left + right) / 2
        yield _text(middle, bottom + 18 + STEP_TITLE, picture.step_title, "muted", "middle")


def _line(frame: _Frame, line: PictureLine) -> Iterator[str]:
    xs, ys = _within(line.xs, line.ys, frame.bounds[0], frame.bounds[1])
    points = [(frame.x(float(x)), frame.y(float(y))) for x, y in zip(xs, ys, strict=True)]
    colour = LIGHT.series[line.series.colour]
    if points:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline points="{path}" fill="none" {_stroke(line.series)}/>'
    if line.series.marked:
        for x, y in points:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
    if line.star and frame.bounds[0] <= line.star[0] <= frame.bounds[1]:
        x, y = frame.x(line.star[0]), frame.y(line.star[1])
        star = f'<polygon points="{_STAR}" fill="{colour}" stroke="#ffffff"/>'
        yield f'<g transform="translate({x:.1f} {y:.1f})">{star}</g>'


def _within(xs: Floats, ys: Floats, first: float, last: float) -> tuple[Floats, Floats]:
    """The line cut at both ends of the axis."""
    inside = (xs >= first) & (xs <= last)
    if inside.all() or not len(xs):
        return xs, ys
    ends = [each for each in (first, last) if xs[0] < each < xs[-1]]
    cut = np.concatenate([xs[inside], ends])
    values = np.concatenate([ys[inside], np.interp(ends, xs, ys)])
    order = np.argsort(cut, kind="stable")
    return cut[order], values[order]


def _legend(entries: Sequence[LegendEntry], left: float, baseline: float) -> Iterator[str]:
    for entry in entries:
        y = baseline - 4
        yield f'<line x1="{left:g}" y1="{y:g}" x2="{left + SWATCH:g}" y2="{y:g}" {_stroke(entry.series, 2)}/>'
        if entry.series.marked:
            colour = LIGHT.series[entry.series.colour]
            yield f'<circle cx="{left + SWATCH / 2:g}" cy="{y:g}" r="3" fill="{colour}"/>'
        yield _text(left + SWATCH + BESIDE, baseline, entry.title)
        left += _legend_width([entry])


def _legend_width(entries: Sequence[LegendEntry]) -> float:
    metrics = QFontMetricsF(_font())
    return sum(SWATCH + 3 * BESIDE + metrics.horizontalAdvance(entry.title) for entry in entries)


def _font() -> QFont:
    font = QFont("Inter")
    font.setPixelSize(12)
    return font


def _stroke(series: Series, width: float = 1.2) -> str:
    dashes = _DASHES[series.dash]
    return (
        f'stroke="{LIGHT.series[series.colour]}" stroke-width="{width:g}" stroke-linejoin="round"'
        + (f' stroke-opacity="{FAINT}"' if series.faint else "")
        + (f' stroke-dasharray="{dashes}"' if dashes else "")
    )


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{LIGHT.border}"/>'


def _text(x: float, y: float, words: str, style: str = "plain", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {_STYLES[style]} text-anchor="{anchor}">{escape(words)}</text>'
