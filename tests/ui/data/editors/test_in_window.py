"""The pane in the real window: what it asks for reaches the store, the table and the history."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.core.example import Chat, Message
from studio.data.project import Project
from studio.settings import Settings
from studio.ui.data.editors.chat import ChatEditor
from tests.ui.conftest import OpenWindow

TURNS = 3


def test_a_tag_given_in_the_pane_marks_every_selected_row(qtbot: QtBot, window: OpenWindow) -> None:
    window.choose(0, 1)
    window.settle()
    tags = window.page.details.marks.tags
    qtbot.keyClicks(tags.entry, "revoir")
    qtbot.keyClick(tags.entry, Qt.Key.Key_Return)
    window.settle()
    project = window.session.project
    assert project is not None
    assert [row.tags for row in project.reader.rows([1, 2, 3])] == [("revoir",), ("revoir",), ()]
    assert tags.words() == ("revoir",)


def test_a_turn_is_added_shown_in_the_table_and_undone(open_window: Callable[..., OpenWindow], tmp_path: Path) -> None:
    turns = (Message(role="user", content="Mal de tête."), Message(role="assistant", content="Depuis quand ?"))
    with Project.create(tmp_path / "talks", "talks") as project:
        project.add_rows(project.add_dataset("talks", "chat").id, [Chat(messages=turns)])
    window = open_window(Settings(language="en"), tmp_path / "talks")
    editor = window.page.details.body.editor
    assert isinstance(editor, ChatEditor)
    editor.turns.add_button.click()
    window.settle()
    assert window.cells(TURNS) == ["3"]
    window.page.actions_here.undo.trigger()
    window.settle()
    assert window.cells(TURNS) == ["2"]
    assert editor.content() == Chat(messages=turns)
