"""The section of benchmarks: what it asks for, and scores in one order, own ones among published ones."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.core.benchmark import BENCHMARKS
from studio.data.project import Project
from studio.data.published import PublishedScore, published_scores
from studio.data.reader import ProjectReader
from studio.evaluating.benchmark_results import read_outcome
from studio.runs.control import ControlReader
from studio.runs.queue import is_waiting
from studio.runs.run import begin_run
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.evaluation.benchmarks.presenter import (
    DIFFERS,
    BenchmarkWish,
    FileLook,
    duration_words,
    facts,
    ladder,
    obstacle,
    overview,
)
from studio.ui.evaluation.benchmarks.section import BenchmarksSection
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.words import use_language
from tests.evaluating.benchmark_project import BASE, TUNED, asked_benchmark
from tests.ui.settling import settle

MEDQA = {"question": "Quelle cause ?", "options": {"A": "w", "B": "x", "C": "y", "D": "z"}, "answer_idx": "B"}
PUBLISHED = PublishedScore(
    "Mistral", 0.5, "accuracy", "A leaderboard", "https://example.org", "2024-03-14", {"en": "zero-shot", "fr": "…"}
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "headaches"
    Project.create(path, "Headaches").close()
    return path


@pytest.fixture
def section(qtbot: QtBot, project: Path) -> Iterator[BenchmarksSection]:
    background, messages = Background(), Messages()
    with Project.open(project) as writer:
        context = ProjectContext(project, ProjectReader(project), writer, background)
        made = BenchmarksSection(context, background, messages, Settings())
        qtbot.addWidget(made)
        settle(qtbot, lambda: not background.busy)
        yield made
        made.leave()
        background.close()
        context.reader.close()


def wish(name: str = "medqa", look: FileLook | None = None, most_rows: int = 0) -> BenchmarkWish:
    return BenchmarkWish(BENCHMARKS[name], look, (BASE,), most_rows)


def test_it_says_why_it_cannot_start() -> None:
    good = FileLook(Path("medqa.jsonl"), "medqa", 200)
    assert obstacle(wish(look=good), read_only=False) == ""
    assert obstacle(wish("francais_general"), read_only=False) == ""
    assert "another window" in obstacle(wish(look=good), read_only=True)
    assert "Choose the file" in obstacle(wish(), read_only=False)
    assert obstacle(wish(look=FileLook(Path("a"), "medqa", problem="Bad.", hint="So.")), read_only=False) == "Bad. So."
    assert "Tick" in obstacle(BenchmarkWish(BENCHMARKS["medqa"], good, ()), read_only=False)


def test_the_time_is_told_where_the_models_are_known() -> None:
    asked = wish(look=FileLook(Path("medqa.jsonl"), "medqa", 200), most_rows=60)
    assert asked.questions == 60
    assert "60 s" in duration_words(asked, {"demo": 1.0})
    assert duration_words(asked, {}) == ""


@pytest.mark.parametrize("benchmark", BENCHMARKS.values(), ids=lambda each: each.name)
def test_licence_and_form_are_told_before_anything_is_asked(benchmark) -> None:
    told = dict(facts(benchmark))
    assert told["Measures"]
    assert told["File"]
    assert told.get("Licence", "") == benchmark.licence


def test_published_scores_are_marked_and_all_stand_in_one_order(tmp_path: Path) -> None:
    use_language("en")
    run = asked_benchmark(tmp_path, (range(1, 21), range(1, 56)), rows=0)
    shown = ladder(read_outcome(run, "finished"), [PUBLISHED])
    assert [(line.name, line.standing) for line in shown.lines] == [
        (BASE.title, "own"),
        ("Mistral", "published"),
        (TUNED.title, "own"),
        ("Always the same answer", "baseline"),
        ("Chance", "baseline"),
    ]
    by_name = {line.name: line for line in shown.lines}
    assert by_name["Mistral"].scores == ((f"50.0% {DIFFERS}", ""),)
    assert "https://example.org" in by_name["Mistral"].tip
    assert by_name[BASE.title].scores[0][1].endswith("n = 60")
    assert by_name[TUNED.title].change == "−58.3\nforgotten"
    assert shown.findings[0].startswith(f"{TUNED.title} – Forgotten: −58.3 points")
    assert any(DIFFERS in note for note in shown.notes)


def test_every_published_figure_finds_its_line(tmp_path: Path) -> None:
    run = asked_benchmark(tmp_path, ((), ()), rows=8)
    outcome = read_outcome(run, "finished")
    for name, scores in published_scores().items():
        lines = ladder(outcome, scores).lines if not BENCHMARKS[name].several else ()
        told = {(line.name, line.source) for line in lines if line.standing in ("published", "human")}
        assert len(told) == (len(scores) if lines and scores else 0)


def test_the_overview_has_the_newest_score_of_each_benchmark(tmp_path: Path) -> None:
    old, new = (asked_benchmark(tmp_path, (range(60), range(60)), rows=rows) for rows in (8, 12))
    found = overview([read_outcome(new, "finished"), read_outcome(old, "finished")])
    assert found.columns == ("Français général",)
    assert [(line.model, line.cells[0] and line.cells[0][1][-6:]) for line in found.lines] == [
        (TUNED.title, "n = 12"),
        (BASE.title, "n = 12"),
    ]


def test_what_was_asked_is_shown_and_can_be_chosen(qtbot: QtBot, project: Path, section: BenchmarksSection) -> None:
    runs = [asked_benchmark(project, (range(60), range(60)), rows=rows) for rows in (8, 12)]
    section._desk.read()
    qtbot.waitUntil(lambda: section.results.choice.count() == 2)
    assert section.results.choice.currentData() == runs[1]
    assert section.results.table.rowCount() == 4
    section.results.choice.setCurrentIndex(1)
    assert section.results.current().outcome.rows == 8
    assert section.results.overview.isHidden()


def test_a_file_of_another_benchmark_leads_there(qtbot: QtBot, tmp_path: Path, section: BenchmarksSection) -> None:
    file = tmp_path / "medqa.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in [MEDQA, MEDQA, {"question": "?"}]), "utf-8")
    setup = section.setup
    assert setup.benchmarks.benchmark.name == "frenchmedmcqa"
    setup.file_chosen.emit(file)
    qtbot.waitUntil(lambda: setup.wish().look is not None)
    assert setup.benchmarks.benchmark.name == "medqa"
    assert "2 questions, 1 row left out" in setup.file.text()
    assert "line 3" in setup.file.toolTip()


def test_asking_queues_the_shipped_questions(qtbot: QtBot, project: Path, section: BenchmarksSection) -> None:
    # One model at a time: the questions wait for this run, which never begins.
    begin_run(project, "busy")
    setup = section.setup
    setup.benchmarks.choose("francais_general")
    assert setup.choose_file.isHidden()
    setup.models.other.setChecked(True)
    setup.models.picker.choice.setEditText("demo")
    qtbot.waitUntil(setup.start.isEnabled)
    setup.rows.setValue(5)
    setup.start.click()
    # It may be listed a moment before it is queued.
    qtbot.waitUntil(lambda: (now := section.results.current()) is not None and now.waiting)
    shown = section.results.current()
    assert shown is not None
    assert shown.outcome.rows == 5
    assert not section.results.stop_requested.isHidden()
    section.results.stop_requested.click()
    assert not is_waiting(shown.outcome.run)
    assert ControlReader(shown.outcome.run).latest() == "stop_now"
