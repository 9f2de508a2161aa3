"""The overview as the user sees it: numbers, and the way from each to its examples."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.data.portion import Portion
from studio.data.project import ProjectReader
from studio.data.target_mix import target_mix
from studio.ui.data.overview.bars import BarList
from studio.ui.data.overview.counting import token_limit
from studio.ui.data.rows_wanted import RowsWanted
from tests.ui.data.overview.conftest import LABELLED, OpenOverview
from tests.ui.settling import settle

CONTRACT = """
v: 1
name: {en: Triage, fr: Tri}
formats:
  - name: {en: Monitoring, fr: Surveillance}
    begins: "Surveillance"
"""
Open = Callable[..., OpenOverview]


def wanted(overview: OpenOverview, act: Callable[[], object]) -> RowsWanted:
    """The rows that an action opens."""
    with overview.qtbot.waitSignal(overview.section.rows_wanted) as opened:
        act()
    assert isinstance(opened.args[0], RowsWanted)
    return opened.args[0]


def press_bar(bars: BarList, title: str) -> None:
    next(row for row in bars.rows if row.bar.title == title).click()


def test_the_numbers_are_there_at_a_glance(open_overview: Open) -> None:
    overview = open_overview()
    assert overview.figures() == ["10", "9", "1", "–", "0%"]
    bars = [(row.bar.title, row.bar.numbers()) for row in overview.sheet.splits.bars.rows]
    assert bars == [("Training", "6 · 60%"), ("Validation", "0 · 0%"), ("Test", "4 · 40%")]
    assert [row.bar.title for row in overview.sheet.languages.bars.rows] == ["French", "English"]
    assert [card.chart.accessibleName() for card in overview.sheet.lengths] == [
        "Length of the questions, in characters",
        "Length of the answers, in characters",
        "Whole examples, in tokens",
    ]


def test_every_bar_opens_its_examples(open_overview: Open) -> None:
    overview = open_overview()
    sheet = overview.sheet
    trained = wanted(overview, lambda: press_bar(sheet.splits.bars, "Training"))
    assert (len(trained.ids), trained.title) == (6, "Training")
    assert len(wanted(overview, lambda: press_bar(sheet.review.bars, "Draft")).ids) == 10
    assert len(wanted(overview, lambda: press_bar(sheet.languages.bars, "English")).ids) == 3
    assert len(wanted(overview, sheet.sources.rows[0].click).ids) == 6
    assert len(wanted(overview, sheet.figures[2].open_button.click).ids) == 1


def test_a_bar_of_a_histogram_opens_its_examples_by_mouse_and_by_keys(open_overview: Open) -> None:
    overview = open_overview()
    answers = overview.sheet.lengths[1]
    QTest.keyClick(answers.chart, Qt.Key.Key_Right)
    assert answers.pointed_text().endswith("3 answers")
    by_keys = wanted(overview, lambda: QTest.keyClick(answers.chart, Qt.Key.Key_Return))
    assert len(by_keys.ids) == 3
    viewport = answers.chart.viewport()
    bars = [answers.chart.bar_at(QPointF(x, viewport.height() / 2)) for x in range(viewport.width())]
    last = max(at for at in bars if at is not None)
    where = QPointF(bars.index(last) + 3, viewport.height() / 2).toPoint()
    by_mouse = wanted(overview, lambda: QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=where))
    assert len(by_mouse.ids) == 7


def test_edits_are_counted_after_a_pause(open_overview: Open, qtbot: QtBot) -> None:
    overview = open_overview()
    copy = wanted(overview, overview.sheet.figures[2].open_button.click).ids.tolist()
    overview.project.change(lambda writer: writer.delete_rows(copy), overview.messages.problem)
    qtbot.waitUntil(lambda: overview.figures()[0] == "9")
    assert not overview.sheet.figures[2].open_button.isVisible()


def test_a_large_set_is_counted_again_only_when_asked(
    open_overview: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for bound in ("LARGE", "FEW_FOR_TOKENS"):
        monkeypatch.setattr(f"studio.ui.data.overview.section.{bound}", 5)
    overview = open_overview()
    head = overview.section.head
    assert head.state_text().startswith("As of ")
    assert "not counted by itself" in overview.sheet.lengths[2].note_text().lower()
    with qtbot.waitSignal(overview.project.changed):
        overview.project.change(lambda writer: writer.undo(), overview.messages.problem)
    assert "changed since" in head.state_text()
    assert overview.figures()[0] == "10"
    head.refresh_button.click()
    qtbot.waitUntil(lambda: overview.figures()[0] == "6")
    assert "changed since" not in head.state_text()
    overview.sheet.lengths[2].count_button.click()
    qtbot.waitUntil(overview.sheet.lengths[2].chart.isVisible)


def test_a_contract_that_was_written_meanwhile_counts(open_overview: Open, qtbot: QtBot) -> None:
    overview = open_overview()
    assert not overview.sheet.composition.isVisible()
    overview.section.hide()
    (overview.project.path / "contract.yaml").write_text(CONTRACT, "utf-8")
    overview.section.show()
    qtbot.waitUntil(overview.sheet.composition.isVisible)
    bars = {row.bar.title: row.bar.rows for row in overview.sheet.composition.bars.rows}
    assert bars == {"Monitoring": 7, "none of the contract": 3}
    assert len(wanted(overview, lambda: press_bar(overview.sheet.composition.bars, "Monitoring")).ids) == 7


def test_counting_can_be_stopped(open_overview: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    overview = open_overview()
    monkeypatch.setattr("studio.ui.background.Progress.cancelled", lambda _progress: True)
    overview.section.head.refresh_wanted.emit()
    settle(qtbot, lambda: not overview.section.head.counting.busy)
    assert overview.figures()[0] == "10"
    assert overview.section.head.refresh_button.isVisible()


def test_a_target_tells_what_is_missing_and_is_kept(open_overview: Open, qtbot: QtBot) -> None:
    overview = open_overview(LABELLED)
    composition = overview.sheet.composition
    assert [row.bar.title for row in composition.bars.rows] == ["vague", "urgent"]
    assert len(wanted(overview, lambda: press_bar(composition.bars, "urgent")).ids) == 2
    overview.sheet.target_button.click()
    asking = overview.section.desk.asking
    asking.name.setText("simple")
    asking.add_button.click()
    for name, share in (("vague", 60), ("urgent", 30), ("simple", 10)):
        asking.boxes[name].setValue(share)
    asking.keep_button.click()
    qtbot.waitUntil(lambda: bool(composition.lead_text()))
    assert composition.lead_text() == "Missing: 1 row of “urgent”, 1 row of “simple”."
    with ProjectReader(overview.project.path) as reader:
        assert target_mix(reader, overview.dataset.id).shares == {"vague": 60, "urgent": 30, "simple": 10}
    overview.sheet.target_button.click()
    overview.section.desk.asking.none_button.click()
    overview.section.desk.asking.keep_button.click()
    qtbot.waitUntil(lambda: not composition.lead_text())


def test_a_licence_is_kept_and_stands_in_the_data_sheet(open_overview: Open, qtbot: QtBot, tmp_path: Path) -> None:
    overview = open_overview()
    field = overview.sheet.sources.fields["cas.jsonl"]
    field.setFocus()
    field.setText("CC BY 4.0")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: overview.licences() == {"cas.jsonl": "CC BY 4.0"})
    overview.section.head.sheet_button.click()
    qtbot.waitUntil(lambda: hasattr(overview.section.desk, "data_sheet"))
    dialog = overview.section.desk.data_sheet
    assert "CC BY 4.0" in dialog.preview.toPlainText()
    dialog.copy_button.click()
    assert "| cas.jsonl | 6 | CC BY 4.0 |" in QGuiApplication.clipboard().text()
    with qtbot.waitSignal(dialog.saved):
        dialog.save_to(tmp_path / "sheet.md")
    assert (tmp_path / "sheet.md").read_text("utf-8") == QGuiApplication.clipboard().text()
    dialog.save_to(tmp_path / "nowhere" / "sheet.md")
    qtbot.waitUntil(lambda: bool(dialog.trouble_text()))
    dialog.accept()


def test_the_picture_shows_all_of_it_at_twice_its_size(open_overview: Open, qtbot: QtBot, tmp_path: Path) -> None:
    overview = open_overview()
    overview.section.resize(1000, 300)
    sheet, target = overview.sheet, tmp_path / "overview.png"
    drawn, size = sheet.picture(), sheet.size()
    overview.section.desk.save_picture_to(drawn, target)
    qtbot.waitUntil(target.exists)
    picture = QImage(str(target))
    assert picture.size() == size * 2
    assert picture.height() > 2 * overview.section.height()
    bottom = {picture.pixel(x, picture.height() - 100) for x in range(0, picture.width(), 4)}
    assert len(bottom) > 1
    assert sheet.figures[2].open_button.isVisible()


def test_an_empty_set_says_what_to_do(open_overview: Open) -> None:
    overview = open_overview(())
    assert overview.section.blank.isVisible()
    assert "Nothing to count" in overview.section.blank.title.text()
    assert not overview.section.head.picture_button.isEnabled()
    overview.section.show_dataset(None)
    assert overview.section.blank.isVisible()


def test_examples_that_are_gone_are_told(open_overview: Open, qtbot: QtBot) -> None:
    overview = open_overview()
    overview.sheet.opened.emit(Portion("source", "gone.jsonl"))
    qtbot.waitUntil(lambda: bool(overview.told))
    assert "no longer there" in overview.told[-1].text


def test_a_run_takes_no_more_than_the_model_reads(tmp_path: Path) -> None:
    tokenizer = tmp_path / "tokenizer.json"
    assert token_limit(None) == token_limit(tokenizer) == 1024
    (tmp_path / "config.json").write_text(json.dumps({"max_position_embeddings": 512}), "utf-8")
    assert token_limit(tokenizer) == 512
    (tmp_path / "config.json").write_text("[", "utf-8")
    assert token_limit(tokenizer) == 1024


def test_nothing_slow_is_imported_before_the_section_is_shown() -> None:
    slow = ("pyqtgraph", "lingua", "tokenizers")
    look = f"import sys, studio.ui.data.overview.section; print([each for each in {slow} if each in sys.modules])"
    found = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
