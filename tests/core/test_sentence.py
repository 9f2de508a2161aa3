"""Sentences read in whichever language is in use, and as they were after being stored."""

import pytest

from studio.core.sentence import Sentence, read_sentences, store_sentences
from studio.words import use_language


@pytest.fixture
def nested() -> Sentence:
    words = {"kind": Sentence("unknown"), "urgent": {"en": "urgent", "fr": "pressant"}}
    return Sentence("“{kind}” means “{urgent}”, which this wording does not say or denies.", words)


def test_a_sentence_within_is_translated_with_the_rest(nested: Sentence) -> None:
    english = nested.text()
    use_language("fr")
    try:
        assert "inconnue" in nested.text()
        assert "pressant" in nested.text()
    finally:
        use_language("en")
    assert english.startswith("“unknown” means “urgent”")


def test_it_is_read_back_as_it_was_stored(nested: Sentence) -> None:
    plain = Sentence("{count} rows", {"count": 3})
    assert read_sentences(store_sentences([nested, plain])) == (nested, plain)
