"""What each kind of example can be made of with the mouse and the keyboard; every act is one step."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from studio.core.example import Chat, Choice, Classification, Content, Message, Preference
from studio.ui.data.editors.chat import ChatEditor
from studio.ui.data.editors.choice import ChoiceEditor
from studio.ui.data.editors.classification import ClassificationEditor
from studio.ui.data.editors.content_editor import ContentEditor
from studio.ui.data.editors.preference import PreferenceEditor
from tests.ui.data.editors.conftest import OpenPane

Open = Callable[..., OpenPane]
TALK = Chat(
    messages=(
        Message(role="system", content="Bref."),
        Message(role="user", content="Mal de tête."),
        Message(role="assistant", content="Depuis quand ?"),
    )
)
QUIZ = Choice(question="Q", options=("a", "b", "c"), answers=(1,))


def editor_of(opened: OpenPane) -> ContentEditor:
    editor = opened.pane.body.editor
    assert editor is not None
    return editor


def talk_of(opened: OpenPane) -> ChatEditor:
    editor = editor_of(opened)
    assert isinstance(editor, ChatEditor)
    return editor


def quiz_of(opened: OpenPane) -> ChoiceEditor:
    editor = editor_of(opened)
    assert isinstance(editor, ChoiceEditor)
    return editor


def turns(content: Content) -> list[tuple[str, str]]:
    assert isinstance(content, Chat)
    return [(turn.role, turn.content) for turn in content.messages]


def press(opened: OpenPane, at: int, title: str) -> None:
    """Choose from the menu of a turn."""
    menu = talk_of(opened).turns.cards[at].menu()
    action: QAction = next(each for each in menu.actions() if each.text() == title)
    action.trigger()
    menu.deleteLater()
    opened.settle()


def test_a_turn_is_added_after_another_with_the_next_speaker(qtbot: QtBot, open_pane: Open) -> None:
    opened = open_pane(TALK)
    press(opened, 1, "Add a turn after this one")
    assert turns(opened.content)[1:] == [("user", "Mal de tête."), ("assistant", ""), ("assistant", "Depuis quand ?")]
    talk_of(opened).turns.add_button.click()
    opened.settle()
    assert turns(opened.content)[-1] == ("user", "")
    assert len(opened.steps()) == 2
    opened.undo()
    opened.undo()
    assert opened.content == TALK == opened.pane.body.content()


def test_a_turn_moves_with_its_buttons_and_with_alt_and_an_arrow(qtbot: QtBot, open_pane: Open) -> None:
    opened = open_pane(TALK)
    talk_of(opened).turns.cards[2].up.click()
    opened.settle()
    assert [role for role, _text in turns(opened.content)] == ["system", "assistant", "user"]
    card = talk_of(opened).turns.cards[1]
    qtbot.keyClick(card.field.box, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    opened.settle()
    assert opened.content == TALK
    assert not talk_of(opened).turns.cards[0].up.isEnabled()
    assert not talk_of(opened).turns.cards[2].down.isEnabled()


def test_a_turn_is_deleted_together_with_what_was_typed_elsewhere(qtbot: QtBot, open_pane: Open) -> None:
    opened = open_pane(TALK)
    qtbot.keyClicks(opened.pane.editors[2], "Dites: ")
    press(opened, 0, "Delete this turn")
    assert turns(opened.content) == [("user", "Mal de tête."), ("assistant", "Dites: Depuis quand ?")]


def test_the_speaker_changes(open_pane: Open) -> None:
    opened = open_pane(TALK)
    speaker = talk_of(opened).turns.cards[2].speaker
    speaker.setCurrentIndex(speaker.findData("tool"))
    speaker.activated.emit(speaker.currentIndex())
    opened.settle()
    assert turns(opened.content)[2][0] == "tool"
    assert talk_of(opened).turns.cards[2].property("turn") == "tool"


def test_a_conversation_is_split_where_asked(open_pane: Open) -> None:
    opened = open_pane(Chat(messages=(*TALK.messages, *TALK.messages[1:])))
    titles = [action.text() for action in talk_of(opened).turns.cards[0].menu().actions()]
    assert "Split the conversation here" not in titles
    press(opened, 3, "Split the conversation here")
    assert [turns(row.content) for row in opened.reader.rows(opened.ids)] == [turns(TALK), turns(TALK)]


def test_a_long_conversation_is_built_bit_by_bit_and_never_cut(qtbot: QtBot, open_pane: Open) -> None:
    long = Chat(messages=tuple(Message(role="user", content=str(number)) for number in range(40)))
    opened = open_pane(long, TALK)
    assert opened.pane.body.content() == long
    assert len(talk_of(opened).turns.cards) < 40
    qtbot.waitUntil(lambda: len(talk_of(opened).turns.cards) == 40)
    assert opened.pane.body.content() == long
    opened.show(opened.ids[1])
    assert opened.pane.body.content() == TALK


def test_two_quick_changes_are_both_stored(open_pane: Open) -> None:
    opened = open_pane(TALK)
    talk_of(opened).turns.add_button.click()
    talk_of(opened).turns.add_button.click()
    opened.settle()
    assert [role for role, _text in turns(opened.content)][3:] == ["user", "assistant"]
    assert len(opened.steps()) == 2


def test_right_answers_stay_right_when_options_move_and_go(open_pane: Open) -> None:
    opened = open_pane(QUIZ)
    quiz_of(opened).options[1].up.click()
    opened.settle()
    assert opened.content == Choice(question="Q", options=("b", "a", "c"), answers=(0,))
    quiz_of(opened).options[2].right.click()
    quiz_of(opened).options[1].remove.click()
    opened.settle()
    assert opened.content == Choice(question="Q", options=("b", "c"), answers=(0, 1))


def test_two_options_remain_and_ten_are_enough(qtbot: QtBot, open_pane: Open) -> None:
    opened = open_pane(QUIZ)
    quiz = quiz_of(opened)
    quiz.options[2].remove.click()
    assert not quiz.options[0].remove.isEnabled()
    assert "at least two" in quiz.options[0].remove.toolTip()
    for _each in range(8):
        quiz.add_button.click()
    assert len(quiz.options) == 10
    assert not quiz.add_button.isEnabled()
    assert quiz.limit.isVisible()
    opened.settle()
    qtbot.keyClicks(quiz.options[9].field.box, "dix")
    opened.pane.keep()
    opened.settle()
    assert isinstance(opened.content, Choice)
    assert opened.content.options[9] == "dix"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_labels_are_added_and_taken_away(qtbot: QtBot, open_pane: Open) -> None:
    opened = open_pane(
        Classification(text="Mal", labels=("infection", "urgence")), Classification(text="T", labels=("neurologie",))
    )
    editor = editor_of(opened)
    assert isinstance(editor, ClassificationEditor)
    entry = editor.labels.entry
    entry.setFocus()
    editor.labels.entered.emit()
    completer = entry.completer()
    qtbot.waitUntil(lambda: completer.model().rowCount() == 3)
    qtbot.keyClicks(entry, "neuro")
    assert completer.currentCompletion() == "neurologie"
    qtbot.keyClick(completer.popup(), Qt.Key.Key_Down)
    qtbot.keyClick(completer.popup(), Qt.Key.Key_Return)
    opened.settle()
    assert opened.content == Classification(text="Mal", labels=("infection", "urgence", "neurologie"))
    qtbot.keyClick(entry, Qt.Key.Key_Backspace)
    opened.settle()
    assert editor.labels.words() == ("infection", "urgence")
    opened.undo()
    assert editor.labels.words() == ("infection", "urgence", "neurologie")


def test_the_answers_of_a_preference_change_places(open_pane: Open) -> None:
    opened = open_pane(Preference(prompt="Q", chosen="mal", rejected="bien"))
    editor = editor_of(opened)
    assert isinstance(editor, PreferenceEditor)
    editor.swap.click()
    opened.settle()
    assert opened.content == Preference(prompt="Q", chosen="bien", rejected="mal")
    assert len(opened.steps()) == 1


@pytest.mark.parametrize(("chosen", "rejected", "words"), [("", "mal", "judged bad"), ("bien", "", "judged good")])
def test_a_single_answer_is_shown_as_such(open_pane: Open, chosen: str, rejected: str, words: str) -> None:
    opened = open_pane(Preference(prompt="Q", chosen=chosen, rejected=rejected))
    editor = editor_of(opened)
    assert isinstance(editor, PreferenceEditor)
    assert words in editor.unpaired.text()


def test_answers_stand_side_by_side_where_there_is_room(qtbot: QtBot, open_pane: Open) -> None:
    opened = open_pane(Preference(prompt="Q", chosen="a", rejected="b"))
    editor = editor_of(opened)
    assert isinstance(editor, PreferenceEditor)
    opened.pane.resize(900, 700)
    qtbot.waitUntil(lambda: editor.rejected.x() > editor.chosen.x())
    opened.pane.resize(340, 700)
    qtbot.waitUntil(lambda: editor.rejected.x() == editor.chosen.x() and editor.rejected.y() > editor.chosen.y())


def test_earlier_turns_of_a_preference_can_be_edited(open_pane: Open) -> None:
    opened = open_pane(Preference(prompt="Q", chosen="a", rejected="b"))
    editor = editor_of(opened)
    assert isinstance(editor, PreferenceEditor)
    editor.history.add_button.click()
    editor.history.fields()[0].show_text("Bonjour")
    opened.pane.keep()
    opened.settle()
    assert opened.content == Preference(
        history=(Message(role="user", content="Bonjour"),), prompt="Q", chosen="a", rejected="b"
    )
