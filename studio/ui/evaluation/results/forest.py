"""The scores of all models with their intervals as a drawing: a line per metric, a colour and a mark per model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

from studio.ui.formats import percent
from studio.ui.theme import Colours
from studio.ui.training.watching.vector import FONTS
from studio.words import _

if TYPE_CHECKING:
    from studio.core.targets import Targets
    from studio.evaluating.score_lines import ScoreLine

MARGIN, LEGEND, AXIS = 12.0, 22.0, 28.0
BETWEEN, BESIDE = 12.0, 10.0
"""Pixels from one model to the next, and above and below a metric."""
_TITLES, _MOST_TITLES = 0.34, 320.0
_RADIUS, _SWATCH, _TICKS = 4.5, 18.0, 5
_MARKS = ("circle", "square", "triangle", "diamond", "turned", "cross", "bar")
_CROSS = (
    *((-1.3, -0.5), (-0.5, -0.5), (-0.5, -1.3), (0.5, -1.3), (0.5, -0.5), (1.3, -0.5)),
    *((1.3, 0.5), (0.5, 0.5), (0.5, 1.3), (-0.5, 1.3), (-0.5, 0.5), (-1.3, 0.5)),
)
_FONT_PX = 12


@dataclass(frozen=True)
class ForestPoint:
    """A share and both ends of its interval, from 0 to 1; `words` says them with the count."""

    value: float
    low: float
    high: float
    words: str


@dataclass(frozen=True)
class ForestLine:
    """One metric: a point per model, None where it has none, and what is to be reached."""

    title: str
    points: tuple[ForestPoint | None, ...]
    targets: tuple[float, ...] = ()

    def spoken(self, models: Sequence[str]) -> str:
        """All its numbers in words."""
        colon = _(": ")
        told = [f"{name}{colon}{point.words}" for name, point in zip(models, self.points, strict=True) if point]
        return f"{self.title} – " + " · ".join(told)


@dataclass(frozen=True)
class Forest:
    """What is drawn."""

    models: tuple[str, ...]
    lines: tuple[ForestLine, ...]


def forest_of(models: Sequence[str], lines: "Sequence[ScoreLine]", targets: "Targets") -> Forest:
    """Shares of all rows of which one way is better: others have no axis in common, weak evidence needs no picture."""
    from studio.assess.catalogue import info, label_of

    asked: dict[str, list[float]] = {}
    for target in targets.targets:
        bound = target.at_least if target.at_least is not None else target.at_most
        asked.setdefault(target.metric, []).append(bound or 0.0)
    drawn = []
    for line in lines:
        about = info(line.metric)
        if about.unit != "share" or about.better == "neither" or about.weak or label_of(line.metric):
            continue
        points = tuple(
            ForestPoint(cell.score.value, cell.score.low, cell.score.high, f"{cell.value} ({cell.interval})")
            if cell
            else None
            for cell in line.cells
        )
        drawn.append(ForestLine(line.title, points, tuple(asked.get(line.metric, ()))))
    return Forest(tuple(models), tuple(drawn))


@dataclass(frozen=True)
class ForestPlan:
    """Where everything lies on a paper of this width, in pixels."""

    forest: Forest
    width: float

    @property
    def left(self) -> float:
        """Where the axis begins."""
        return MARGIN + min(_MOST_TITLES, _TITLES * self.width)

    @property
    def right(self) -> float:
        """Where it ends, with room for half a number."""
        return self.width - 2 * MARGIN

    @property
    def top(self) -> float:
        """Where the first metric begins, under the legend."""
        return MARGIN + LEGEND * len(self.legend())

    @property
    def step(self) -> float:
        """How tall a metric is."""
        return 2 * BESIDE + BETWEEN * max(0, len(self.forest.models) - 1)

    @property
    def height(self) -> float:
        """Of the whole drawing."""
        return self.top + self.step * len(self.forest.lines) + AXIS

    def x(self, share: float) -> float:
        """Where a share lies."""
        return self.left + share * (self.right - self.left)

    def line_at(self, y: float) -> int:
        """Which metric lies there; -1 for none."""
        at = int((y - self.top) // self.step)
        return at if 0 <= at < len(self.forest.lines) else -1

    def legend(self) -> list[list[tuple[int, str]]]:
        """The models in as many lines as they need, each cut to what a line holds; -1 stands for targets."""
        metrics = QFontMetricsF(drawing_font())
        entries = list(enumerate(self.forest.models))
        if any(line.targets for line in self.forest.lines):
            entries.append((-1, _("Target")))
        lines: list[list[tuple[int, str]]] = [[]]
        room = space = self.width - 2 * MARGIN
        for at, title in entries:
            shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, space - 2 * _SWATCH)
            wide = legend_width(shown)
            if lines[-1] and wide > room:
                lines.append([])
                room = space
            lines[-1].append((at, shown))
            room -= wide
        return lines


def legend_width(title: str) -> float:
    """How much room an entry of the legend takes."""
    return _SWATCH + QFontMetricsF(drawing_font()).horizontalAdvance(title) + 2 * BESIDE


def drawing_font() -> QFont:
    """The font that a drawing is measured in."""
    font = QFont("Inter")
    font.setPixelSize(_FONT_PX)
    return font


def forest_svg(plan: ForestPlan, colours: Colours, current: int = -1) -> str:
    """The drawing; `current` is the metric that the keyboard or the pointer is on."""
    wide, high = plan.width, plan.height
    title = _("Scores with their 95 % intervals")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{high:g}" '
        f'viewBox="0 0 {wide:g} {high:g}" {FONTS} font-size="{_FONT_PX}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{wide:g}" height="{high:g}" fill="{colours.surface}"/>',
        *_legend(plan, colours),
    ]
    if current >= 0:
        y = plan.top + plan.step * current
        parts.append(f'<rect x="0" y="{y:g}" width="{wide:g}" height="{plan.step:g}" fill="{colours.selection}"/>')
    parts += _axis(plan, colours)
    for at in range(len(plan.forest.lines)):
        parts += _line(plan, at, colours)
    return "\n".join([*parts, "</svg>", ""])


def _legend(plan: ForestPlan, colours: Colours) -> Iterator[str]:
    for row, entries in enumerate(plan.legend()):
        x, y = MARGIN, MARGIN + LEGEND * row + LEGEND / 2
        for at, title in entries:
            if at < 0:
                yield _target(x + _SWATCH / 2, y, LEGEND / 2 - 4, colours)
            else:
                yield _mark(at, x + _SWATCH / 2, y, colours)
            yield _text(x + _SWATCH + 4, y + 4, title, colours.text)
            x += legend_width(title)


def _axis(plan: ForestPlan, colours: Colours) -> Iterator[str]:
    bottom = plan.top + plan.step * len(plan.forest.lines)
    for at in range(_TICKS):
        share = at / (_TICKS - 1)
        x = plan.x(share)
        yield f'<line x1="{x:.1f}" y1="{plan.top:g}" x2="{x:.1f}" y2="{bottom:g}" stroke="{colours.border}"/>'
        yield _text(x, bottom + 18, percent(share), colours.muted, "middle")
    for at in range(len(plan.forest.lines) + 1):
        y = plan.top + plan.step * at
        yield f'<line x1="{MARGIN:g}" y1="{y:g}" x2="{plan.right:g}" y2="{y:g}" stroke="{colours.border}"/>'


def _line(plan: ForestPlan, at: int, colours: Colours) -> Iterator[str]:
    line, top = plan.forest.lines[at], plan.top + plan.step * at
    room = plan.left - 2 * MARGIN
    title = QFontMetricsF(drawing_font()).elidedText(line.title, Qt.TextElideMode.ElideRight, room)
    yield _text(MARGIN, top + plan.step / 2 + 4, title, colours.text)
    for share in line.targets:
        yield _target(plan.x(share), top + plan.step / 2, plan.step / 2 - 2, colours)
    for model, point in enumerate(line.points):
        if point is None:
            continue
        y, colour = top + BESIDE + BETWEEN * model, _colour(model, colours)
        yield (
            f'<line x1="{plan.x(point.low):.1f}" y1="{y:g}" x2="{plan.x(point.high):.1f}" y2="{y:g}" '
            f'stroke="{colour}" stroke-width="2"/>'
        )
        yield _mark(model, plan.x(point.value), y, colours)


def _target(x: float, y: float, half: float, colours: Colours) -> str:
    return (
        f'<line x1="{x:.1f}" y1="{y - half:.1f}" x2="{x:.1f}" y2="{y + half:.1f}" '
        f'stroke="{colours.text}" stroke-width="2" stroke-dasharray="3 2"/>'
    )


def _mark(model: int, x: float, y: float, colours: Colours) -> str:
    """Shapes tell the models apart where colours do not."""
    r, fill = _RADIUS, f'fill="{_colour(model, colours)}" stroke="{colours.surface}"'
    shape = _MARKS[model % len(_MARKS)]
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" {fill}/>'
    corners = {
        "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
        "triangle": ((0, -1.2), (1.2, 1), (-1.2, 1)),
        "turned": ((0, 1.2), (1.2, -1), (-1.2, -1)),
        "diamond": ((0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0)),
        "cross": _CROSS,
        "bar": ((-0.5, -1.5), (0.5, -1.5), (0.5, 1.5), (-0.5, 1.5)),
    }[shape]
    points = " ".join(f"{x + r * dx:.1f},{y + r * dy:.1f}" for dx, dy in corners)
    return f'<polygon points="{points}" {fill}/>'


def _colour(model: int, colours: Colours) -> str:
    return colours.series[model % len(colours.series)]


def _text(x: float, y: float, words: str, colour: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{escape(words)}</text>'
