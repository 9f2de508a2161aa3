"""The Train tab as the user sees it, on real run folders."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
)
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from studio.core.events import Event
from studio.data.project import Project
from studio.data.records import Changes
from studio.runs.control import ControlReader
from studio.runs.journal import JournalWriter
from studio.ui.theme import CONTRAST, DARK, LIGHT, Colours, make_palette
from studio.ui.training.comparison_panel import ComparisonModel
from studio.ui.training.run_list import RunListModel
from studio.words import use_language
from tests.ui.settling import settle
from tests.ui.training import scenes
from tests.ui.training.conftest import Opener, OpenTab, shown_points, view_of


def texts(tab: OpenTab) -> str:
    """Every visible label of the page."""
    return "\n".join(each.text() for each in tab.page.findChildren(QLabel) if each.isVisible())


def age(run_file: Path) -> None:
    os.utime(run_file, (1, 1))


def test_a_run_started_by_a_command_comes_into_view_by_itself(qtbot: QtBot, open_tab: Opener, project: Path) -> None:
    tab = open_tab()
    qtbot.waitUntil(lambda: "No run yet" in texts(tab))
    scenes.write_events(scenes.make_run(project), scenes.whole_run())
    qtbot.waitUntil(lambda: tab.page.view is not None and shown_points(tab) > 0)
    assert "No run yet" not in texts(tab)


def test_without_a_run_the_tab_says_what_to_do(open_tab: Opener) -> None:
    tab = open_tab()
    assert "No run yet" in texts(tab)
    assert tab.page.setup.start.isEnabled()
    assert "60 to learn from · 8 to check progress · 40 to test" in texts(tab)


def test_a_finished_run_replays_in_the_same_view(open_tab: Opener, project: Path, qtbot: QtBot) -> None:
    scenes.write_events(scenes.make_run(project), scenes.whole_run())
    tab = open_tab()
    qtbot.waitUntil(lambda: shown_points(tab) == 120)
    qtbot.waitUntil(lambda: "Finished" in texts(tab))
    view = view_of(tab)
    assert "Run 1 · Demonstration (no GPU)" in texts(tab)
    assert view.samples.newest() == f"{scenes.LATE} (0)"
    assert view.details.currentWidget() is view.comparison
    assert "The trained model is better" in view.comparison.sentence.text()
    assert not view.header.now.isVisible()


def test_a_run_that_goes_on_is_attached_with_its_whole_curve_and_followed(
    open_tab: Opener, project: Path, qtbot: QtBot
) -> None:
    run = scenes.make_run(project)
    scenes.write_events(run, [*scenes.beginning(), *scenes.training(1, 50)])
    with scenes.working(run):
        tab = open_tab()
        qtbot.waitUntil(lambda: shown_points(tab) == 50)
        qtbot.waitUntil(view_of(tab).header.save.isVisible)
        assert "Training · step 50 of 120" in texts(tab)
        with JournalWriter(run.events) as journal:
            for event in scenes.training(51, 60):
                journal.append(event)
        qtbot.waitUntil(lambda: shown_points(tab) == 60)
        assert "A run is going on" in tab.page.setup.reason.text()
        assert tab.page.run_in_progress()


def test_the_stop_buttons_leave_the_wish_where_the_worker_looks(open_tab: Opener, project: Path, qtbot: QtBot) -> None:
    run = scenes.make_run(project)
    scenes.write_events(run, [*scenes.beginning(), *scenes.training(1, 5)])
    with scenes.working(run):
        tab = open_tab()
        qtbot.waitUntil(view_of(tab).header.save.isVisible)
        qtbot.mouseClick(view_of(tab).header.save, Qt.MouseButton.LeftButton)
        assert ControlReader(run).latest() == "stop_and_save"
        assert "Stopping…" in texts(tab)
        qtbot.mouseClick(view_of(tab).header.now, Qt.MouseButton.LeftButton)
        assert ControlReader(run).latest() == "stop_now"


def test_a_worker_that_died_is_told_in_plain_words(open_tab: Opener, project: Path, qtbot: QtBot) -> None:
    run = scenes.make_run(project)
    scenes.write_events(run, [*scenes.beginning(), *scenes.training(1, 30)])
    scenes.leave_dead(run, "loading\nFatal Python error: Segmentation fault\n")
    age(run.job_file)
    tab = open_tab()
    qtbot.waitUntil(view_of(tab).problem.isVisible)
    assert "The worker crashed inside a library: Segmentation fault." in texts(tab)
    assert "Resume the run" in texts(tab)
    assert "Fatal Python error" in view_of(tab).problem.log.text()
    assert "Interrupted" in texts(tab)
    assert shown_points(tab) == 30
    assert tab.page.setup.start.isEnabled()


def test_a_worker_that_dies_while_watched_is_noticed(open_tab: Opener, project: Path, qtbot: QtBot) -> None:
    run = scenes.make_run(project)
    scenes.write_events(run, [*scenes.beginning(), *scenes.training(1, 10)])
    age(run.job_file)
    with scenes.working(run):
        tab = open_tab()
        qtbot.waitUntil(view_of(tab).header.save.isVisible)
    scenes.leave_dead(run)
    qtbot.waitUntil(view_of(tab).problem.isVisible)
    assert "ended from outside" in texts(tab)


def test_a_failed_run_shows_its_sentence_and_hint(open_tab: Opener, project: Path, qtbot: QtBot) -> None:
    scenes.write_events(scenes.make_run(project), scenes.failing())
    tab = open_tab()
    qtbot.waitUntil(view_of(tab).problem.isVisible)
    assert "The GPU has not enough memory for this model." in texts(tab)
    assert "Choose a smaller micro-batch" in texts(tab)


def test_a_past_run_chosen_in_the_list_comes_into_view(open_tab: Opener, project: Path, qtbot: QtBot) -> None:
    scenes.write_events(scenes.make_run(project), scenes.whole_run())
    scenes.write_events(scenes.make_run(project), scenes.failing())
    tab = open_tab()
    qtbot.waitUntil(lambda: shown_points(tab) == 33)
    tab.page.runs.view.setCurrentIndex(tab.page.runs.model.index(1))
    qtbot.waitUntil(lambda: shown_points(tab) == 120)
    assert not view_of(tab).problem.isVisible()
    assert "Run 1" in view_of(tab).header.title.text()


def test_an_earlier_answer_can_be_looked_up(open_tab: Opener, project: Path, qtbot: QtBot) -> None:
    scenes.write_events(scenes.make_run(project), scenes.whole_run())
    tab = open_tab()
    samples = view_of(tab).samples
    qtbot.waitUntil(lambda: scenes.LATE in samples.newest())
    assert f"{scenes.EARLY} (0)" in samples.story.toPlainText()
    samples.question.setCurrentIndex(2)
    assert samples.newest().endswith("(2)")
    assert f"{scenes.EARLY} (2)" in samples.story.toPlainText()


def test_a_read_only_project_can_watch_but_not_start(open_tab: Opener, project: Path, qtbot: QtBot) -> None:
    scenes.write_events(scenes.make_run(project), scenes.whole_run())
    tab = open_tab(read_only=True)
    qtbot.waitUntil(lambda: shown_points(tab) == 120)
    assert not tab.page.setup.start.isEnabled()
    assert "open in another window" in tab.page.setup.reason.text()


def test_new_examples_are_counted_at_once(open_tab: Opener, qtbot: QtBot) -> None:
    tab = open_tab()
    with qtbot.waitSignal(tab.project.changed):
        tab.project.change(_add_one, pytest.fail)
    assert "61 to learn from" in tab.page.setup.counts.text()


def _add_one(project: Project) -> Changes:
    from studio.core.example import Instruction

    return project.add_rows(1, [Instruction(instruction="Cas", response="Réponse")], split="train")


def test_a_wrong_option_is_marked_and_start_waits(open_tab: Opener, qtbot: QtBot) -> None:
    tab = open_tab()
    setup = tab.page.setup
    qtbot.mouseClick(setup.more, Qt.MouseButton.LeftButton)
    field = setup.options.field("method.rank")
    assert isinstance(field.control, QLineEdit)
    field.control.clear()
    qtbot.keyClicks(field.control, "9999")
    assert field.note.isVisible()
    assert field.note.text() == "Enter a whole number from 1 to 256."
    assert not setup.start.isEnabled()
    assert setup.reset.isVisible()
    qtbot.mouseClick(setup.reset, Qt.MouseButton.LeftButton)
    assert not field.note.isVisible()
    assert setup.start.isEnabled()


def test_a_model_that_is_not_here_is_said_beside_its_field(open_tab: Opener) -> None:
    tab = open_tab()
    tab.page.setup.model.choice.setEditText("/nowhere/model")
    assert "There is no such folder or file." in texts(tab)
    assert not tab.page.setup.start.isEnabled()


def test_an_error_while_preparing_is_told_and_start_can_be_pressed_again(
    open_tab: Opener, project: Path, qtbot: QtBot
) -> None:
    tab = open_tab()
    (project / "contract.yaml").write_text("format: [", "utf-8")
    qtbot.mouseClick(tab.page.setup.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(message.level == "problem" for message in tab.told))
    qtbot.waitUntil(tab.page.setup.start.isEnabled)
    assert list((project / "runs").glob("0*")) == []


def test_examples_of_no_part_are_divided_before_the_start(open_tab: Opener, project: Path, qtbot: QtBot) -> None:
    shutil.rmtree(project)
    scenes.make_project(project, train=0, validation=0, test=0, free=100)
    tab = open_tab()
    assert "100 examples have no part yet" in texts(tab)
    # The run itself is not wanted here: a broken contract ends the start after the division.
    (project / "contract.yaml").write_text("format: [", "utf-8")
    qtbot.mouseClick(tab.page.setup.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "80 to learn from · 10 to check progress · 10 to test" in texts(tab))
    assert tab.project.reader.undo_label() is not None
    qtbot.waitUntil(tab.page.setup.start.isEnabled)


@pytest.mark.parametrize("colours", [LIGHT, DARK, CONTRAST])
def test_every_control_has_a_name_and_can_be_reached_by_keyboard(
    open_tab: Opener, project: Path, qtbot: QtBot, colours: Colours
) -> None:
    run = scenes.make_run(project)
    scenes.write_events(run, [*scenes.beginning(), *scenes.training(1, 25)])
    with scenes.working(run):
        tab = open_tab()
        tab.page.setPalette(make_palette(colours))
        qtbot.waitUntil(view_of(tab).header.save.isVisible)
        tab.page.setup.more.setChecked(True)
    kinds = (QAbstractButton, QComboBox, QPlainTextEdit, QAbstractItemView, QTabWidget)
    controls = [each for kind in kinds for each in tab.page.findChildren(kind) if each.isVisible()]
    assert len(controls) > 15
    for each in controls:
        named = each.accessibleName() or (each.text() if isinstance(each, QAbstractButton) else "")
        assert named, f"{each} has no name"
        assert each.focusPolicy() & Qt.FocusPolicy.TabFocus or isinstance(each, QTabWidget), f"{named}: no keyboard"


@pytest.fixture
def french() -> Iterator[None]:
    use_language("fr")
    yield
    use_language("en")


@pytest.mark.usefixtures("french")
def test_everything_is_said_in_french(open_tab: Opener, project: Path, qtbot: QtBot) -> None:
    run = scenes.make_run(project)
    scenes.write_events(run, [*scenes.beginning(), *scenes.training(1, 50)])
    with scenes.working(run):
        tab = open_tab()
        qtbot.waitUntil(lambda: "En cours" in texts(tab))
    said = texts(tab)
    assert "Entraînement · pas 50 sur 120" in said
    assert "Taux d’apprentissage" in said
    assert "0,00" in said
    assert "Arrêter et enregistrer" in view_of(tab).header.save.text()


def test_the_list_of_runs_is_a_sound_model(qtmodeltester: ModelTester, open_tab: Opener, project: Path) -> None:
    scenes.write_events(scenes.make_run(project), scenes.whole_run())
    tab = open_tab()
    model = tab.page.runs.model
    assert isinstance(model, RunListModel)
    assert model.rowCount() == 1
    qtmodeltester.check(model)
    said = str(model.index(0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert said.startswith("Run 1, Finished, Demonstration (no GPU)")


def test_the_comparison_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    from studio.core.events import Scored
    from studio.ui.training.comparison import ScoreBook

    book, model = ScoreBook(), ComparisonModel()
    found: list[Event] = [*scenes.scores("base", 0.02, 0.05), *scenes.scores("tuned", 0.97, 0.94)]
    for event in found:
        assert isinstance(event, Scored)
        book.take(event)
    model.show_rows(book.comparison().rows)
    qtmodeltester.check(model)
    assert [model.index(0, column).data() for column in range(5)] == [
        "Answers in the required format", "2% (0% to 6%)", "97% (93% to 100%)", "better", "120",
    ]  # fmt: skip


def test_a_run_whose_folder_was_deleted_stays_in_view_and_says_so(
    open_tab: Opener, project: Path, qtbot: QtBot
) -> None:
    run = scenes.make_run(project)
    scenes.write_events(run, scenes.beginning())
    with scenes.working(run):
        tab = open_tab()
        qtbot.waitUntil(lambda: "Running" in texts(tab))
        shutil.rmtree(run.path)
        qtbot.waitUntil(lambda: "The folder of the run has been moved or deleted." in texts(tab))
    tab.page.desk.list_runs()
    settle(qtbot, lambda: not tab.background.busy)
    assert "The folder of the run has been moved or deleted." in texts(tab)


def test_start_sees_a_run_that_someone_else_began_meanwhile(open_tab: Opener, project: Path, qtbot: QtBot) -> None:
    tab = open_tab()
    qtbot.waitUntil(tab.page.setup.start.isEnabled)
    run = scenes.make_run(project)
    scenes.write_events(run, scenes.beginning())
    with scenes.working(run):
        with qtbot.waitSignal(tab.page.desk.start_failed):
            tab.page.setup.start.click()
        settle(qtbot, lambda: not tab.background.busy)
        assert [each.name for each in (project / "runs").glob("0*")] == [run.name]
        assert not tab.page.setup.start.isEnabled()
