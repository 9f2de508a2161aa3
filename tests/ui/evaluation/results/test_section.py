"""The results as a person uses them: start, follow, read, note, stop, go on, compare, rank."""

import csv
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.core.contract import parse_contract
from studio.core.targets import Target, Targets
from studio.evaluating.targets import read_targets
from studio.paths import DEMO
from studio.runs.evaluations import list_evaluations
from studio.runs.folder import RunFolder
from studio.runs.row_notes import read_notes
from studio.ui.evaluation.results.rows_panel import RowsPanel
from studio.ui.evaluation.results.section import ResultsSection
from studio.ui.theme import CONTRAST, DARK, LIGHT, make_palette
from studio.ui.training.run_delegate import RunRole
from studio.words import use_language
from tests.evaluating.evaluated_project import BASE, Made, cases, evaluation, mute, right, subject
from tests.ui.evaluation.results.opened import ROWS, Opener
from tests.ui.settling import settle


def texts(widget: QWidget) -> str:
    """Every label that can be seen."""
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def row_ids(section: ResultsSection) -> list[int]:
    stage = section.stage
    front = stage.comparison.parts if stage.currentWidget() is stage.comparison else stage.view.parts
    answers = front.rows.answers
    return [answers.line(row).id for row in range(answers.rowCount())]


def choose_filter(rows: RowsPanel, key: str) -> None:
    rows.filter.setCurrentIndex(rows.filter.findData(key))


def tick(section: ResultsSection, *rows: int) -> None:
    model = section.list.model
    for row in rows:
        model.setData(model.index(row), Qt.CheckState.Checked, RunRole.TICKED)


def two_evaluations(path: Path) -> tuple[RunFolder, RunFolder]:
    rows = cases(ROWS)
    first = evaluation(path, rows, [(BASE, mute(rows)), (subject(1), right(rows))])
    return first, evaluation(path, rows[:-1], [(subject(2), right(rows[:-1], (3, 6, 4)))], Made(2))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="plays the worker through a shell script")
def test_an_evaluation_from_start_to_note(qtbot: QtBot, open_section: Opener, path: Path, light_workers: None) -> None:
    slow = path / "slow"
    slow.touch()
    opened = open_section()
    section = opened.section
    view, head = section.view, section.view.head
    assert "No evaluation yet" in texts(section)
    qtbot.waitUntil(section.setup.start.isEnabled)
    section.setup.start.click()
    qtbot.waitUntil(lambda: head.stop.isVisible() and view.read is not None)
    qtbot.waitUntil(lambda: all(len(each.answered) == ROWS for each in view.read.found.results.subjects))
    qtbot.waitUntil(lambda: head.state.text() == "Running")
    # What is being looked at and typed stays while the scores are read again.
    view.parts.setCurrentWidget(view.parts.rows)
    view.parts.rows.table.selectRow(5)
    view.parts.rows.pane.note.setPlainText("À revoir")
    view.show_read(replace(view.read))
    assert view.parts.rows.table.currentIndex().row() == 5
    assert view.parts.rows.pane.note.toPlainText() == "À revoir"
    head.stop.click()
    qtbot.waitUntil(head.resume.isVisible)
    assert not head.stop.isVisible()
    slow.unlink()
    head.resume.click()
    qtbot.waitUntil(lambda: head.state.text() == "Finished")
    settle(qtbot, lambda: not opened.background.busy)
    view.parts.setCurrentIndex(0)
    qtbot.waitUntil(lambda: "Better, surely: “Format compliance” 0% → 100%" in texts(view))
    assert "Change targets…" in [each.text() for each in view.findChildren(QPushButton)]
    cells = [view.parts.scores.item(0, column).text() for column in range(3)]
    assert cells[0] == "Format compliance"
    assert cells[2].startswith("◐ 100%  better\n")
    section.view.leave()
    settle(qtbot, lambda: not opened.background.busy)
    (summary,) = list_evaluations(path)
    assert [note.note for note in read_notes(summary.run).values()] == ["À revoir"]
    assert opened.told == []


def test_rows_are_filtered_noted_and_found_again(qtbot: QtBot, open_section: Opener, path: Path) -> None:
    rows = cases(ROWS)
    run = evaluation(path, rows, [(subject(1), right(rows)), (subject(2), right(rows, (3, 6, 4)))])
    opened = open_section()
    section, panel = opened.section, opened.section.view.parts.rows
    qtbot.waitUntil(lambda: section.view.read is not None)
    qtbot.waitUntil(lambda: "Red flags newly missed: 2" in texts(section.view))
    (show,) = [each for each in section.view.findChildren(QPushButton) if each.text() == "Show these rows"][:1]
    show.click()
    assert row_ids(section) == [3, 6]
    assert panel.back.isVisible()
    panel.back.click()
    assert len(row_ids(section)) == ROWS
    for key, found in (("newly_wrong", [3, 4, 6]), ("missed_red_flag", [3, 6]), ("false_alarm", [4]), ("noted", [])):
        choose_filter(panel, key)
        assert row_ids(section) == found
    choose_filter(panel, "missed_red_flag")
    panel.model.setCurrentIndex(0)
    assert row_ids(section) == []
    choose_filter(panel, "all")
    panel.search.setText("cas 12")
    assert row_ids(section) == [12]
    assert panel.counts.text() == "1 row of 12"
    panel.search.clear()
    panel.table.selectRow(2)
    qtbot.waitUntil(lambda: "Red flag missed." in texts(panel.pane))
    panel.pane.note.setPlainText("Fièvre oubliée")
    panel.pane.tags.setText("grave, à revoir, grave")
    panel.table.selectRow(0)
    assert panel.pane.note.toPlainText() == ""
    choose_filter(panel, "noted")
    assert row_ids(section) == [3]
    settle(qtbot, lambda: not opened.background.busy)
    assert read_notes(run)[3].tags == ("grave", "à revoir")
    opened.close()
    section = open_section().section
    qtbot.waitUntil(lambda: section.view.read is not None)
    choose_filter(section.view.parts.rows, "noted")
    assert row_ids(section) == [3]
    assert section.view.parts.rows.pane.note.toPlainText() == "Fièvre oubliée"


def test_ticked_evaluations_are_compared_on_the_rows_of_both(qtbot: QtBot, open_section: Opener, path: Path) -> None:
    two_evaluations(path)
    section = open_section().section
    qtbot.waitUntil(lambda: section.view.read is not None)
    tick(section, 0)
    assert section.stage.currentWidget() is section.view
    tick(section, 1)
    comparison = section.stage.comparison
    qtbot.waitUntil(lambda: comparison.compared is not None)
    assert section.stage.currentWidget() is comparison
    assert comparison.title.text() == "Comparison of 2 evaluations"
    assert comparison.facts.text() == "headaches · 3 models · 11 rows in common"
    assert [comparison.first.itemText(at) for at in range(3)] == ["Before", "Run 1", "Run 2"]
    comparison.first.setCurrentIndex(1)
    comparison.first.activated.emit(1)
    qtbot.waitUntil(lambda: comparison.compared.keys[0] == ("0001-headaches-test", 1))
    rows = comparison.parts.rows
    comparison.parts.setCurrentWidget(rows)
    rows.model.setCurrentIndex(2)
    choose_filter(rows, "newly_wrong")
    assert row_ids(section) == [3, 4, 6]
    assert not rows.pane.note.isVisible()
    # Choosing an evaluation brings it to the front; the ticks stay, and so does the way back.
    section.list.view.setCurrentIndex(section.list.model.index(1))
    assert section.stage.currentWidget() is section.view
    section.compare.click()
    assert section.stage.currentWidget() is comparison
    section.list.untick("0002-headaches-test")
    assert section.stage.currentWidget() is section.view
    assert section.compare.isHidden()


def test_what_cannot_be_compared_is_a_sentence(qtbot: QtBot, open_section: Opener, path: Path) -> None:
    rows = cases(ROWS)
    evaluation(path, rows, [(subject(1), right(rows))])
    evaluation(path, rows, [(subject(2), right(rows))], Made(2, dataset="others"))
    section = open_section().section
    qtbot.waitUntil(lambda: section.view.read is not None)
    tick(section, 0, 1)
    qtbot.waitUntil(lambda: "different data sets cannot be compared" in texts(section.stage.comparison))
    assert section.stage.comparison.parts.isHidden()


def test_the_leaderboard_opens_the_evaluation_of_a_line(qtbot: QtBot, open_section: Opener, path: Path) -> None:
    two_evaluations(path)
    section = open_section().section
    qtbot.waitUntil(lambda: section.view.read is not None)
    section.board.click()
    board = section.stage.board
    qtbot.waitUntil(lambda: board.table.rowCount() == 3)
    models = [board.table.item(row, 1).text().splitlines()[0] for row in range(3)]
    assert models == ["Run 1", "Run 2", "Before"]
    assert board.measure.currentData() == "red_flag_recall"
    assert board.table.item(1, 3).text() == "Not told apart from the first\non 3 shared rows"
    assert "Not all were asked the same rows" in board.words.text()
    assert "there is no verdict" not in board.words.text()
    board.measure.setCurrentIndex(board.measure.findData("format_compliance"))
    board.measure.activated.emit(board.measure.currentIndex())
    qtbot.waitUntil(lambda: board.table.horizontalHeaderItem(2).text() == "Format compliance")
    rows = cases(ROWS)
    other = parse_contract((DEMO / "contract.yaml").read_text("utf-8").replace("longest: 216", "longest: 215"))
    evaluation(path, rows, [(subject(3), right(rows, (1,)))], Made(3, contract=other))
    section.desk.list_evaluations()
    qtbot.waitUntil(lambda: board.table.rowCount() == 4)
    assert board.measure.currentData() == "format_compliance"
    assert "there is no verdict" in board.words.text()
    at = [board.table.item(row, 1).text() for row in range(4)].index("Before")
    board.table.cellActivated.emit(at, 0)
    assert section.stage.currentWidget() is section.view
    assert section.view.head.title.text().startswith("Evaluation 1")


def test_without_a_finished_evaluation_the_board_says_so(qtbot: QtBot, open_section: Opener) -> None:
    section = open_section().section
    section.board.click()
    qtbot.waitUntil(lambda: "No evaluation has ended yet" in texts(section.stage.board))


def test_targets_are_changed_and_judged_at_once(qtbot: QtBot, open_section: Opener, path: Path) -> None:
    two_evaluations(path)
    section = open_section().section
    qtbot.waitUntil(lambda: section.view.read is not None)
    dialog = section.stage.edit_targets()
    assert dialog is not None
    assert dialog.targets() == read_targets(path)
    dialog.add.click()
    added = dialog.rows[-1]
    added.measure.setCurrentIndex(added.measure.findData("red_flag_recall"))
    assert "two targets of the same direction" in dialog.problem.text()
    assert not dialog.save.isEnabled()
    while len(dialog.rows) > 1:
        dialog.rows[0].remove.click()
    dialog.rows[0].value.setValue(15.0)
    assert dialog.save.isEnabled()
    assert "needs at least" in dialog.needed.text()
    dialog.save.click()
    own = Targets(targets=(Target(metric="red_flag_recall", at_least=0.15),))
    qtbot.waitUntil(lambda: section.view.read.targets == own)
    assert read_targets(path) == own
    qtbot.waitUntil(lambda: "“Red-flag detection (sensitivity)” lies between" in texts(section.view))


def test_the_plot_is_read_with_keys_and_taken_along(
    qtbot: QtBot, open_section: Opener, path: Path, tmp_path: Path
) -> None:
    two_evaluations(path)
    opened = open_section()
    section = opened.section
    section.list.view.setCurrentIndex(section.list.model.index(1))
    qtbot.waitUntil(lambda: section.view.read is not None and len(section.view.read.forest.models) == 2)
    panel, read = section.view.parts.plot, section.view.read
    plot = panel.plot
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    qtbot.keyClick(plot, Qt.Key.Key_Down)
    assert plot.current == 1
    spoken = read.forest.lines[1].spoken(read.forest.models)
    assert plot.accessibleDescription() == panel.readout.text() == spoken
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.current == -1
    drawn = set()
    for colours in (LIGHT, DARK, CONTRAST):
        plot.setPalette(make_palette(colours))
        drawn.add(plot.grab().toImage().pixelColor(2, 2).name())
    assert len(drawn) == 3
    for kind in ("png", "svg", "csv"):
        section.stage.desk.save(kind, read, tmp_path / f"scores.{kind}")
    settle(qtbot, lambda: not opened.background.busy)
    assert QImage(str(tmp_path / "scores.png")).width() == 2000
    svg = (tmp_path / "scores.svg").read_text("utf-8")
    assert "Red-flag detection (sensitivity)" in svg
    # Two models, told apart by shape as well as by colour; the legend shows each once.
    assert svg.count("<circle") == sum(line.points[0] is not None for line in read.forest.lines) + 1
    assert svg.count("<polygon") == sum(line.points[1] is not None for line in read.forest.lines) + 1
    with (tmp_path / "scores.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    (recall,) = [each for each in table if (each["metric"], each["model"]) == ("red_flag_recall", "Run 1")]
    assert (recall["value"], recall["n"], recall["target"], recall["verdict"]) == ("1.0", "4", "amber", "")


def test_another_window_may_look_and_nothing_else(qtbot: QtBot, open_section: Opener, path: Path) -> None:
    two_evaluations(path)
    section = open_section(read_only=True).section
    qtbot.waitUntil(lambda: section.view.read is not None)
    assert not section.setup.start.isEnabled()
    qtbot.waitUntil(lambda: "open in another window" in texts(section.setup))
    assert section.view.head.stop.isHidden()
    assert section.view.head.resume.isHidden()
    assert section.view.parts.rows.pane.note.isReadOnly()
    assert "Change targets…" not in [each.text() for each in section.view.findChildren(QPushButton)]
    qtbot.waitUntil(lambda: "Targets" in texts(section.view))


def test_everything_is_named_and_nothing_is_cut_in_french(qtbot: QtBot, open_section: Opener, path: Path) -> None:
    rows = cases(ROWS)
    long = [
        subject(at).model_copy(update={"title": f"Adaptateur n° {at}, entraîné sur les comptes rendus reformulés"})
        for at in range(1, 6)
    ]
    evaluation(path, rows, [(each, right(rows, (3 * at,))) for at, each in enumerate(long, 1) if at < 5])
    use_language("fr")
    try:
        section = open_section().section
        section.resize(1040, 560)
        qtbot.waitUntil(lambda: section.view.read is not None)
        table = section.view.parts.scores
        assert table.horizontalHeader().length() > table.viewport().width()
        assert all(table.columnWidth(column) >= 180 for column in range(table.columnCount()))
        for button in section.findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.minimumSizeHint().width(), button.text()
        named = [table, section.view.parts, section.view.parts.plot.plot, section.stage.board.table]
        assert all(each.accessibleName() for each in named)
    finally:
        use_language("en")
