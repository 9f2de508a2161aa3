"""Labels as they are looked at: cells and bins that open rows, costs that move the threshold, plots taken along."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from studio.core.evaluation import AnswersHead
from studio.evaluating.labels import CrossTable
from studio.ui.background import Background
from studio.ui.evaluation.results.labels.matrix import ConfusionMatrix
from studio.ui.evaluation.results.labels.panel import LabelsPanel
from studio.ui.evaluation.results.labels.plot import TakenPlot
from studio.ui.evaluation.results.labels.taking import write_plot
from studio.ui.evaluation.results.parts import ResultParts
from studio.ui.evaluation.results.reading import Read, read_evaluation_of
from tests.evaluating.labelled_project import SPEAKER, TUNED, cases, said, texts, told, write_evaluation

NAMES = ("migraine", "tension", "hémorragie")
HEAD = AnswersHead(fingerprint="a", labels=NAMES)
TRUTH = [0, 0, 0, 1, 1, 2, 2, 2]
TABLE = [
    (0.8, 0.1, 0.1), (0.7, 0.2, 0.1), (0.3, 0.6, 0.1), (0.2, 0.7, 0.1), (0.1, 0.6, 0.3),
    (0.1, 0.1, 0.8), (0.3, 0.3, 0.4), (0.6, 0.2, 0.2),
]  # fmt: skip


class Looked:
    """The results of an evaluation in a window, its labels in front, and what was wanted of it."""

    def __init__(self, qtbot: QtBot, background: Background, read: Read) -> None:
        self._qtbot = qtbot
        self.parts = ResultParts(background, read_only=True)
        self.taken: list[TakenPlot] = []
        self.parts.labels.export_wanted.connect(self.taken.append)
        self.parts.show_read(read)
        qtbot.addWidget(self.parts)
        self.parts.resize(1200, 1400)
        self.parts.setCurrentWidget(self.labels)
        self.parts.show()
        qtbot.waitExposed(self.parts)

    @property
    def labels(self) -> LabelsPanel:
        return self.parts.labels

    def rows(self) -> list[int]:
        """Those that the tab of the rows shows; empty while it is not in front."""
        rows = self.parts.rows
        if self.parts.currentWidget() is not rows:
            return []
        return [rows.answers.line(at).id for at in range(rows.answers.rowCount())]

    def click(self, row: int, column: int) -> None:
        place = self.labels.matrix.visualRect(self.labels.matrix.cells.index(row, column)).center()
        QTest.mouseClick(self.labels.matrix.viewport(), Qt.MouseButton.LeftButton, pos=place)


Look = Callable[[Read], Looked]


def one_label(project: Path, name: str = "0001-test", begin: int = 1) -> Read:
    rows = texts([[NAMES[at]] for at in TRUTH], begin)
    run = write_evaluation(project, name, rows, {TUNED: (HEAD, told(rows, TABLE))}, name.partition("-")[2])
    return read_evaluation_of(project, run)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Once: its intervals take longer than everything else here."""
    return one_label(tmp_path_factory.mktemp("project"))


@pytest.fixture
def look(qtbot: QtBot) -> Iterator[Look]:
    background = Background()
    yield lambda read: Looked(qtbot, background, read)
    background.close()


@pytest.fixture
def looked(look: Look, read: Read) -> Looked:
    return look(read)


def test_a_click_on_a_cell_opens_its_rows(looked: Looked) -> None:
    looked.click(0, 1)
    assert looked.rows() == [3]


def test_a_click_on_a_total_opens_the_line(looked: Looked) -> None:
    looked.click(2, 3)
    assert looked.rows() == [6, 7, 8]


def test_an_empty_cell_opens_nothing(looked: Looked) -> None:
    looked.click(1, 0)
    assert looked.rows() == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_arrow_keys_go_to_a_cell_and_a_key_opens_it(looked: Looked, key: Qt.Key) -> None:
    for each in (Qt.Key.Key_Down, Qt.Key.Key_Right, key):
        QTest.keyClick(looked.labels.matrix, each)
    assert looked.rows() == [4, 5]


def test_cells_say_what_they_hold(looked: Looked) -> None:
    cells = looked.labels.matrix.cells
    assert cells.index(0, 0).data() == "2\n67%"
    spoken = cells.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "“migraine” expected, “tension” given: 1 row of 3"


def test_a_smaller_matrix_takes_the_place_of_a_larger_one(qtbot: QtBot) -> None:
    """Titles of cells that are gone ended the program when another evaluation was chosen."""
    matrix = ConfusionMatrix()
    qtbot.addWidget(matrix)
    matrix.show()
    matrix.show_table(CrossTable("", NAMES, (*NAMES, "aucun"), {(0, 0): (1,)}))
    matrix.setCurrentIndex(matrix.cells.index(2, 3))
    matrix.show_table(CrossTable("urgence", NAMES[:2], NAMES[:2], {(0, 1): (1, 2)}))
    assert (matrix.cells.rowCount(), matrix.cells.columnCount()) == (2, 3)
    assert matrix.cells.headerData(3, Qt.Orientation.Horizontal) is None


def test_a_bin_opens_its_rows(looked: Looked) -> None:
    looked.labels.held.setCurrentIndex(looked.labels.held.findData("hémorragie"))
    plot = looked.labels.reliability.plot
    QTest.keyClick(plot, Qt.Key.Key_End)
    assert "80%" in looked.labels.reliability.told.text()
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert 6 in looked.rows()


def test_dearer_misses_lower_the_threshold_and_the_missed_rows_open(looked: Looked) -> None:
    card = looked.labels.threshold
    card.label.setCurrentIndex(card.label.findData("hémorragie"))
    card.alarm.setValue(10)
    assert card.weighed.text() == "A false alarm is as bad as 2 misses."
    assert card.missed.text() == "1 row missed"
    QTest.mouseClick(card.missed, Qt.MouseButton.LeftButton)
    assert looked.rows() == [8]
    card.alarm.setValue(1)
    card.miss.setValue(20)
    assert card.missed.text() == "0 rows missed"
    assert not card.missed.isEnabled()
    assert card.caution.isVisibleTo(card)


def test_the_slider_looks_at_other_thresholds_and_leads_back(looked: Looked) -> None:
    card = looked.labels.threshold
    chosen = card.slider.value()
    QTest.keyClick(card.slider, Qt.Key.Key_End)
    assert card.numbers.text().startswith("Where the label is never given")
    assert card.missed.text() == "3 rows missed"
    assert card.plot.at == card.slider.value() == card.slider.maximum()
    QTest.keyClick(card.plot, Qt.Key.Key_Home)
    assert card.missed.text() == "0 rows missed"
    QTest.mouseClick(card.cheapest, Qt.MouseButton.LeftButton)
    assert card.slider.value() == chosen
    assert not card.cheapest.isVisibleTo(card)


def test_a_threshold_stays_where_it_was_put_while_more_is_answered(looked: Looked, read: Read) -> None:
    card = looked.labels.threshold
    chosen = card.slider.value()
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home):
        QTest.keyClick(card.slider, key)
        put = card.slider.value()
        assert put != chosen
        looked.parts.show_read(read)
        assert card.slider.value() == card.plot.at == put
    card.miss.setValue(card.miss.value() + 1)
    assert not card.cheapest.isVisibleTo(card)


def test_a_click_in_the_curve_goes_to_the_nearest_threshold(looked: Looked) -> None:
    card = looked.labels.threshold
    QTest.mouseClick(card.plot, Qt.MouseButton.LeftButton, pos=QPoint(card.plot.width() - 5, 100))
    assert card.slider.value() == card.slider.maximum()


def test_validation_rows_choose_where_there_are_any(look: Look, tmp_path: Path) -> None:
    one_label(tmp_path, "0001-validation", 101)
    looked = look(one_label(tmp_path, "0002-test"))
    card = looked.labels.threshold
    assert "8 validation rows" in card.said.text()
    assert not card.caution.isVisibleTo(card)


def test_texts_with_several_labels_have_a_matrix_to_pick(look: Look, tmp_path: Path) -> None:
    rows = texts([["migraine", "tension"], ["tension"], []])
    head = AnswersHead(fingerprint="a", labels=("migraine", "tension"), several=True)
    given = {TUNED: (head, told(rows, [(0.9, 0.8), (0.7, 0.2), (0.1, 0.1)]))}
    looked = look(read_evaluation_of(tmp_path, write_evaluation(tmp_path, "0001-test", rows, given)))
    assert looked.labels.about.isVisible()
    looked.labels.about.setCurrentIndex(1)
    looked.click(1, 0)
    assert looked.rows() == [2]


def test_kinds_of_answer_are_shown_without_probabilities(look: Look, tmp_path: Path) -> None:
    rows = cases(["IRM en urgence", "Surveillance", "Rien"])
    given = {
        SPEAKER: (AnswersHead(fingerprint="a"), said(rows, ["Surveillance"] * 3)),
        TUNED: (AnswersHead(fingerprint="b"), said(rows, ["IRM en urgence", "Bonjour", "Surveillance"])),
    }
    looked = look(read_evaluation_of(tmp_path, write_evaluation(tmp_path, "0001-test", rows, given)))
    labels = looked.labels
    assert looked.parts.tabText(looked.parts.indexOf(labels)) == "Kinds of answer"
    assert labels.left_out.text() == "1 row is not here: nobody can tell which kind of answer is expected."
    assert not labels.reliability.isVisible()
    assert not labels.threshold.isVisible()
    labels.model.setCurrentIndex(0)
    looked.click(0, 1)
    assert looked.rows() == [1]


def test_every_kind_of_file_holds_the_plot(looked: Looked, tmp_path: Path) -> None:
    card = looked.labels.threshold
    for action in card.exports.actions():
        action.trigger()
    files = {each.kind: write_plot(each, tmp_path / f"plot.{each.kind}") for each in looked.taken}
    assert QImage(str(files["png"])).width() > 1000
    assert "Found (sensitivity)" in files["svg"].read_text("utf-8")
    head, *lines = csv.reader(files["csv"].read_text("utf-8").splitlines())
    assert head == ["threshold", "sensitivity", "specificity", "mean_cost"]
    assert len(lines) == card.slider.maximum() + 1


def test_everything_has_a_name_for_a_screen_reader(looked: Looked) -> None:
    labels = looked.labels
    named = [labels.model, labels.held, labels.matrix, labels.reliability.plot, labels.threshold.slider]
    named += [labels.threshold.plot, labels.threshold.miss, *labels.findChildren(QPushButton)]
    assert all(each.accessibleName() for each in named)
