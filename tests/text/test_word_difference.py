"""The words that differ between two texts, and nothing lost of either."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.text.word_difference import LONGEST, Piece, word_difference


def sides(pieces: tuple[Piece, ...]) -> tuple[str, str]:
    before = "".join(piece.text for piece in pieces if piece.kind != "added")
    after = "".join(piece.text for piece in pieces if piece.kind != "removed")
    return before, after


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in word_difference(before, after)]


def test_whole_words_are_told() -> None:
    assert told("IRM cérébrale en urgence.", "IRM cérébrales en urgence ce jour.") == [
        ("same", "IRM "),
        ("removed", "cérébrale"),
        ("added", "cérébrales"),
        ("same", " en urgence"),
        ("added", " ce jour"),
        ("same", "."),
    ]


def test_neighbouring_words_change_together() -> None:
    assert told("prendre un scanner sans injection", "prendre une IRM avec injection") == [
        ("same", "prendre "),
        ("removed", "un scanner sans"),
        ("added", "une IRM avec"),
        ("same", " injection"),
    ]


@pytest.mark.parametrize(("before", "after"), [("", ""), ("a", "a")])
def test_equal_texts_have_no_change(before: str, after: str) -> None:
    assert all(piece.kind == "same" for piece in word_difference(before, after))


@settings(max_examples=50, deadline=None)
@given(*[st.lists(st.sampled_from(["de", "la", " ", "\n", ".", "é", "’", "IRM"]), max_size=40).map("".join)] * 2)
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str) -> None:
    pieces = word_difference(before, after)
    assert sides(pieces) == (before, after)
    assert all(piece.text for piece in pieces)


@pytest.mark.parametrize("unit", ["mot ", "mot. ", "x", "une phrase assez longue\n"])
def test_long_texts_are_told_too(unit: str) -> None:
    before = "début " + unit * LONGEST * 2 + "milieu " + unit * LONGEST * 2 + "fin"
    after = "Début " + unit * LONGEST * 2 + "centre " + unit * LONGEST * 2 + "Fin"
    pieces = word_difference(before, after)
    assert sides(pieces) == (before, after)
