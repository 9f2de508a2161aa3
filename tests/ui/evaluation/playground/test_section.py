"""The Playground on a real project, with the demonstration model in its child process."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio import paths
from studio.core.example import Instruction
from studio.core.prompt import RegressionPrompt
from studio.data.prompts import read_prompts
from studio.data.records import RowQuery
from studio.ui.evaluation.page import EvaluationPage
from studio.ui.evaluation.playground.answer_card import AnswerCard
from studio.ui.evaluation.playground.example_dialog import ExampleDialog
from studio.ui.evaluation.playground.prompts.dialog import PromptDialog
from studio.ui.evaluation.playground.section import PlaygroundSection
from studio.ui.evaluation.playground.wishes import TalkWish
from tests.ui.conftest import OpenWindow

pytestmark = pytest.mark.slow
CASE = "Femme de 34 ans, céphalée brutale, nuque raide. Que proposer ?"


class Playground:
    """The section on the project of a window; two columns of the same model."""

    def __init__(self, window: OpenWindow, qtbot: QtBot) -> None:
        assert window.session.project is not None
        self.project, self.window, self._qtbot = window.session.project, window, qtbot
        window.session.window.show_tab("evaluate")
        page = window.session.window.findChild(EvaluationPage)
        assert page is not None
        section = page.show_section("playground")
        assert isinstance(section, PlaygroundSection)
        self.section = section
        self.wait(lambda: bool(self.section.presenter.pair))
        setup = self.section.setup
        setup.right.setCurrentIndex(1)
        setup.right.activated.emit(1)
        setup.show_wish(TalkWish(longest=12))
        self.section.presenter.on_wish(setup.wish())

    def wait(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition)

    def ask(self, text: str) -> list[AnswerCard]:
        self.section.prompt.box.setPlainText(text)
        QTest.keyClick(self.section.prompt.box, Qt.Key.Key_Return)
        self.wait(lambda: not self.section.presenter.busy)
        self.window.settle()
        return list(self.section.talk.asked[-1].cards)


@pytest.fixture
def playground(window: OpenWindow, qtbot: QtBot, project_path: Path) -> Playground:
    (project_path / "contract.yaml").write_bytes((paths.DEMO / "contract.yaml").read_bytes())
    return Playground(window, qtbot)


def test_a_case_is_answered_judged_copied_and_becomes_a_draft_that_can_be_undone(playground: Playground) -> None:
    section = playground.section
    left, right = playground.ask(CASE)
    answer = left.text.toPlainText()
    assert answer == right.text.toPlainText() != ""
    assert "tokens/s" in left.status.text()
    assert "contract" in left.kind.text()
    left.copy.click()
    assert QGuiApplication.clipboard().text() == answer
    section.setup.sure.setChecked(True)
    left.text.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClick(left.text, Qt.Key.Key_Right)
    assert left.token.text() == left.text.accessibleDescription()
    assert "The likeliest words here:" in left.token.text()
    left.example.click()
    dialog = section.findChild(ExampleDialog)
    assert dialog is not None
    dialog.answer.setPlainText("Recommandation: surveillance.")
    dialog.add.click()
    playground.wait(lambda: "A draft example was added." in playground.window.said())
    reader = playground.project.reader
    row = reader.rows([int(id) for id in reader.find_rows(RowQuery(dataset_id=1))])[-1]
    assert row.content == Instruction(instruction=CASE, response="Recommandation: surveillance.")
    assert (row.status, row.split, row.origin.how) == ("draft", "train", "model")
    assert row.origin.file.endswith(", corrected")
    (undo,) = playground.window.told[-1].offers
    undo.act()
    playground.wait(lambda: len(reader.find_rows(RowQuery(dataset_id=1))) == 3)
    # In the same process: to start another one takes longer than all the rest.
    keep_and_ask(playground)
    playground.section.show_view("talk")
    stop_at_once(playground)


def keep_and_ask(playground: Playground) -> None:
    """The question is kept, asked twice, and what was kept is undone."""
    section = playground.section
    section.talk.keep_wanted.emit(0)
    keeping = section.prompts.findChild(PromptDialog)
    assert keeping is not None
    keeping.urgent.setCurrentIndex(keeping.urgent.findData("yes"))
    keeping.keep.click()
    playground.wait(lambda: section.prompts.model.rowCount() == 1)
    kept = RegressionPrompt(id=1, prompt=CASE, urgent="yes")
    assert read_prompts(playground.project.path) == (kept,)
    section.show_view("prompts")
    for told in ("asked for the first time", "0 answers changed since last time"):
        playground.wait(section.prompts.ask_button.isEnabled)
        section.prompts.ask_button.click()
        playground.wait(partial(summary_says, section, told))
    assert section.prompts.model.index(0, 2).data()[:1] in "✓✗"
    playground.wait(section.prompts.ask_button.isEnabled)
    playground.window.told[-1].offers[0].act()
    playground.wait(lambda: section.prompts.model.rowCount() == 0)


def summary_says(section: PlaygroundSection, words: str) -> bool:
    return words in section.prompts.summary.text()


def stop_at_once(playground: Playground) -> None:
    """However far the models have come."""
    section = playground.section
    section.prompt.box.setPlainText(CASE)
    section.prompt.send.click()
    assert section.prompt.stop.isVisible()
    section.prompt.stop.click()
    playground.wait(lambda: not section.presenter.busy)
    assert all("Stopped after" in card.status.text() for card in section.talk.asked[-1].cards)
    section.setup.clear.click()
    assert not section.talk.asked


def test_shift_and_enter_begin_a_new_line(playground: Playground) -> None:
    box = playground.section.prompt.box
    QTest.keyClicks(box, "a")
    QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert box.exact_text() == "a\n"
    assert not playground.section.presenter.busy
