"""Formulas in cells: disarmed, and exactly as they were afterwards."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.data.formulas import neutralise, restore


@pytest.mark.parametrize("text", ["=1+1", "+33 1", "-5", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''-5"])
def test_a_formula_and_what_looks_like_a_disarmed_one_gain_an_apostrophe(text: str) -> None:
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", " =1", "'tis", "l'eau", "’=1"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert (neutralise(text), restore(text)) == (text, text)


@settings(max_examples=50, deadline=None)
@given(st.text("'=+-@\t\ra \n", max_size=6))
def test_reading_back_gives_what_was_there(text: str) -> None:
    assert restore(neutralise(text)) == text
    assert not neutralise(text).startswith(("=", "+", "-", "@", "\t", "\r"))
