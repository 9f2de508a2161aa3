"""A sentence kept as its message and the words that fill it, so that it reads in whichever language is in use."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Union

from studio.words import _, current_language

Word = Union[str, int, Mapping[str, str], "Sentence"]
"""What fills a placeholder: a mapping holds the word of each language; a sentence, a title say, is translated too."""


@dataclass(frozen=True)
class Sentence:
    """A message id with what fills its placeholders."""

    message: str
    words: Mapping[str, Word] = field(default_factory=dict)

    def text(self) -> str:
        """The sentence in the language in use."""
        return _(self.message).format(**{name: _said(word) for name, word in self.words.items()})


def store_sentences(sentences: Iterable[Sentence]) -> str:
    """As JSON, for `read_sentences`."""
    return json.dumps([_stored(each) for each in sentences], ensure_ascii=False)


def read_sentences(stored: str) -> tuple[Sentence, ...]:
    """The sentences that `store_sentences` wrote."""
    return tuple(_read(each) for each in json.loads(stored))


def _said(word: Word) -> str | int:
    if isinstance(word, Sentence):
        return word.text()
    return word if isinstance(word, str | int) else word[current_language()]


def _stored(sentence: Sentence) -> dict[str, Any]:
    words = {name: _stored(word) if isinstance(word, Sentence) else word for name, word in sentence.words.items()}
    return {"message": sentence.message, "words": words}


def _read(stored: Mapping[str, Any]) -> Sentence:
    words = {
        name: _read(word) if isinstance(word, Mapping) and "message" in word else word
        for name, word in stored["words"].items()
    }
    return Sentence(stored["message"], words)
