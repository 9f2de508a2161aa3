"""An edit in one place leaves the line ends of every other place as they were."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from studio.ui.controls import ExactTextEdit
from studio.ui.line_ends import with_line_ends

ODD = "Un\r\ndeux\u2028encore\ntrois\rquatre\u2029cinq\x00\u0085\u00a0!"
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\u2029"])
LINES = st.lists(st.tuples(st.sampled_from(["", "a", "b", "cc"]), ENDS), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("a\nb\nc", "a\r\nb\nc"), ("ax\nb\nc", "ax\r\nb\nc"), ("a\nnew\nb\nc", "a\r\nnew\r\nb\nc"), ("b\nc", "b\nc")],
)
def test_each_line_keeps_its_end(typed: str, expected: str) -> None:
    assert with_line_ends(typed, "a\r\nb\nc") == expected


def test_a_text_whose_lines_all_end_alike_stays_so_whatever_is_typed() -> None:
    assert with_line_ends("x\ny\nz", "a\r\nb") == "x\r\ny\r\nz"


@settings(max_examples=50, deadline=None)
@given(LINES, st.integers(0, 7), st.text("xyz", max_size=3))
def test_typing_within_a_line_changes_that_line_only(lines: list[tuple[str, str]], at: int, more: str) -> None:
    changed = [(text + more, end) if number == at else (text, end) for number, (text, end) in enumerate(lines)]
    # A line feed between a carriage return and nothing would be read as one end.
    before, after = ("".join(f"{text}.{end}" for text, end in each) for each in (lines, changed))
    typed = "\n".join([*(f"{text}." for text, _end in changed), ""])
    assert with_line_ends(typed, before) == after


def test_an_editor_gives_back_what_is_around_the_words_typed(qtbot: QtBot) -> None:
    editor = ExactTextEdit()
    qtbot.addWidget(editor)
    editor.give(ODD)
    assert editor.exact_text() == ODD
    cursor = editor.textCursor()
    cursor.setPosition(2)
    cursor.insertText("e")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(editor, "?")
    assert editor.exact_text() == ODD.replace("Un", "Une") + "?"
