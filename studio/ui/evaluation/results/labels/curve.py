"""What is found and what is spared at each threshold, and where the one lies that is looked at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from studio.ui.evaluation.results.labels.drawing import Square, Table, axes, document, legend, line, path
from studio.ui.formats import percent
from studio.ui.theme import Colours
from studio.ui.xray.looks import mixed
from studio.words import _

if TYPE_CHECKING:
    from studio.assess.threshold import OperatingPoint

_DASHES = "6 4"
_SOFT = 0.18


@dataclass(frozen=True)
class CurveDrawing:
    """Points by rising threshold; `limits` is where the cheapest may lie."""

    label: str
    points: "tuple[OperatingPoint, ...]"
    limits: tuple[float, float]

    @property
    def title(self) -> str:
        return _("Found and spared by threshold: {label}").format(label=self.label)

    @property
    def places(self) -> Sequence[float]:
        return [_shown(each.threshold) for each in self.points]

    def spoken(self, at: int) -> str:
        found = self.points[at]
        return _("Threshold {threshold}: sensitivity {sensitivity}, specificity {specificity}.").format(
            threshold=threshold_words(found.threshold),
            sensitivity=percent(found.sensitivity),
            specificity=percent(found.specificity),
        )

    def svg(self, square: Square, colours: Colours, current: int = -1) -> str:
        return document(square, colours, self.title, self._parts(square, colours, current))

    def table(self) -> Table:
        lines = [(each.threshold, each.sensitivity, each.specificity, each.cost) for each in self.points]
        return [("threshold", "sensitivity", "specificity", "mean_cost"), *lines]

    def _parts(self, square: Square, colours: Colours, current: int) -> Iterator[str]:
        low, high = (square.x(_shown(each)) for each in self.limits)
        ground, top = mixed(colours.surface, colours.accent, _SOFT).name(), square.y(1)
        yield (
            f'<rect x="{low:.1f}" y="{top:.1f}" width="{max(1.0, high - low):.1f}" '
            f'height="{square.bottom - top:.1f}" fill="{ground}"/>'
        )
        yield from axes(square, colours, _("Threshold"), "")
        found, spared = colours.series[0], colours.series[1]
        yield from legend(
            square, colours, [(found, "", _("Found (sensitivity)")), (spared, _DASHES, _("Spared (specificity)"))]
        )
        yield path(((square.x(_shown(each.threshold)), square.y(each.sensitivity)) for each in self.points), found)
        places = ((square.x(_shown(each.threshold)), square.y(each.specificity)) for each in self.points)
        yield path(places, spared, _DASHES)
        if current >= 0:
            point = self.points[current]
            x = square.x(_shown(point.threshold))
            yield line((x, square.y(0)), (x, square.y(1)), colours.text, 1.5)
            for share, colour in ((point.sensitivity, found), (point.specificity, spared)):
                yield (
                    f'<circle cx="{x:.1f}" cy="{square.y(share):.1f}" r="5" fill="{colour}" '
                    f'stroke="{colours.surface}" stroke-width="1.5"/>'
                )


def threshold_words(threshold: float) -> str:
    """Never, where none is enough."""
    return percent(threshold) if isfinite(threshold) else _("never")


def _shown(threshold: float) -> float:
    return min(threshold, 1.0)
