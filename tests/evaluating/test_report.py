"""The report of an evaluation, of answers that nobody would wish for."""

from pathlib import Path

from studio.core.evaluation import LeakedRow
from studio.evaluating.report import report_html
from tests.evaluating.evaluated_project import BASE, Made, case, evaluation, mute, right, subject

HOSTILE = '</div><script>alert("1")</script><img src=x onerror=alert(1)>&amp;{{ title }}'


def test_whatever_models_say_the_file_stays_a_report(tmp_path: Path) -> None:
    """Markup is text, an answer without end is cut, of many failures the first are told, leaked rows by run."""
    rows = [case(1, text=HOSTILE), *(case(id) for id in range(2, 90))]
    answers = mute(rows) | {1: HOSTILE, 2: "encore " * 100_000, 3: "", 4: "\x00\u2028"}
    leaked = tuple(LeakedRow(id=id, run="0001-demo", how="same") for id in (*range(1000, 9000), 9500, 200))
    leaked += tuple(LeakedRow(id=id, run="0001-demo", how="validated") for id in (310, 311))
    tuned = subject(1).model_copy(update={"title": HOSTILE})
    run = evaluation(tmp_path, rows, [(BASE, right(rows)), (tuned, answers)], Made(leaked=leaked))
    text = report_html(run)
    assert "<script" not in text
    assert "<img" not in text
    assert "{{ title }}" in text
    assert text.count('<div class="failure">') == 50
    assert "39 more rows are not shown here" in text
    assert "0001-demo: 200, 1000–8999, 9500" in text
    assert "0001-demo, validation rows: 310–311" in text
    assert len(text) < 250_000
    assert report_html(run) == text
