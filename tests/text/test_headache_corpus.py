"""The pre-training corpus knows the words, not the answer format and not the held-out sentences."""

import re

import pytest

from studio.text.headache_cases import make_cases
from studio.text.headache_corpus import Document, make_corpus
from studio.text.headache_lexicon import SIGNS
from studio.text.headache_templates import HELDOUT

SLOT = re.compile(r"\{\w+\}|\[[^\]]*\]")


@pytest.fixture(scope="module")
def corpus() -> list[Document]:
    return list(make_corpus(8000, 0))


@pytest.fixture(scope="module")
def sentences(corpus: list[Document]) -> set[str]:
    return {
        sentence for document in corpus for turn in document for sentence in re.split(r"(?<=[.?!]) |\n+", turn.text)
    }


def test_the_answer_format_is_never_shown(corpus: list[Document]) -> None:
    text = "\n".join(turn.text for document in corpus for turn in document)
    assert not re.search(r"Pour préciser\s?:|Recommandation\s?:| \| ", text)


def test_no_sentence_follows_a_held_out_template(sentences: set[str]) -> None:
    patterns = {t: re.compile("[^.]*".join(map(re.escape, SLOT.split(t))), re.IGNORECASE) for t in HELDOUT.all()}
    assert [t for t, pattern in patterns.items() if any(pattern.fullmatch(sentence) for sentence in sentences)] == []


def test_no_held_out_case_is_in_it(corpus: list[Document]) -> None:
    text = "\n".join(turn.text for document in corpus for turn in document)
    assert [case for case in make_cases(120, 2025, "heldout") if case.input in text] == []


def test_it_knows_every_way_to_say_a_sign_and_every_word_of_the_answers(corpus: list[Document]) -> None:
    text = "\n".join(turn.text for document in corpus for turn in document)
    ways = [way for sign in SIGNS for words in (sign.phrase, sign.noun) for way in words.everything()]
    assert [way for way in ways if way not in text] == []
    words = {word for case in make_cases(200, 2024, "training") for word in re.findall(r"\w+", case.response)}
    assert [word for word in words if not re.search(rf"\b{word}\b", text)] == []


def test_it_is_the_same_for_the_same_seed() -> None:
    assert list(make_corpus(50, 1)) == list(make_corpus(50, 1)) != list(make_corpus(50, 2))
