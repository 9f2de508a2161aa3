"""What monitoring says, without a window."""

import json
from typing import Any

import pytest

from studio.core.monitoring import BinScore, DriftLine, LogImport, MetricCourse, WorthRow
from studio.data.logs.fields import entry_of
from studio.ui.evaluation.monitoring.presenter import (
    add_words,
    chart_of,
    chosen,
    detail_words,
    drift_headline,
    example_log,
    first_ticks,
    identifying_words,
    import_words,
    p_words,
    problem_words,
)

JUNE = 1_780_272_000.0


def row(key: str, *reasons: str, **fields: Any) -> WorthRow:
    told: dict[str, Any] = {"question": "Mal de tête ?", "answer": "", "reference": "", "at": None, "model": ""}
    where = {"key": key, "source": "log.jsonl", "line": 3, "reasons": [(name, f"{name}!") for name in reasons]}
    return WorthRow.model_validate({**where, **told, **fields})


def drift(verdict: str, p: float | None = None) -> DriftLine:
    told = {"about": "input", "title": "Age", "verdict": verdict, "before": "", "now": "", "sentence": "Shifted."}
    return DriftLine.model_validate({**told, "n_before": 40, "n_now": 300, "p": p})


def test_the_example_that_is_shown_can_be_imported() -> None:
    entries = [entry_of(at, json.loads(line)) for at, line in enumerate(example_log().splitlines(), 1)]
    assert [each.question[:6] for each in entries] == ["Femme ", "Homme ", "Mal de"]
    assert [each.at for each in entries] == [1_780_297_920.0, 1_780_300_800.0, None]
    assert (entries[1].rating, entries[1].comment, bool(entries[2].reference)) == (-1.0, "trop court", True)


def test_each_stretch_of_time_is_told_with_interval_and_number() -> None:
    bins = (BinScore(begins=JUNE, n=24, value=0.5, low=0.31, high=0.69), BinScore(begins=JUNE + 7 * 86_400, n=0))
    course = MetricCourse(
        metric="m", title="Form", explanation="", unit="share", better="higher", n=24, value=0.5, low=0.31, high=0.69,
        bins=bins, expected=0.9,
    )  # fmt: skip
    chart = chart_of(course, "week")
    assert chart.points[0].words == "Week of 01/06/2026: 50%, 95% interval 31% – 69%, n = 24"
    assert (chart.points[1].value, chart.points[1].words) == (None, "08/06/2026: too few lines (0)")
    assert chart.expected_words == "Dashed: 90% in the newest evaluation"
    assert chart_of(course, "month").points[0].title == "06/2026"


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (["drift", "none", "drift"], "2 properties have shifted since the tests"),
        (["none", "unknown"], "No shift shown since the tests"),
        (["unknown"], "Too few to compare"),
    ],
)
def test_drift_in_one_sentence(verdicts: list[str], said: str) -> None:
    assert drift_headline([drift(each) for each in verdicts]) == said


def test_p_values_are_no_more_precise_than_they_are() -> None:
    assert [p_words(drift("none", p)) for p in (None, 1e-9, 0.04312, 1.0)] == ["–", "< 0.001", "0.043", "1"]


def test_lines_are_ticked_where_the_reason_is_grave_and_nobody_is_named() -> None:
    rows = (
        row("a", "warning_sign"),
        row("b", "bad_rating", identifying=["Mme Durand"]),
        row("c", "unlike"),
        row("d", "violation", "disagreement"),
    )
    ticked = first_ticks(rows)
    assert ticked == {"a", "d"}
    assert [each.key for each in chosen(rows, ticked)] == ["a", "d"]
    assert [add_words(count) for count in (0, 1, 2)] == [
        "Add as drafts",
        "Add 1 row as a draft",
        "Add 2 rows as drafts",
    ]
    assert identifying_words(rows[1]) == "May tell who the patient is: “Mme Durand”"
    assert identifying_words(rows[0]) == ""
    assert dict(detail_words(rows[3]))["Why"] == "violation!\ndisagreement!"


def test_an_import_says_what_came_in_and_what_did_not() -> None:
    made = LogImport(
        name="0001-log.parquet", source="log.jsonl", sha256="", imported_at=JUNE, lines=1_200, repeated=1, bad=7,
        problems=tuple((at, "Not JSON.") for at in range(1, 8)), first_at=JUNE, last_at=JUNE + 86_400,
    )  # fmt: skip
    words = import_words(made)
    assert words == "1,200 lines · 01/06/2026 – 02/06/2026 · 1 line twice, counted once · 7 bad lines left out"
    assert problem_words(made).splitlines()[-2:] == ["Line 5: Not JSON.", "and 2 more"]
