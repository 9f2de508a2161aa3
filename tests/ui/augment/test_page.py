"""The Augment tab as it is used: choose, look, plan, make, undo; with real variants of a real project."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from studio.core.augmentation import parse_plan
from studio.core.example import Instruction
from studio.data.augmenting.lineage import lineage_of, variants_of
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.data.records import RowQuery
from studio.ui.augment.page import AugmentPage
from studio.ui.data.review.section import ReviewSection
from tests.ui.augment.conftest import PATIENTS, AugmentTab
from tests.ui.conftest import OpenWindow

pytestmark = pytest.mark.slow
Opener = Callable[..., AugmentTab]


def making() -> list[int]:
    """The processes that make variants or previews for this one."""
    found = []
    for each in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "studio.data.child" in each.cmdline():
                found.append(each.pid)
    return found


def row_ids(tab: AugmentTab) -> list[int]:
    project = tab.window.session.project
    assert project is not None
    return [int(id) for id in project.reader.find_rows(RowQuery(dataset_id=1))]


def test_a_choice_is_tried_at_once_on_training_rows_only(tab: AugmentTab) -> None:
    assert tab.page.preview.shown == []
    assert "Choose at least one transformation" in tab.page.planning.reason.text()
    tab.choose("ordering", "typing_noise")
    tab.previewed()
    shown = tab.page.preview.shown
    assert {each.parent_id for each in shown} <= {1, 2, 3, 4, 5}
    assert all(each.before != each.after and each.notes for each in shown)
    card = tab.page.preview.cards[0]
    assert "<s " in card.texts.text() or "<u " in card.texts.text()
    assert card.verdict.text() in ("Passed", "Refused")


def test_others_are_others_and_the_first_choice_comes_again(tab: AugmentTab) -> None:
    tab.choose("typing_noise")
    tab.previewed()
    first = tab.page.preview.shown
    tab.page.preview.others.click()
    tab.wait(lambda: tab.page.preview.shown != first)
    tab.page.transformations.none.click()
    tab.wait(lambda: not tab.page.preview.shown)
    assert "Choose transformations" in tab.page.preview.note.text()


def test_variants_are_made_as_one_step_of_drafts_which_the_message_undoes(tab: AugmentTab) -> None:
    tab.choose("typing_noise", "ordering")
    tab.page.planning.target.setValue(8)
    tab.ready()
    assert tab.page.planning.make.text() == "Make 3 variants"
    tab.page.planning.make.setFocus()
    QTest.keyClick(tab.page.planning.make, Qt.Key.Key_Space)
    assert not tab.page.planning.make.isEnabled()
    assert tab.page.planning.progress.cancel_button.hasFocus()
    tab.wait(lambda: "3 variants were added as drafts." in tab.window.said())
    assert len(row_ids(tab)) == 9
    project = tab.window.session.project
    assert project is not None
    rows = project.reader.rows(row_ids(tab)[-3:])
    assert {(row.status, row.split) for row in rows} == {("draft", "train")}
    assert all(lineage_of(project.reader, row.id) for row in rows)
    undo, _review = tab.window.told[-1].offers
    undo.act()
    tab.wait(lambda: len(row_ids(tab)) == 6)


def test_drafts_are_reviewed_and_an_example_tells_where_it_comes_from(tab: AugmentTab) -> None:
    tab.choose("typing_noise")
    tab.page.planning.target.setValue(7)
    tab.ready()
    tab.page.planning.make.click()
    tab.wait(lambda: "were added" in tab.window.said())
    tab.window.told[-1].offers[1].act()
    data = tab.window.page
    review = data.findChild(ReviewSection)
    assert review is not None
    tab.wait(lambda: review.isVisible() and "1 of 2" in [each.text() for each in review.head.findChildren(QLabel)])
    project = tab.window.session.project
    assert project is not None
    variant = row_ids(tab)[-1]
    parent = lineage_of(project.reader, variant)
    assert parent is not None
    line = data.details.lineage
    data.examples.presenter.select(variant, data.examples.presenter.selected)
    assert line.parent_link.text() == f"Variant of example {parent.parent_id}"
    assert "typing errors" in line.made_by.text()
    assert "seed 42" in line.made_by.text()
    line.parent_link.click()
    tab.window.settle()
    assert data.examples.presenter.selected.tolist() == [parent.parent_id]
    made = variants_of(project.reader, parent.parent_id)
    assert line.variants_link.text().startswith(str(len(made)))
    line.variants_link.click()
    tab.window.settle()
    assert data.model.rowCount() == len(made)


def test_a_composition_shows_what_is_wanted_and_what_stays_missing(tab: AugmentTab) -> None:
    tab.choose("typing_noise")
    planning = tab.page.planning
    planning.by.setCurrentIndex(planning.by.findData("sex"))
    planning.by.activated.emit(planning.by.currentIndex())
    tab.ready()
    assert planning.total.text().startswith("5 usable examples + 1 variant")
    planning.target.setValue(100)
    tab.wait(lambda: "but its parents" in planning.shortfalls.text())
    planning.table.boxes()["male"].setValue(90)
    tab.wait(lambda: planning.wishes().mix == "own")


def test_a_plan_goes_out_to_a_file_and_comes_back(tab: AugmentTab, tmp_path: Path) -> None:
    tab.choose("typing_noise")
    tab.page.planning.target.setValue(9)
    tab.ready()
    plan, file = tab.page.presenter.plan, tmp_path / "plan.yaml"
    assert plan is not None
    tab.page.files.save(plan, file)
    tab.wait(file.exists)
    assert parse_plan(file.read_text("utf-8")) == plan
    tab.page.transformations.broad.click()
    rows = tab.page.transformations.rows.values()
    assert {row.info.touches for row in rows if not row.check.isChecked()} == {"finding"}
    tab.page.files.load(file)
    tab.wait(lambda: tab.page.presenter.plan == plan)
    assert tab.page.transformations.rows["typing_noise"].check.isChecked()
    assert not tab.page.transformations.rows["ordering"].check.isChecked()


def test_a_wrong_plan_is_told_with_its_line_and_field(tab: AugmentTab, tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text("v: 1\ndataset: cases\ncombine: 12\n", "utf-8")
    tab.page.files.load(file)
    tab.wait(lambda: "combine (line 3)" in tab.window.said())


def test_the_parent_of_a_card_opens_in_the_data_tab(tab: AugmentTab) -> None:
    tab.choose("typing_noise")
    tab.previewed()
    parent = tab.page.preview.shown[0].parent_id
    tab.page.preview.cards[0].parent_link.click()
    assert tab.window.session.window.current_tab() == "data"
    tab.window.settle()
    assert tab.window.page.examples.presenter.selected.tolist() == [parent]


def test_a_second_window_sees_everything_and_makes_nothing(open_tab: Opener) -> None:
    first, second = open_tab(), open_tab()
    second.choose("typing_noise")
    second.previewed()
    second.wait(lambda: second.page.planning.reason.text().startswith("Read only"))
    assert not second.page.planning.make.isEnabled()
    first.choose("typing_noise")
    first.ready()


def test_closing_ends_the_work_under_way(tab: AugmentTab, project_path: Path) -> None:
    tab.page.transformations.broad.click()
    tab.ready()
    tab.page.planning.make.click()
    tab.wait(lambda: bool(making()))
    tab.window.close()
    tab.wait(lambda: not making())
    with ProjectReader(project_path) as reader:
        assert len(reader.find_rows(RowQuery(dataset_id=1))) == len(PATIENTS)


def test_counts_follow_changes_made_elsewhere(tab: AugmentTab) -> None:
    tab.choose("typing_noise")
    tab.wait(lambda: tab.page.planning.total.text().startswith("5 "))
    project = tab.window.session.project
    assert project is not None
    case = Instruction(instruction="Que faire ?", input="Homme de 30 ans, migraine connue.", response="Repos.")
    project.change(lambda writer: writer.add_rows(1, [case], split="train"), tab.window.session.messages.problem)
    tab.wait(lambda: tab.page.planning.total.text().startswith("6 "))


def test_without_examples_there_is_an_invitation(
    open_window: Callable[..., OpenWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    Project.create(tmp_path / "empty", "Empty").close()
    window = open_window(project=tmp_path / "empty")
    window.session.window.show_tab("augment")
    page = window.session.window.findChild(AugmentPage)
    assert page is not None
    qtbot.waitUntil(page.blank.isVisible)
    assert page.blank.title.text() == "Nothing to vary yet"
    QTest.mouseClick(page.blank.data_button, Qt.MouseButton.LeftButton)
    assert window.session.window.current_tab() == "data"
