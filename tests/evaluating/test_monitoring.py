"""A log of answers given in use: scored over time, held against the test set, searched for rows worth adding."""

from pathlib import Path
from typing import Any

import pytest

from studio.assess.intervals import wilson
from studio.core.evaluation import EvaluatedRow
from studio.core.events import Finished
from studio.core.monitoring import MonitoringReport
from studio.data.child import ChildCancelled
from studio.data.logs.storing import FOLDER, list_logs
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.evaluating.monitoring.adding import add_worth
from studio.evaluating.monitoring.importing import import_log, imported
from studio.evaluating.monitoring.report import make_report
from studio.evaluating.monitoring.reporting import reported
from studio.runs.folder import RunFolder
from tests.evaluating.monitored_project import entry, example, monitored_project, write_log
from tests.evaluating.rated_project import make_evaluation

CHILD = "Garçon de 6 ans tombé de vélo devant le collège, grosse bosse, pleure beaucoup et réclame son doudou"
NAMED = "Mme Durand, née le 3/05/1961, 06 12 34 56 78 : céphalée brutale avec raideur de nuque et fièvre à 39."


def entries() -> list[Any]:
    """119 lines like the test rows and rightly answered, then lines that are worth adding for a reason each."""
    return [
        *(entry(number, latency=number / 100) for number in range(101, 220)),
        entry(300, answer="Surveillance.", rating="down", comment="dangereux"),
        entry(301, answer="Je ne sais pas.", time=None),
        entry(302, answer="IRM en urgence.", expected="Surveillance."),
        {"question": CHILD, "answer": "Surveillance.", "model": "other", "time": "2026-06-07T10:00:00Z"},
        entry(303, question=NAMED, answer="Surveillance."),
        entry(70, answer="N’importe quoi."),
        "{bad",
        {"question": "without an answer"},
    ]


def report_of(project: Path, model: str = "") -> MonitoringReport:
    """In this process: what the child would do."""
    *_advances, told = reported(str(project), 1, model)
    return MonitoringReport.model_validate(told)


def bring_in(project: Path, lines: list[Any], name: str = "log.jsonl") -> None:
    *_advances, told = imported(str(project), str(write_log(project.parent / name, lines)))
    assert told["lines"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = monitored_project(tmp_path_factory.mktemp("monitored") / "p")
    bring_in(path, entries())
    return path


@pytest.fixture(scope="module")
def report(project: Path) -> MonitoringReport:
    return report_of(project)


def test_every_metric_has_its_count_and_interval_over_all_and_over_time(report: MonitoringReport) -> None:
    courses = {each.metric: each for each in report.courses}
    form = courses["format_compliance"]
    assert (form.n, form.value) == (125, 123 / 125)
    assert (form.low, form.high) == pytest.approx(wilson(123, 125))
    assert courses["called_urgent"].n == 125
    assert (courses["disliked"].n, courses["disliked"].value) == (1, 1.0)
    assert courses["red_flag_specificity"].n == 1
    assert courses["latency_p50"].value == pytest.approx(1.6)
    # Every third case has warning signs: rightly urgent, but for three: meningeal syndromes, and a fall on the head.
    assert courses["overlooked_warning_signs"].value == pytest.approx(3 / courses["overlooked_warning_signs"].n)
    assert (report.lines, report.undated, report.unit) == (125, 1, "day")
    assert sum(each.n for each in form.bins) == 124
    assert all(each.value is None or (each.low or 0) <= each.value <= (each.high or 0) for each in form.bins)
    assert report.imports[0].bad == 2
    assert report.models == ("qlora-cephalees", "other")


def test_lines_of_one_model_alone(project: Path) -> None:
    report = report_of(project, "other")
    assert (report.lines, report.model) == (1, "other")
    assert [each.verdict for each in report.drift] == ["unknown"]
    assert "1 in use, 40 in the test set" in report.drift[0].sentence


def test_rows_worth_adding_come_with_their_reasons_the_gravest_first(report: MonitoringReport) -> None:
    found = {row.line: dict(row.reasons) for row in report.worth}
    assert "Meningeal syndrome" in found[120]["warning_sign"]
    assert found[120]["bad_rating"] == "Rated as bad: “dangereux”."
    assert set(found[121]) == {"violation"}
    assert found[122] == {"disagreement": "No urgent answer was expected."}
    assert "100% of its runs of three words" in found[123]["unlike"]
    # The case of line 125 stands in the test set.
    assert 125 not in found
    assert "1 line is as like as a copy of a test" in report.left_out[0]
    first = report.worth[0]
    assert {name for name, _said in first.reasons} >= {"warning_sign"}
    assert report.found == len(report.worth)
    named = next(row for row in report.worth if row.line == 124)
    assert {"Mme Durand", "06 12 34 56 78"} <= set(named.identifying)


def test_nothing_has_shifted_in_lines_like_the_test_rows(report: MonitoringReport) -> None:
    assert {each.verdict for each in report.drift} == {"none"}
    assert {"Length of the question", "Urgency", "Fever"} <= {each.title for each in report.drift}
    assert "(Holm)" in report.drift_note
    assert "the expected answers of the test set" in report.drift_note


def test_a_shift_is_told_in_words_with_what_to_do(tmp_path: Path) -> None:
    path = monitored_project(tmp_path / "p")
    lines = [entry(number, question=f"{CHILD} {number}", answer="Surveillance.") for number in range(60)]
    bring_in(path, lines)
    report = report_of(path)
    shifted = {each.title: each for each in report.drift if each.verdict == "drift"}
    assert {"Wording", "Length of the question", "Sex of the patient", "Urgency"} <= set(shifted)
    assert all(each.p is not None and each.p <= 0.05 and each.advice for each in shifted.values())
    assert "doudou" in shifted["Wording"].sentence
    assert shifted["Fever"].now == "0%"
    # As like as copies of each other: one of them is enough.
    assert report.found == 1


def test_whole_prompts_are_compared_by_their_case(tmp_path: Path) -> None:
    path = monitored_project(tmp_path / "p")
    asked = [example(number) for number in range(101, 141)]
    lines = [{"prompt": f"{each.instruction}\n\n{each.input}", "answer": each.response} for each in asked]
    bring_in(path, lines)
    report = report_of(path)
    assert {each.verdict for each in report.drift} == {"none"}
    assert report.undated == 40
    assert all(not each.bins for each in report.courses)


def test_answers_are_held_against_the_newest_evaluation_of_the_same_model(
    tmp_path: Path,
) -> None:
    path = monitored_project(tmp_path / "p")
    bring_in(path, [entry(number) for number in range(101, 141)])
    rows = [EvaluatedRow(id=number, content=example(number)) for number in range(61, 101)]
    run = make_evaluation(path, rows, (["Surveillance."] * 40, ["IRM en urgence."] * 40))
    _finish(run)
    report = report_of(path)
    assert "what qlora-cephalees answered in the evaluation 0001-cases-test" in report.drift_note
    urgency = next(each for each in report.drift if each.title == "Urgency")
    assert (urgency.verdict, urgency.before) == ("drift", "not urgent: 0%")
    called = next(each for each in report.courses if each.metric == "called_urgent")
    assert called.expected == 1.0


def test_what_was_added_is_not_offered_again_and_one_undo_takes_it_back(tmp_path: Path) -> None:
    path = monitored_project(tmp_path / "p")
    bring_in(path, [entry(number) for number in range(101, 121)] + [entry(300, answer="Surveillance.")])
    before = report_of(path)
    assert [row.line for row in before.worth] == [21]
    with Project.open(path) as opened, ProjectReader(path) as reader:
        changes = add_worth(opened, 1, before.worth)
        (row,) = reader.rows(list(changes.inserted))
        assert row.content == example(300).model_copy(update={"response": ""})
        after = report_of(path)
        assert (after.worth, after.left_out) == ((), ("1 line is in the data already.",))
        opened.undo()
    assert report_of(path).worth == before.worth


@pytest.mark.slow
def test_children_read_and_report_and_cancel_leaves_nothing(tmp_path: Path) -> None:
    path = monitored_project(tmp_path / "p")
    file = write_log(tmp_path / "log.jsonl", entries())
    with pytest.raises(ChildCancelled):
        import_log(path, file, cancelled=lambda: True)
    assert not list((path / FOLDER).glob("*.parquet"))
    made = import_log(path, file)
    assert list_logs(path) == [made]
    advances: list[tuple[int, int]] = []
    report = make_report(path, 1, progress=lambda done, total: advances.append((done, total)))
    assert report.lines == 125
    assert advances
    assert all(done <= total == 250 for done, total in advances)


def _finish(run: RunFolder) -> None:
    ended = Finished(reason="completed", steps=40, wall_s=1.0, train_cpu_s=1.0, seq=1, at=1.0)
    run.events.write_text(ended.model_dump_json() + "\n", "utf-8")
