"""A square of shares as a drawing in SVG, the same in the window and in a file: both axes go from 0 to 100 %."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

from PySide6.QtGui import QFont, QFontMetricsF

from studio.ui.formats import percent
from studio.ui.theme import Colours
from studio.ui.training.watching.vector import FONTS

_LEFT, _TOP, _RIGHT, _BOTTOM = 52.0, 42.0, 18.0, 46.0
_TICKS = 6
_FONT_PX = 12
_SWATCH, _BETWEEN = 22.0, 18.0

Table = Sequence[Sequence[str | float | int]]


@dataclass(frozen=True)
class Square:
    """A paper in pixels, and where a share lies on it."""

    width: float
    height: float

    @property
    def right(self) -> float:
        """Where the axes end."""
        return self.width - _RIGHT

    @property
    def bottom(self) -> float:
        """Where they begin."""
        return self.height - _BOTTOM

    def x(self, share: float) -> float:
        """From the left."""
        return _LEFT + share * (self.right - _LEFT)

    def y(self, share: float) -> float:
        """From the top."""
        return self.bottom - share * (self.bottom - _TOP)

    def share_at(self, x: float) -> float:
        """What lies there, also beyond the ends."""
        return (x - _LEFT) / max(1.0, self.right - _LEFT)


class Drawing(Protocol):
    """What a plot shows: points one after the other from left to right, of which one can be told of."""

    @property
    def title(self) -> str:
        """What it is called where there is no heading above it."""
        ...

    @property
    def places(self) -> Sequence[float]:
        """Where the points lie along the axis."""
        ...

    def spoken(self, at: int) -> str:
        """One point in words."""
        ...

    def svg(self, square: Square, colours: Colours, current: int = -1) -> str:
        """`current` is the point that is told of."""
        ...

    def table(self) -> Table:
        """A heading, then a line for each point."""
        ...


def document(square: Square, colours: Colours, title: str, parts: Iterable[str]) -> str:
    """The whole drawing."""
    wide, high = square.width, square.height
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{high:g}" '
        f'viewBox="0 0 {wide:g} {high:g}" {FONTS} font-size="{_FONT_PX}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{wide:g}" height="{high:g}" fill="{colours.surface}"/>',
    )
    return "\n".join([*head, *parts, "</svg>", ""])


def axes(square: Square, colours: Colours, across: str, up: str) -> Iterator[str]:
    """Lines at every fifth, with their numbers, and what is told across and up."""
    for at in range(_TICKS):
        share = at / (_TICKS - 1)
        x, y = square.x(share), square.y(share)
        yield line((x, square.y(0)), (x, square.y(1)), colours.border)
        yield line((square.x(0), y), (square.x(1), y), colours.border)
        yield text(x, square.bottom + 17, percent(share), colours.muted, "middle")
        yield text(_LEFT - 8, y + 4, percent(share), colours.muted, "end")
    yield text(square.right, square.height - 8, across, colours.muted, "end")
    yield text(8, 14, up, colours.muted)


def legend(square: Square, colours: Colours, entries: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """Colour, dashes and name of each line, from the right end of the first line."""
    metrics = QFontMetricsF(drawing_font())
    x = square.right - sum(_SWATCH + 6 + metrics.horizontalAdvance(name) + _BETWEEN for _c, _d, name in entries)
    for colour, dashes, name in entries:
        yield line((x, 10), (x + _SWATCH, 10), colour, 2, dashes)
        yield text(x + _SWATCH + 6, 14, name, colours.text)
        x += _SWATCH + 6 + metrics.horizontalAdvance(name) + _BETWEEN


def drawing_font() -> QFont:
    """The font that a drawing is measured in."""
    font = QFont("Inter")
    font.setPixelSize(_FONT_PX)
    return font


def line(begin: tuple[float, float], end: tuple[float, float], colour: str, width: float = 1, dashes: str = "") -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{begin[0]:.1f}" y1="{begin[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
        f'stroke="{colour}" stroke-width="{width:g}"{dashed}/>'
    )


def path(points: Iterable[tuple[float, float]], colour: str, dashes: str = "") -> str:
    """A line through all points."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>'


def text(x: float, y: float, words: str, colour: str, anchor: str = "start") -> str:
    """A line of words."""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{escape(words)}</text>'
