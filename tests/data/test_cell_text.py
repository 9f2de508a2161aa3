"""Texts in the cells of a workbook."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from studio.data.cell_text import escape, unescape


def test_a_carriage_return_is_written_as_excel_does() -> None:
    assert escape("a\r\nb") == "a_x000D_\nb"
    assert unescape("a_x000D_\nb") == "a\r\nb"


def test_what_looks_escaped_is_text() -> None:
    assert escape("_x000D_") == "_x005F_x000D_"


@settings(max_examples=50, deadline=None)
@given(st.text() | st.text("_x05FD\0\r\ufffe", max_size=20))
@example("_x0000\x1f")
def test_every_text_comes_back(text: str) -> None:
    assert unescape(escape(text)) == text
