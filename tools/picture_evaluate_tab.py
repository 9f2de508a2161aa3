"""The pictures of the Evaluate tab: every section, empty and in use."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from studio import paths
from studio.core.spoken import Ended, Guess, SpokenToken
from studio.data.logs.storing import list_logs, remove_log
from studio.runs.folder import RunFolder
from studio.ui.evaluation.benchmarks.section import BenchmarksSection
from studio.ui.evaluation.monitoring.section import MonitoringSection
from studio.ui.evaluation.page import EvaluationPage
from studio.ui.evaluation.playground.exchange import Exchange, Reply
from studio.ui.evaluation.playground.looking import judge_answer
from studio.ui.evaluation.playground.section import PlaygroundSection
from studio.ui.evaluation.rating.section import RatingSection
from studio.ui.evaluation.results.section import ResultsSection
from studio.ui.message_bar import MessageBar
from studio.ui.training.run_delegate import RunRole
from tools.picture_evaluations import (
    RECORDED,
    place_benchmarks,
    place_earlier,
    place_evaluation,
    place_labelled,
    place_run,
)
from tools.picture_opinions import place_ratings, write_log
from tools.picture_runs import remove_runs

if TYPE_CHECKING:
    from tools.screenshots import Camera

Section = TypeVar("Section", bound=QWidget)

_SURE = (0.99, 0.97, 0.93, 0.88, 0.71, 0.95, 0.52, 0.98, 0.24)
_LABEL = "urgence"
_WARNING_SIGNS = 1
"""The line of the metric that gets worse in the log."""


def take_evaluate(camera: "Camera", preset: str) -> None:
    """Each section as it is found first, then with something in it; what was placed for that goes again."""
    page = camera.session.window.findChild(EvaluationPage)
    if page is None:
        raise LookupError("the window has no Evaluate tab")
    project, language = paths.default_project(), camera.look[1]
    run = place_run(project, preset, language)
    evaluation = place_evaluation(project, run, language)
    placed = [run, evaluation]
    _take_results(camera, _section(page, "results", ResultsSection))
    for section in ("rating", "playground", "benchmarks", "monitoring"):
        page.show_section(section)
        camera.take(f"evaluate-{section}")
    placed += _take_several(camera, page, preset)
    place_ratings(evaluation, language)
    _take_rating(camera, _section(page, "rating", RatingSection))
    _take_talk(camera, _section(page, "playground", PlaygroundSection))
    questions = project.parent / "questions-inventees.json"
    placed += place_benchmarks(project, run, questions, language)
    _take_benchmarks(camera, _section(page, "benchmarks", BenchmarksSection))
    _take_monitoring(camera, _section(page, "monitoring", MonitoringSection), project)
    remove_runs(placed)


def _section(page: EvaluationPage, key: str, kind: type[Section]) -> Section:
    found = page.show_section(key)
    if not isinstance(found, kind):
        raise LookupError(f"the section {key} is another one")
    return found


def _take_results(camera: "Camera", results: ResultsSection) -> None:
    results.desk.list_models()
    results.desk.list_evaluations()
    parts = results.view.parts
    camera.wait(lambda: parts.isVisible() and parts.count() > 0)
    for at, name in enumerate(("results", "rows", "groups", "labels")):
        parts.setCurrentIndex(at)
        camera.take(f"evaluate-{name}")
    parts.setCurrentIndex(0)
    _scroll_to(parts.plot)
    camera.take("evaluate-plot")


def _take_several(camera: "Camera", page: EvaluationPage, preset: str) -> tuple[RunFolder, ...]:
    """Two evaluations side by side, the leaderboard, and what a classifier takes for what."""
    project, language = paths.default_project(), camera.look[1]
    results = _section(page, "results", ResultsSection)
    other = place_run(project, preset, language)
    earlier = place_earlier(project, other, language)
    results.desk.list_evaluations()
    listed = results.list.model
    camera.wait(lambda: listed.rowCount() > 1)
    for row in (0, 1):
        listed.setData(listed.index(row), Qt.CheckState.Checked, RunRole.TICKED)
    camera.wait(lambda: results.stage.comparison.compared is not None)
    camera.take("evaluate-comparison")
    results.board.click()
    camera.wait(lambda: results.stage.board.table.rowCount() > 0)
    camera.take("evaluate-leaderboard")
    labelled = place_labelled(project, language)
    results.desk.list_evaluations()
    camera.wait(lambda: listed.row_of(labelled) >= 0)
    results.list.run_chosen.emit(labelled)
    view = results.view
    camera.wait(lambda: view.read is not None and view.read.found.results.run == labelled)
    view.parts.setCurrentWidget(view.parts.labels)
    camera.rest()
    for picker in (view.parts.labels.about, view.parts.labels.held, view.parts.labels.threshold.label):
        picker.setCurrentIndex(picker.findText(_LABEL))
    camera.rest()
    _scroll_to(view.parts.labels.threshold)
    camera.take("evaluate-threshold")
    return other, earlier, labelled


def _take_rating(camera: "Camera", rating: RatingSection) -> None:
    rating.desk.list_sessions()
    camera.wait(lambda: rating.home.sessions.count() > 1)
    camera.take("evaluate-rating-sessions")
    rating.home.read.click()
    camera.wait(rating.reading.isVisible)
    camera.take("evaluate-rating-reading")
    rating.reading.pause.click()
    rating.home.sessions.setCurrentRow(1)
    rating.home.results.click()
    camera.wait(rating.results.isVisible)
    rating.results.reveal.click()
    camera.wait(lambda: not rating.results.reveal.isVisible())
    camera.take("evaluate-rating-results")


def _take_talk(camera: "Camera", playground: PlaygroundSection) -> None:
    """As if the models had been asked: what they really answered, token by token, with made-up probabilities."""
    camera.wait(lambda: len(playground.presenter.pair) > 1)
    asked = next(each for each, said in RECORDED["tuned"].items() if "en urgence et avis" in said[0])
    replies = tuple(
        _reply(Reply(subject, "ended"), RECORDED[state][asked][0])
        for subject, state in zip(playground.presenter.pair, ("base", "tuned"), strict=True)
    )
    playground.add_exchange(Exchange(asked, "", replies))
    for side, reply in enumerate(replies):
        playground.show_verdict(0, side, judge_answer(paths.default_project(), asked, reply.text))
    playground.setup.sure.setChecked(True)
    camera.take("evaluate-playground-talk")


def _reply(reply: Reply, text: str) -> Reply:
    reply.tokens = [
        SpokenToken(text=word, probability=sure, guesses=(Guess(text=word, probability=sure),))
        for word, sure in zip(_pieces(text), _SURE * len(text), strict=False)
    ]
    reply.ended = Ended(text=text, tokens=len(reply.tokens), by="itself", first_token_s=0.12, total_s=0.9)
    return reply


def _pieces(text: str) -> Sequence[str]:
    first, *others = text.split(" ")
    return [first, *(f" {each}" for each in others)]


def _take_benchmarks(camera: "Camera", benchmarks: BenchmarksSection) -> None:
    choice = benchmarks.results.choice
    camera.wait(lambda: choice.count() > 1)
    camera.take("evaluate-benchmarks-results")


def _take_monitoring(camera: "Camera", monitoring: MonitoringSection, project: Path) -> None:
    monitoring.import_log(write_log(project.parent / "appels-automne.jsonl"))
    camera.wait(lambda: monitoring.report is not None)
    for bar in camera.session.window.findChildren(MessageBar):
        bar.leave()
    monitoring.courses.table.setCurrentCell(_WARNING_SIGNS, 0)
    camera.take("evaluate-monitoring-chart")
    _scroll_to(monitoring.drift)
    camera.take("evaluate-monitoring-report")
    _scroll_to(monitoring.worth)
    camera.take("evaluate-monitoring-worth")
    for each in list_logs(project):
        remove_log(project, each.name)


def _scroll_to(widget: QWidget) -> None:
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is not None and (inner := area.widget()) is not None:
        area.verticalScrollBar().setValue(widget.mapTo(inner, widget.rect().topLeft()).y())
