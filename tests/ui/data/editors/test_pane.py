"""One example in full: what is typed, kept, given up, counted, and told when it is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from studio.core.example import Instruction, Text
from studio.data.project import Project
from studio.settings import Settings
from studio.ui.data.editors.requests import SplitRequest, StatusRequest, TagsRequest
from tests.ui.data.editors.conftest import OpenPane
from tests.ui.data.rows import CONTENTS

Open = Callable[..., OpenPane]
QUESTION = Instruction(instruction="Que faire ?", input="Céphalée.", response="IRM")


def retype(qtbot: QtBot, opened: OpenPane, at: int, text: str) -> None:
    box = opened.pane.editors[at]
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)


@pytest.mark.parametrize("kind", CONTENTS)
def test_every_kind_is_shown_as_it_is_and_looking_changes_nothing(open_pane: Open, kind: str) -> None:
    opened = open_pane(CONTENTS[kind])
    assert opened.pane.body.content() == CONTENTS[kind]
    opened.pane.keep()
    opened.settle()
    assert opened.steps() == []


def test_ctrl_enter_keeps_an_edit_as_one_step(qtbot: QtBot, open_pane: Open) -> None:
    opened = open_pane(QUESTION)
    retype(qtbot, opened, 2, "Scanner")
    qtbot.keyClick(opened.pane.editors[2], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    opened.settle()
    assert opened.content.response == "Scanner"
    assert len(opened.steps()) == 1
    opened.undo()
    assert opened.pane.editors[2].exact_text() == "IRM"


def test_escape_gives_up_what_was_typed_since(qtbot: QtBot, open_pane: Open) -> None:
    opened = open_pane(QUESTION)
    retype(qtbot, opened, 2, "oops")
    qtbot.keyClick(opened.pane.editors[2], Qt.Key.Key_Escape)
    assert opened.pane.editors[2].exact_text() == "IRM"
    opened.pane.keep()
    opened.settle()
    assert opened.steps() == []


def test_what_is_typed_goes_with_its_row_when_another_is_shown(qtbot: QtBot, open_pane: Open) -> None:
    opened = open_pane(QUESTION, Instruction(instruction="Autre ?", response="Rien"))
    first, second = opened.ids
    retype(qtbot, opened, 2, "Ponction")
    opened.show(second)
    opened.settle()
    assert opened.content.response == "Rien"
    assert opened.reader.rows([first])[0].content.response == "Ponction"


def test_line_ends_survive_an_edit_elsewhere_in_the_text(qtbot: QtBot, open_pane: Open) -> None:
    text = "« Céphalée »\u00a0: IRM\u202f?\r\nOui\u2028.\nFin"
    opened = open_pane(Text(text=text))
    opened.pane.editors[0].moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(opened.pane.editors[0], "!")
    opened.pane.keep()
    opened.settle()
    assert opened.content.text == f"{text}!"


def test_a_refused_edit_stays_on_screen_until_it_is_given_up(qtbot: QtBot, open_pane: Open) -> None:
    opened = open_pane(QUESTION)
    opened.context.write(
        lambda writer: writer.delete_rows([opened.shown]), lambda _changes: None, opened.failures.append
    )
    opened.settle()
    retype(qtbot, opened, 2, "Scanner")
    opened.pane.keep()
    opened.settle()
    assert [error.message for error in opened.failures] == ["This row no longer exists."]
    assert opened.pane.editors[2].exact_text() == "Scanner"
    qtbot.keyClick(opened.pane.editors[2], Qt.Key.Key_Escape)
    assert opened.pane.editors[2].exact_text() == "IRM"


def test_lengths_are_told_in_characters_and_tokens_of_the_chosen_model(qtbot: QtBot, open_pane: Open) -> None:
    opened = open_pane(QUESTION)
    qtbot.waitUntil(lambda: "token" in opened.pane.whole.text())
    field = opened.pane.body.fields()[2]
    assert field.lengths.text().startswith("3 characters · ")
    assert opened.pane.whole.text().startswith(f"Whole example: {len('Que faire ?Céphalée.IRM')} characters · ")
    retype(qtbot, opened, 2, "Deux mots")
    qtbot.waitUntil(lambda: field.lengths.text().startswith("9 characters · "))


def test_without_a_tokenizer_the_reason_is_told_in_its_place(qtbot: QtBot, open_pane: Open, tmp_path: Path) -> None:
    opened = open_pane(QUESTION, settings=Settings(base_model=str(tmp_path / "model.gguf")))
    qtbot.waitUntil(lambda: "no tokenizer.json" in opened.pane.whole.toolTip())
    assert "token" not in opened.pane.whole.text()


def test_what_is_wrong_stands_beside_the_part_and_leaves_while_typing(qtbot: QtBot, open_pane: Open) -> None:
    opened = open_pane(Instruction(instruction="Que faire ?", response=""))
    problem = opened.pane.body.fields()[2].problem
    assert problem.isVisible()
    assert problem.text() == "The answer is empty."
    qtbot.keyClicks(opened.pane.editors[2], "I")
    assert not problem.isVisible()


def test_split_status_and_tags_are_asked_for(qtbot: QtBot, open_pane: Open) -> None:
    opened = open_pane(QUESTION)
    asked: list[object] = []
    opened.pane.mark_requested.connect(asked.append)
    marks = opened.pane.marks
    for picker, value in ((marks.split, "test"), (marks.status, "approved")):
        picker.setCurrentIndex(picker.findData(value))
        picker.activated.emit(picker.currentIndex())
    qtbot.keyClicks(marks.tags.entry, " bonne  question ")
    qtbot.keyClick(marks.tags.entry, Qt.Key.Key_Return)
    assert asked == [SplitRequest("test"), StatusRequest("approved"), TagsRequest(add=("bonne question",))]
    assert marks.tags.entry.text() == ""


def test_a_note_is_kept_and_stays_while_texts_are_edited(qtbot: QtBot, open_pane: Open) -> None:
    opened = open_pane(QUESTION)
    qtbot.keyClicks(opened.pane.note.box, "Voir le bilan")
    opened.pane.editors[0].setFocus()
    opened.pane.note.keep()
    opened.settle()
    assert opened.row.note == "Voir le bilan"
    opened.undo()
    assert opened.pane.note.text() == ""


def test_columns_without_a_place_can_be_read(open_pane: Open) -> None:
    opened = open_pane(QUESTION)
    assert not opened.pane.others.isVisible()
    opened.pane.others.show_extra({"id": 17, "author": "Dr Martin", "deep": {"é": [1]}})
    assert opened.pane.others.fold.text() == "Other columns (3)"
    assert opened.pane.others.values() == {}
    opened.pane.others.fold.click()
    assert opened.pane.others.values() == {"id": "17", "author": "Dr Martin", "deep": '{"é": [1]}'}


def test_letters_of_one_width_are_remembered(open_pane: Open) -> None:
    settings = Settings()
    opened = open_pane(QUESTION, settings=settings)
    opened.pane.code_font.click()
    assert settings.code_font_in_editors
    assert {box.font().family() for box in opened.pane.editors} == {"JetBrains Mono"}


def test_a_window_that_cannot_write_shows_everything_and_changes_nothing(qtbot: QtBot, open_pane: Open) -> None:
    opened = open_pane(CONTENTS["chat"], read_only=True)
    assert all(box.isReadOnly() for box in [*opened.pane.editors, opened.pane.note.box])
    assert not opened.pane.marks.split.isEnabled()
    assert not opened.pane.marks.tags.isVisible()
    qtbot.keyClicks(opened.pane.editors[0], "x")
    opened.pane.keep()
    opened.settle()
    assert opened.failures == []


def test_a_very_long_text_without_spaces_is_shown_and_kept_whole(qtbot: QtBot, open_pane: Open) -> None:
    opened = open_pane(Text(text="x" * 200_000), Text(text="court"))
    assert opened.pane.body.content() == Text(text="x" * 200_000)
    qtbot.keyClicks(opened.pane.editors[0], "y")
    opened.pane.keep()
    opened.settle()
    assert opened.content == Text(text="y" + "x" * 200_000)
    opened.show(opened.ids[1])
    assert opened.pane.body.content() == Text(text="court")


def test_an_edit_of_the_same_row_elsewhere_leaves_what_is_being_typed(qtbot: QtBot, open_pane: Open) -> None:
    opened = open_pane(QUESTION)
    retype(qtbot, opened, 1, "en cours de frappe")

    def elsewhere(writer: Project) -> object:
        return writer.update_field(opened.shown, "response", "autre")

    opened.context.change(elsewhere, opened.failures.append)
    opened.settle()
    assert [box.exact_text() for box in opened.pane.editors[1:3]] == ["en cours de frappe", "autre"]
