"""The answer contract as the user edits it."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.core.contract import parse_contract
from studio.data.contract_file import read_contract, write_contract
from studio.ui.data.checks.contract.dialog import ContractDialog
from studio.ui.data.checks.contract.draft import sample_text
from tests.ui.data.checks.conftest import OpenChecks

W = TypeVar("W", bound=QWidget)
Opening = Callable[[], ContractDialog]


@pytest.fixture
def opened(checks: OpenChecks, qtbot: QtBot) -> Iterator[Opening]:
    made: list[QDialog] = []

    def open_it() -> ContractDialog:
        checks.section.contract_button.click()
        made.append(checks.section.contract)
        return checks.section.contract

    yield open_it
    for each in made:
        each.done(0)


def test_a_project_without_a_contract_is_told_what_one_is_for(checks: OpenChecks, opened: Opening) -> None:
    dialog = opened()
    assert dialog.sample_button.isVisible()
    assert not dialog.save_button.isEnabled()
    assert dialog.trouble_text() == ""
    dialog.sample_button.click()
    assert [dialog.editor.form.list.item(at).text() for at in range(dialog.editor.form.list.count())] == [
        "The whole contract",
        "Three questions",
        "Urgent brain MRI",
        "Monitoring",
    ]
    dialog.save_button.click()
    checks.settle()
    assert read_contract(checks.project.path) == parse_contract(sample_text())
    assert not dialog.save_button.isEnabled()
    assert checks.told[-1].text == "The answer contract is saved."


def test_an_empty_contract_says_what_it_still_needs(opened: Opening, checks: OpenChecks, qtbot: QtBot) -> None:
    dialog = opened()
    dialog.empty_button.click()
    assert "Say how the answer begins" in dialog.trouble_text()
    assert dialog.editor.form.kind.isVisible()
    qtbot.keyClicks(control(dialog, "Begins with", QLineEdit), "Conclusion:")
    qtbot.waitUntil(lambda: dialog.trouble_text() == "")
    control(dialog, "Must contain", QPlainTextEdit).setPlainText("surveillance / suivi\nrepos")
    control(dialog, "Must not contain", QPlainTextEdit).setPlainText("peut-être")
    qtbot.waitUntil(dialog.save_button.isEnabled)
    dialog.save_button.click()
    checks.settle()
    contract = read_contract(checks.project.path)
    assert contract is not None
    assert contract.formats[0].begins == "Conclusion:"
    assert contract.formats[0].contains == (("surveillance", "suivi"), ("repos",))
    assert contract.formats[0].excludes == ("peut-être",)


def test_a_wrong_text_is_refused_with_its_line_and_field(checks: OpenChecks, opened: Opening, qtbot: QtBot) -> None:
    write_contract(checks.project.path, sample_text())
    dialog = opened()
    dialog.editor.views.section_chosen.emit("text")
    dialog.editor.text.setPlainText(sample_text().replace("longest: 360", "longest: many"))
    qtbot.waitUntil(lambda: "formats.0.longest (line 19)" in dialog.trouble_text())
    assert not dialog.save_button.isEnabled()
    assert dialog.editor.text.extraSelections()[0].cursor.blockNumber() == 18
    dialog.editor.views.section_chosen.emit("form")
    assert not dialog.editor.form.isVisible()
    dialog.reject()
    assert dialog.isVisible()
    assert "not saved" in dialog.trouble_text()
    dialog.close_button.click()
    assert not dialog.isVisible()
    assert read_contract(checks.project.path) == parse_contract(sample_text())


def test_what_is_typed_in_one_view_is_in_the_other(checks: OpenChecks, opened: Opening, qtbot: QtBot) -> None:
    write_contract(checks.project.path, sample_text())
    dialog = opened()
    dialog.editor.form.list.setCurrentRow(3)
    control(dialog, "Ends with", QLineEdit).clear()
    qtbot.keyClicks(control(dialog, "Ends with", QLineEdit), "!")
    assert parse_contract(dialog.editor.text.exact_text()).formats[2].ends == "!"
    assert parse_contract(dialog.editor.text.exact_text()).formats[0].part is not None
    dialog.editor.form.up_button.click()
    assert dialog.editor.form.list.currentItem().text() == "Monitoring"
    dialog.editor.form.remove_button.click()
    assert len(parse_contract(dialog.editor.text.exact_text()).formats) == 2
    dialog.editor.views.section_chosen.emit("text")
    dialog.editor.text.setPlainText(dialog.editor.text.exact_text().replace("Three questions", "Questions"))
    dialog.editor.views.section_chosen.emit("form")
    assert dialog.editor.form.list.item(1).text() == "Questions"


def test_an_answer_is_tried_and_the_examples_are_counted(checks: OpenChecks, opened: Opening, qtbot: QtBot) -> None:
    write_contract(checks.project.path, sample_text())
    dialog = opened()
    qtbot.waitUntil(lambda: dialog.trial.counted_text().startswith("0 of 4 answered examples"))
    dialog.trial.answer.setPlainText("Recommandation: surveillance simple.")
    assert dialog.trial.verdict_text() == "Kind of answer: Monitoring."
    dialog.trial.answer.setPlainText("Recommandation: repos.")
    assert dialog.trial.verdict_text() == "“Monitoring” must contain one of: surveillance."


def test_a_contract_that_was_saved_is_checked_against_by_itself(
    checks: OpenChecks, opened: Opening, qtbot: QtBot
) -> None:
    checks.check()
    assert "Answer contract broken: not run" in checks.lines()
    dialog = opened()
    dialog.sample_button.click()
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "Answer contract broken: 4 examples" in checks.lines())


def control(dialog: ContractDialog, name: str, kind: type[W]) -> W:
    """A field of the chosen kind of answer by what a screen reader calls it."""
    return next(each for each in dialog.editor.form.kind.findChildren(kind) if each.accessibleName() == name)
