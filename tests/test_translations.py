"""The tool that keeps the French words complete."""

import pytest
from babel.messages.catalog import Message

from tools.translations import entries, extracted, message_problem


@pytest.mark.parametrize(
    ("english", "french", "problem"),
    [
        ("Start", "Démarrer", ""),
        ("Start", "", "no French"),
        ("{count} rows", "{nombre} lignes", "placeholders differ"),
        ("{count} rows", "lignes", "placeholders differ"),
        ("Run: {line}", "Lancez\u00a0: {line}", ""),
        ("Run: {line}", "Lancez : {line}", "may break"),
        (("{count} row", "{count} rows"), ("une ligne", "{count} lignes"), ""),
        (("{count} row", "{count} rows"), ("{count} ligne", ""), "no French"),
    ],
)
def test_what_a_french_reader_would_stumble_on_is_found(
    english: str | tuple[str, str], french: str | tuple[str, str], problem: str
) -> None:
    found = message_problem(Message(english, french))
    assert problem in found
    assert bool(found) is bool(problem)


def test_messages_are_found_where_they_are_written() -> None:
    found = entries(extracted())
    assert "The disk is full." in found  # in a call of _()
    assert "Graphics card" in found  # in a constant, marked with N_()
