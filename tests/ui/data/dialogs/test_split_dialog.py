"""Splitting, locking and folds as the user sees them."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from studio.core.example import Instruction
from studio.data.locking import audit
from studio.ui.data.dialogs.folds_dialog import FoldsDialog
from studio.ui.data.dialogs.split_dialog import SplitDialog
from tests.ui.data.dialogs.conftest import OpenProject

Show = Callable[[QDialog], None]


@pytest.fixture
def larger(qtbot: QtBot, project: OpenProject) -> OpenProject:
    more = [Instruction(instruction=f"Cas {number}", response="Surveillance") for number in range(97)]
    dataset_id = project.dataset.id
    with qtbot.waitSignal(project.context.changed):
        project.context.change(lambda writer: writer.add_rows(dataset_id, more), project.messages.problem)
    project.dataset = project.context.reader.datasets()[0]
    return project


def opened(project: OpenProject, shown: Show) -> SplitDialog:
    dialog = SplitDialog(project.context, project.background, project.messages, project.dataset)
    shown(dialog)
    return dialog


def line(dialog: SplitDialog, at: int = 0) -> list[str]:
    return [dialog.table.item(at, column).text() for column in range(1, dialog.table.columnCount())]


def test_the_plan_is_previewed_and_then_made_as_one_step(qtbot: QtBot, larger: OpenProject, shown: Show) -> None:
    dialog = opened(larger, shown)
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1 and line(dialog)[0].startswith("70"))
    dialog.use_shares(80, 20, 0)
    qtbot.waitUntil(lambda: line(dialog)[0].startswith("80"))
    assert line(dialog)[2:] == ["–", "–"]
    with qtbot.waitSignal(larger.context.changed):
        dialog.apply_button.click()
    assert larger.context.reader.split_counts(larger.dataset.id) == {"train": 80, "validation": 20}
    assert larger.context.reader.undo_label() == "Split into 80 / 20 / 0"


def test_shares_that_do_not_add_up_are_said_at_once(qtbot: QtBot, larger: OpenProject, shown: Show) -> None:
    dialog = opened(larger, shown)
    dialog.use_shares(80, 30, 0)
    qtbot.waitUntil(lambda: "100" in dialog.about_text())
    assert not dialog.apply_button.isEnabled()


def test_a_locked_test_split_is_unlocked_only_for_a_reason_that_is_kept(
    qtbot: QtBot, larger: OpenProject, shown: Show
) -> None:
    dialog = opened(larger, shown)
    qtbot.waitUntil(lambda: "can be changed" in dialog.lock.text())
    dialog.lock.lock_button.click()
    qtbot.waitUntil(lambda: "is locked since" in dialog.lock.text())
    qtbot.waitUntil(lambda: "locked" in dialog.about_text())
    dialog.lock.lock_button.click()
    asking = dialog.lock.asking
    assert asking is not None
    assert not asking.unlock_button.isEnabled()
    asking.reason.setText("Two rows are wrong")
    asking.unlock_button.click()
    qtbot.waitUntil(lambda: "can be changed" in dialog.lock.text())
    acts = audit(larger.context.reader, larger.dataset.id)
    assert [(act.what, act.reason) for act in acts] == [("locked", ""), ("unlocked", "Two rows are wrong")]


def test_folds_are_of_about_equal_size(qtbot: QtBot, larger: OpenProject, shown: Show) -> None:
    dialog = FoldsDialog(larger.context, larger.background, larger.messages, larger.dataset)
    shown(dialog)
    qtbot.waitUntil(lambda: "no folds yet" in dialog.counts_text())
    dialog.apply_button.click()
    qtbot.waitUntil(lambda: "Rows in each fold" in dialog.counts_text())
    counts = [int(count) for count in dialog.counts_text().split(": ")[1].split(" · ")]
    assert len(counts) == 5
    assert max(counts) - min(counts) <= 1
