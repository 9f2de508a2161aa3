"""Whether probabilities hold: of what was told at 80 %, how much came true?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetricsF

from studio.ui.evaluation.results.labels.drawing import Square, Table, axes, document, drawing_font, legend, line, text
from studio.ui.formats import integer, percent
from studio.ui.theme import Colours
from studio.words import _

if TYPE_CHECKING:
    from studio.assess.calibration import Bin

_RADIUS, _CAP, _APART, _ABOVE = 4.5, 4.0, 3.0, 10.0
_DIAGONAL = "6 4"


@dataclass(frozen=True)
class ReliabilityDrawing:
    """A point for each bin, with the interval of what came true and how many answers are in it."""

    about: str
    """The label that is looked at; empty for the likeliest of each row."""
    bins: "tuple[Bin, ...]"

    @property
    def title(self) -> str:
        if self.about:
            return _("Whether probabilities hold: {label}").format(label=self.about)
        return _("Whether probabilities hold")

    @property
    def places(self) -> Sequence[float]:
        return [each.told for each in self.bins]

    def spoken(self, at: int) -> str:
        found = self.bins[at]
        return _("Told at {told} on average: {true} came true ({low} to {high}), n = {n}.").format(
            told=percent(found.told),
            true=percent(found.true.value),
            low=percent(found.true.low),
            high=percent(found.true.high),
            n=integer(found.true.n),
        )

    def svg(self, square: Square, colours: Colours, current: int = -1) -> str:
        return document(square, colours, self.title, self._parts(square, colours, current))

    def table(self) -> Table:
        lines = [
            (each.low, each.high, each.told, each.true.value, each.true.low, each.true.high, each.true.n)
            for each in self.bins
        ]
        return [("bin_from", "bin_to", "told", "true", "low", "high", "n"), *lines]

    def _parts(self, square: Square, colours: Colours, current: int) -> Iterator[str]:
        yield from axes(square, colours, _("Probability told"), _("Came true"))
        perfect = colours.faint, _DIAGONAL, _("Probabilities that hold")
        yield from legend(square, colours, [perfect])
        yield line((square.x(0), square.y(0)), (square.x(1), square.y(1)), perfect[0], 1.5, _DIAGONAL)
        for at in range(len(self.bins)):
            yield from self._point(square, colours, at, chosen=at == current)
        yield text(square.x(0) - 8, square.y(1) - _ABOVE, _("n"), colours.muted, "end")
        for at in self._counted(square, current):
            words = colours.text if at == current else colours.muted
            yield text(square.x(self.bins[at].told), square.y(1) - _ABOVE, self._count(at), words, "middle")

    def _point(self, square: Square, colours: Colours, at: int, *, chosen: bool) -> Iterator[str]:
        found, colour = self.bins[at], colours.series[0]
        x, low, high = square.x(found.told), square.y(found.true.low), square.y(found.true.high)
        yield line((x, low), (x, high), colour, 2.5 if chosen else 1.5)
        for y in (low, high):
            yield line((x - _CAP, y), (x + _CAP, y), colour, 1.5)
        radius = _RADIUS + 2 if chosen else _RADIUS
        yield f'<circle cx="{x:.1f}" cy="{square.y(found.true.value):.1f}" r="{radius:g}" fill="{colour}"/>'

    def _counted(self, square: Square, current: int) -> list[int]:
        """The bins whose count has room beside the others; the one that is told of first of all."""
        metrics, taken = QFontMetricsF(drawing_font()), list[tuple[float, float]]()
        shown = []
        for at in sorted(range(len(self.bins)), key=lambda at: (at != current, at)):
            middle, half = square.x(self.bins[at].told), metrics.horizontalAdvance(self._count(at)) / 2 + _APART
            if all(middle + half <= low or high <= middle - half for low, high in taken):
                taken.append((middle - half, middle + half))
                shown.append(at)
        return shown

    def _count(self, at: int) -> str:
        return integer(self.bins[at].true.n)
