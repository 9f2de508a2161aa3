"""Nothing of a row is invisible, and nothing of it is lost."""

import pytest

from studio.core.tokens import RowLabels, RowTokens, Token, TokenKind
from studio.ui.xray.token_text import counts_of, label_words, token_text, token_words, total_words


def row(*texts: str, kind: TokenKind = "learned") -> RowTokens:
    return RowTokens(tuple(Token(100 + at, text, kind) for at, text in enumerate(texts)), 3, added_end=False)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a b", "a b"),
        ("a\nb", "a¶\nb"),
        ("\t", "→"),
        ("38\u202f°C\u00a0!", "38◦°C◦!"),
        ("\u200b\x00", "⟨200B⟩⟨0000⟩"),
        ("", "▪"),
    ],
)
def test_what_has_no_shape_gets_a_sign(text: str, shown: str) -> None:
    assert token_text(row(text)).text == shown


def test_places_are_counted_as_qt_counts_them() -> None:
    text = token_text(row("é😀", "b", "\nc"))
    assert text.starts == (0, 3, 4)
    assert [text.token_at(at) for at in (0, 2, 3, 4, 6)] == [0, 0, 1, 2, 2]
    assert [text.end_of(at) for at in range(3)] == [3, 4, 7]
    assert [piece.token for piece in text.pieces_between(3, 5)] == [1, 2]
    assert [piece.token for piece in text.pieces_between(3, 6)] == [1, 2, 2]


def test_a_token_is_told_with_its_exact_characters() -> None:
    words = token_words(row("Le", " mal\n"), 1)
    assert words == "Token 2 of 2 · number 101 · Learned · “·mal¶” (U+0020 U+006D U+0061 U+006C U+000A)"
    assert "a further byte" in token_words(row(""), 0)


def test_counts_and_length_leave_out_what_is_cut() -> None:
    cut = RowTokens((Token(1, "a", "prompt"), Token(2, "b", "cut")), 3, added_end=False)
    assert counts_of(cut) == {"template": 0, "prompt": 1, "learned": 0, "cut": 1, "padding": 3}
    text = RowTokens((Token(1, "a", "text"),), 3, added_end=False, labels=RowLabels((), (), several=False))
    assert counts_of(text) == {"special": 0, "text": 1, "cut": 0, "padding": 3}
    assert total_words(cut, 1024) == "1 of at most 1,024 tokens"


def test_labels_are_told_with_their_numbers() -> None:
    words = label_words(RowLabels(("urgent", "autre"), ("calme", "urgent"), several=True))
    assert words == (
        "To learn: “urgent” (number 1), “autre” (unknown: no example to learn from has it). "
        "Each label is learned as a yes or no of its own: 0 calme, 1 urgent."
    )
    many = label_words(RowLabels((), tuple(f"l{at:02}" for at in range(15)), several=False))
    assert many.startswith("To learn: no label. One label is chosen: 0 l00,")
    assert many.endswith("11 l11, and 3 more.")
