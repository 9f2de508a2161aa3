"""Which lines a plot has: those of one run in the colours of its measures, those of several in a colour a run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studio.ui.plots.series import Dash, Series
from studio.ui.pyramid import Pyramid
from studio.ui.training.watching.measures import Companion, Measure
from studio.ui.training.watching.track import Track
from studio.words import _

COLOURS = 6
# More runs than colours are told apart by their dashes; those of a companion differ from all of them.
_DASHES: tuple[Dash, ...] = ("solid", "dashdot")
SMOOTH = "smooth_"


@dataclass(frozen=True)
class OtherRun:
    """A run to show beside the one in view."""

    key: str
    name: str
    title: str


@dataclass(frozen=True)
class ShownRun:
    """A run in the plots; the key of the one in view is empty, `name` is short."""

    key: str
    name: str
    title: str
    track: Track

    def series(self, metric: str) -> str:
        """The name of its series of a metric."""
        return f"{self.key}/{metric}" if self.key else metric


def run_series(at: int) -> Series:
    """The line that stands for a run among several, by its place among them."""
    return Series("", colour=at % COLOURS, dash=_DASHES[at // COLOURS % len(_DASHES)])


def lines_of(measure: Measure, runs: Sequence[ShownRun], smoothing: bool) -> list[tuple[Series, Pyramid]]:
    """The lines of a plot; the measured values are always among them, pale where a mean is drawn over them."""
    alone = len(runs) == 1
    found: list[tuple[Series, Pyramid]] = []
    for at, run in enumerate(runs):
        style = Series("", colour=measure.colour) if alone else run_series(at)
        found += _main_lines(measure, run, style, smoothing and measure.smoothed, alone=alone)
        if measure.companion:
            found.append(_companion_line(measure.companion, run, style, alone=alone))
    return found


def _main_lines(
    measure: Measure, run: ShownRun, style: Series, smoothed: bool, *, alone: bool
) -> Iterator[tuple[Series, Pyramid]]:
    in_view = not run.key
    own_title = _(measure.own_title or measure.title)
    title = own_title if in_view and measure.own_title else ""
    raw = Series(
        run.series(measure.metric),
        title=title,
        readout=(_("Measured") if smoothed else own_title) if alone else run.name,
        column="" if alone else own_title,
        colour=style.colour,
        dash=style.dash,
        faint=smoothed,
        valued=in_view,
    )
    yield raw, run.track.raw(measure.metric)
    if smoothed:
        mean = Series(
            run.series(SMOOTH + measure.metric),
            readout=_("Smoothed") if alone else "",
            colour=style.colour,
            dash=style.dash,
        )
        yield mean, run.track.smooth(measure.metric)


def _companion_line(companion: Companion, run: ShownRun, style: Series, *, alone: bool) -> tuple[Series, Pyramid]:
    title = _(companion.title)
    series = Series(
        run.series(companion.metric),
        title="" if run.key else title,
        readout=title if alone else run.name,
        column="" if alone else title,
        colour=(style.colour + 1) % COLOURS if alone else style.colour,
        dash="dash",
        marked=companion.marked,
        valued=companion.valued and not run.key,
    )
    return series, run.track.raw(companion.metric)
