"""What the monitoring section says and which rows are ticked; knows no Qt."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from studio.assess.figures import told
from studio.assess.metric import Unit
from studio.core.monitoring import BinUnit, DriftLine, LogImport, MetricCourse, MonitoringReport, Reason, WorthRow
from studio.ui.formats import integer
from studio.words import N_, _, current_language, ngettext

REASON_TITLES: dict[Reason, str] = {
    "warning_sign": N_("Warning sign, not urgent"),
    "bad_rating": N_("Bad rating"),
    "disagreement": N_("Not as expected"),
    "violation": N_("Breaks the contract"),
    "unlike": N_("Unlike training"),
}
_TOLD = 5
_EXCERPT = 160
_GRAVE: tuple[Reason, ...] = ("warning_sign", "bad_rating", "disagreement")
_LEAST_P = 0.001


@dataclass(frozen=True)
class CourseLine:
    """A metric over all lines, in words."""

    title: str
    explanation: str
    value: str
    interval: str
    lines: str
    evaluation: str


@dataclass(frozen=True)
class ChartPoint:
    """A metric in one stretch of time; without a value where there were too few lines."""

    title: str
    n: int
    value: float | None
    low: float
    high: float
    words: str


@dataclass(frozen=True)
class Chart:
    """A metric over time; `expected` is the same in the newest evaluation."""

    title: str
    unit: Unit
    points: tuple[ChartPoint, ...]
    expected: float | None
    expected_words: str


def example_log() -> str:
    """Three lines of a log, each written another way."""
    lines = (
        {
            "question": "Femme de 34 ans, céphalée brutale et vomissements.",
            "answer": "IRM en urgence.",
            "time": "2026-06-01T09:12:00+02:00",
            "model": "qlora-cephalees",
            "latency": 1.4,
        },
        {
            "prompt": "Homme de 52 ans, migraine connue, apyrétique.",
            "response": "Surveillance.",
            "timestamp": 1780300800,
            "rating": "down",
            "comment": "trop court",
        },
        {
            "messages": [
                {"role": "user", "content": "Mal de tête depuis hier."},
                {"role": "assistant", "content": "Depuis quand exactement ?"},
            ],
            "expected": "Pour préciser: début | fièvre | antécédents",
        },
    )
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)


def value_words(value: float, unit: Unit) -> str:
    """A value as the language in use writes it."""
    return str(told(value, unit)[current_language()])


def course_lines(report: MonitoringReport) -> tuple[CourseLine, ...]:
    """One line a metric."""
    return tuple(
        CourseLine(
            each.title,
            each.explanation,
            value_words(each.value, _unit(each)),
            _between(each.low, each.high, _unit(each)),
            integer(each.n),
            "–" if each.expected is None else value_words(each.expected, _unit(each)),
        )
        for each in report.courses
    )


def chart_of(course: MetricCourse, unit: BinUnit) -> Chart:
    """What a metric's chart shows."""
    points = []
    for each in course.bins:
        title = bin_title(each.begins, unit)
        if each.value is None or each.low is None or each.high is None:
            words = _("{when}: too few lines ({n})").format(when=title, n=each.n)
            points.append(ChartPoint(title, each.n, None, 0.0, 0.0, words))
            continue
        words = _("{when}: {value}, 95% interval {interval}, n = {n}").format(
            when=_("Week of {day}").format(day=title) if unit == "week" else title,
            value=value_words(each.value, _unit(course)),
            interval=_between(each.low, each.high, _unit(course)),
            n=each.n,
        )
        points.append(ChartPoint(title, each.n, each.value, each.low, each.high, words))
    expected = course.expected
    words = (
        ""
        if expected is None
        else _("Dashed: {value} in the newest evaluation").format(value=value_words(expected, _unit(course)))
    )
    return Chart(course.title, _unit(course), tuple(points), expected, words)


def bin_title(begins: float, unit: BinUnit) -> str:
    """The day that a stretch of time begins on, or its month."""
    day = datetime.fromtimestamp(begins, UTC)
    return f"{day:%m/%Y}" if unit == "month" else f"{day:%d/%m/%Y}"


def coverage(report: MonitoringReport) -> str:
    """How many lines there are, and how many have no time."""
    words = ngettext("{count} line", "{count} lines", report.lines).format(count=integer(report.lines))
    if not report.undated:
        return words
    without = ngettext("{count} without a time", "{count} without a time", report.undated)
    return f"{words}, {without.format(count=integer(report.undated))}"


def drift_headline(lines: Sequence[DriftLine]) -> str:
    """The verdict in one sentence."""
    shifted = sum(each.verdict == "drift" for each in lines)
    if shifted:
        return ngettext(
            "{count} property has shifted since the tests", "{count} properties have shifted since the tests", shifted
        ).format(count=shifted)
    if any(each.verdict == "none" for each in lines):
        return _("No shift shown since the tests")
    return _("Too few to compare")


def p_words(line: DriftLine) -> str:
    """The p value, as precisely as it means anything."""
    if line.p is None:
        return "–"
    if line.p < _LEAST_P:
        return "< " + value_words(_LEAST_P, "number")
    return value_words(round(line.p, 3), "number")


def import_words(made: LogImport) -> str:
    """One import: its lines, its time span, and what was wrong."""
    parts = [ngettext("{count} line", "{count} lines", made.lines).format(count=integer(made.lines))]
    if made.first_at is not None and made.last_at is not None:
        first, last = (bin_title(each, "day") for each in (made.first_at, made.last_at))
        parts.append(first if first == last else f"{first} – {last}")
    if made.repeated:
        twice = ngettext("{count} line twice, counted once", "{count} lines twice, counted once", made.repeated)
        parts.append(twice.format(count=integer(made.repeated)))
    if made.bad:
        bad = ngettext("{count} bad line left out", "{count} bad lines left out", made.bad)
        parts.append(bad.format(count=integer(made.bad)))
    return " · ".join([*parts, *filter(None, [made.rating_scale])])


def problem_words(made: LogImport) -> str:
    """The first bad lines, each with its number."""
    told = [_("Line {number}: {problem}").format(number=number, problem=why) for number, why in made.problems[:_TOLD]]
    more = made.bad - len(told)
    if more > 0:
        told.append(ngettext("and {count} more", "and {count} more", more).format(count=integer(more)))
    return "\n".join(told)


def worth_title(report: MonitoringReport) -> str:
    """How many lines are worth adding, and how many of them are shown."""
    words = ngettext("{count} line worth adding to the data", "{count} lines worth adding to the data", report.found)
    title = words.format(count=integer(report.found))
    if report.found > len(report.worth):
        return _("{title}; the gravest {count} are listed").format(title=title, count=len(report.worth))
    return title


def excerpt(text: str) -> str:
    """The beginning of a text in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"


def reason_words(row: WorthRow) -> str:
    """The reasons by their titles."""
    return ", ".join(_(REASON_TITLES[name]) for name, _said in row.reasons)


def detail_words(row: WorthRow) -> tuple[tuple[str, str], ...]:
    """Everything about a line: titles with texts."""
    found = [
        (_("Why"), "\n".join(said for _name, said in row.reasons)),
        (_("Question"), row.question),
        (_("Answer"), row.answer or _("(empty)")),
    ]
    if row.reference:
        found.append((_("Expected"), row.reference))
    where = _("{file}, line {line}").format(file=row.source, line=row.line)
    found.append((_("From"), " · ".join(filter(None, (where, row.model)))))
    return tuple(found)


def identifying_words(row: WorthRow) -> str:
    """What may tell who the patient is; empty where nothing was recognised."""
    if not row.identifying:
        return ""
    shown = ", ".join(f"“{each}”" for each in row.identifying) if current_language() == "en" else ""
    shown = shown or ", ".join(f"«\u00a0{each}\u00a0»" for each in row.identifying)
    return _("May tell who the patient is: {found}").format(found=shown)


def first_ticks(rows: Sequence[WorthRow]) -> frozenset[str]:
    """Lines with one of the gravest reasons and nothing identifying: what one would most likely add."""
    return frozenset(
        row.key for row in rows if not row.identifying and any(name in _GRAVE for name, _said in row.reasons)
    )


def chosen(rows: Sequence[WorthRow], ticked: Collection[str]) -> tuple[WorthRow, ...]:
    """The rows that are ticked, in order."""
    return tuple(row for row in rows if row.key in ticked)


def add_words(count: int) -> str:
    """What the button says."""
    if not count:
        return _("Add as drafts")
    return ngettext("Add {count} row as a draft", "Add {count} rows as drafts", count).format(count=count)


def _unit(course: MetricCourse) -> Unit:
    return cast(Unit, course.unit)


def _between(low: float, high: float, unit: Unit) -> str:
    return f"{value_words(low, unit)} – {value_words(high, unit)}"
