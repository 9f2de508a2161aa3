"""What the serving section says of a server and of its requests; knows no Qt."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from studio.assess.intervals import wilson
from studio.models.places import DEMO
from studio.serving.journal import HUNG_UP
from studio.serving.measured import Latencies, Measured, Stretch
from studio.serving.places import ServerState, served_title
from studio.ui.evaluation.monitoring.presenter import Chart, ChartPoint, value_words
from studio.ui.formats import integer, moment, short_path
from studio.ui.training.standing import Standing
from studio.words import N_, _, ngettext

_REASONS: dict[int, str] = {
    HTTPStatus.BAD_REQUEST: N_("question not understood"),
    HTTPStatus.UNAUTHORIZED: N_("wrong key, or none"),
    HTTPStatus.FORBIDDEN: N_("from a web page or another address"),
    HTTPStatus.NOT_FOUND: N_("unknown address or model"),
    HTTPStatus.METHOD_NOT_ALLOWED: N_("unknown address or model"),
    HTTPStatus.REQUEST_TIMEOUT: N_("too slow to arrive"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: N_("too large"),
    HTTPStatus.TOO_MANY_REQUESTS: N_("too many at once"),
    HTTPStatus.SERVICE_UNAVAILABLE: N_("waited too long"),
}
_OTHER_REASON = N_("a fault of the server")


@dataclass(frozen=True)
class Servable:
    """A model that can be served; `name` is how the list shows it, `title` what clients call it."""

    name: str
    title: str
    model: str
    base: str = ""


def servable(model: str, base: str, name: str = "") -> Servable:
    """A file or a folder, or a GGUF adapter on the file of its base; `name` is said in place of the file's own."""
    shown = name or Path(model).name
    return Servable(f"{shown} · {Path(base).name}" if base else shown, served_title(model, base), model, base)


@dataclass(frozen=True)
class Figure:
    """One number with its name."""

    title: str
    value: str
    explanation: str = ""


def standing(chosen: Servable | None, state: ServerState | None, gone: str, now: float, *, read_only: bool) -> Standing:
    """Whether the server answers, where, and since when; `gone` is why it does not although it was started."""
    if chosen is None:
        return Standing("notice", "muted", _("Export a model first, or choose a file or folder."))
    if state is None:
        held = _("This project is open in another window, so it cannot be changed here.") if read_only else ""
        found = gone or held
        return Standing("problem" if gone else "notice", "bad" if gone else "muted", found or _("Not running."))
    if state.model != _whole(chosen.model):
        other = _("Another model of this name answers at {address}: {path}").format(
            address=state.address, path=short_path(Path(state.model))
        )
        return Standing("warning", "warn", other)
    return Standing("done", "good", _running(state, now))


def busy_standing(words: str) -> Standing:
    """While it starts or stops."""
    return Standing("clock", "accent", words)


def gone_words(last: str) -> str:
    """Of a server that was not stopped; `last` is what it said last."""
    words = _("The server has ended, and not because it was stopped here: start it again.")
    return f"{words}\n{last}" if last else words


def _running(state: ServerState, now: float) -> str:
    since = moment(state.started_at, now)
    words = _("“{model}” answers at {address} since {when}.").format(
        model=state.title, address=state.address, when=since
    )
    kept = _("Questions and answers are kept.")
    return f"{words} {kept}" if state.keeps_texts else words


def _whole(model: str) -> str:
    """As a server names its model."""
    return model if model == DEMO else str(Path(model).expanduser().resolve())


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
        Figure(_("Without an answer"), integer(whole.errors), refusals(measured.statuses)),
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


def refusals(statuses: Sequence[tuple[int, int]]) -> str:
    """Why requests got no answer, with how often and the HTTP status; empty where all got one."""
    return " · ".join(
        _("{count} × {reason} ({status})").format(
            count=integer(count), reason=_(_REASONS.get(status, _OTHER_REASON)), status=status
        )
        for status, count in statuses
        if status >= HTTPStatus.BAD_REQUEST and status != HUNG_UP
    )
