"""What the serving section says of a server and of its requests; knows no Qt."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from studio.assess.intervals import wilson
from studio.serving.measured import Latencies, Measured, Stretch
from studio.serving.places import ServerState
from studio.ui.evaluation.monitoring.presenter import Chart, ChartPoint, value_words
from studio.ui.formats import integer, moment
from studio.words import _, ngettext


@dataclass(frozen=True)
class Servable:
    """A model that can be served; `name` is how the list shows it, `title` what clients call it."""

    name: str
    title: str
    model: str
    base: str = ""


@dataclass(frozen=True)
class Figure:
    """One number with its name."""

    title: str
    value: str
    explanation: str = ""


def status_words(state: ServerState | None, now: float) -> str:
    """Whether the server answers, where, and since when."""
    if state is None:
        return _("Not running.")
    since = moment(state.started_at, now)
    words = _("“{model}” answers at {address} since {when}.").format(
        model=state.title, address=state.address, when=since
    )
    kept = _("Questions and answers are kept.")
    return f"{words} {kept}" if state.keeps_texts else words


def figures(measured: Measured) -> tuple[Figure, ...]:
    """Of all the time."""
    whole = measured.whole
    speed = measured.tokens_per_s
    shown = [
        Figure(_("Requests"), integer(whole.requests)),
        Figure(_("Half are answered within"), _seconds(whole.latency, "p50")),
        Figure(_("95% are answered within"), _seconds(whole.latency, "p95")),
        Figure(_("First words, half within"), _seconds(whole.first, "p50")),
        Figure(_("Tokens per second"), "–" if speed is None else value_words(speed, "number")),
        Figure(_("Without an answer"), integer(whole.errors), _statuses(measured.statuses)),
        Figure(_("Clients that hung up"), integer(whole.hung_up)),
    ]
    return tuple(shown)


def latency_chart(measured: Measured) -> Chart:
    """The median of each stretch, with a line up to where 95 % are answered."""
    points = tuple(_latency_point(each) for each in measured.stretches)
    return Chart(_("Seconds until the answer was whole"), "seconds", points, None, "")


def error_chart(measured: Measured) -> Chart:
    """The share of requests without an answer, with its 95 % interval."""
    points = tuple(_error_point(each) for each in measured.stretches)
    return Chart(_("Requests without an answer"), "share", points, None, "")


def _latency_point(stretch: Stretch) -> ChartPoint:
    when, found = _when(stretch), stretch.latency
    if found is None:
        words = _("{when}: no answer").format(when=when)
        return ChartPoint(when, stretch.requests, None, 0.0, 0.0, words)
    words = _("{when}: half within {p50}, 95% within {p95}, n = {n}").format(
        when=when, p50=value_words(found.p50, "seconds"), p95=value_words(found.p95, "seconds"), n=stretch.requests
    )
    return ChartPoint(when, stretch.requests, found.p50, found.p50, found.p95, words)


def _error_point(stretch: Stretch) -> ChartPoint:
    when = _when(stretch)
    if not stretch.requests:
        return ChartPoint(when, 0, None, 0.0, 0.0, _("{when}: no request").format(when=when))
    said = ngettext(
        "{when}: {errors} of {count} request without an answer",
        "{when}: {errors} of {count} requests without an answer",
        stretch.requests,
    )
    low, high = wilson(stretch.errors, stretch.requests)
    words = said.format(when=when, errors=stretch.errors, count=stretch.requests)
    return ChartPoint(when, stretch.requests, stretch.errors / stretch.requests, low, high, words)


def _when(stretch: Stretch) -> str:
    return time.strftime("%H:%M:%S", time.localtime(stretch.begins))


def _seconds(latencies: Latencies | None, which: str) -> str:
    return "–" if latencies is None else value_words(getattr(latencies, which), "seconds")


def _statuses(statuses: Sequence[tuple[int, int]]) -> str:
    """By their HTTP status."""
    return ", ".join(
        _("{count} × status {status}").format(count=integer(count), status=status) for status, count in statuses
    )
