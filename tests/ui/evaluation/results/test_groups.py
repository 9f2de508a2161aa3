"""One metric within groups of rows."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.assess.answered import AnsweredRow
from studio.assess.measure import mean_of
from studio.core.evaluation import Answer
from studio.core.example import Text
from studio.ui.background import Background
from studio.ui.evaluation.results.group_panel import GroupPanel
from studio.ui.evaluation.results.reading import Found, read_evaluation_of
from tests.evaluating.evaluated_project import BASE, cases, evaluation, mute, right, subject

WOMEN, MEN = 20, 12


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """An evaluation of two models, whose rows are told to be of women and men, right for women alone."""
    path: Path = tmp_path_factory.mktemp("project")
    rows = cases(4)
    run = evaluation(path, rows, [(BASE, mute(rows)), (subject(1), right(rows))])
    read = read_evaluation_of(path, run).found
    sexes = ["female"] * WOMEN + ["male"] * MEN
    answered = tuple(
        AnsweredRow(at, Text(text="t"), Answer(id=at, asked=""), {"sex": sex, "length": "short"})
        for at, sex in enumerate(sexes)
    )
    right_for_women = mean_of("format_compliance", {row.id: float(row.groups["sex"] == "female") for row in answered})
    always = mean_of("red_flag_recall", {row.id: 1.0 for row in answered})
    model = replace(read.results.subjects[0], answered=answered, measures=(right_for_women, always))
    other = replace(read.results.subjects[1], answered=answered, measures=(always,))
    return replace(read, results=replace(read.results, subjects=(model, other)))


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[GroupPanel]:
    background = Background()
    made = GroupPanel(background)
    qtbot.addWidget(made)
    yield made
    background.close()


def cells(panel: GroupPanel) -> list[list[str]]:
    return [
        [panel.table.item(row, column).text() for column in range(panel.table.columnCount())]
        for row in range(panel.table.rowCount())
    ]


def test_groups_are_computed_when_the_panel_comes_to_the_front(qtbot: QtBot, panel: GroupPanel, found: Found) -> None:
    panel.show_found(found)
    assert panel.measure.count() == 0
    panel.show()
    qtbot.waitUntil(lambda: panel.table.rowCount() > 0)
    assert [panel.measure.itemData(at) for at in range(2)] == ["format_compliance", "red_flag_recall"]
    # All are short: only the sex parts them.
    assert [panel.kind.itemData(at) for at in range(panel.kind.count())] == ["sex"]
    women, men = cells(panel)
    assert women[0] == "Women and girls"
    assert women[1].startswith("100%")
    assert men[1].startswith("0%")
    assert [women[2], men[2]] == ["–", "–"]
    assert "differ more than by chance" in panel.words.text()


def test_another_metric_is_computed_and_the_choice_stays(qtbot: QtBot, panel: GroupPanel, found: Found) -> None:
    panel.show_found(found)
    panel.show()
    qtbot.waitUntil(lambda: panel.table.rowCount() > 0)
    panel.measure.setCurrentIndex(1)
    panel.measure.activated.emit(1)
    qtbot.waitUntil(lambda: cells(panel)[0][2].startswith("100%"))
    panel.show_found(found)
    qtbot.waitUntil(lambda: panel.measure.currentData() == "red_flag_recall" and cells(panel)[1][1].startswith("100%"))
    assert "differ more" not in panel.words.text()
