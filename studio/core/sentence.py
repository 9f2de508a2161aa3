"""A sentence kept as its message and the words that fill it, so that it reads in whichever language is in use."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from studio.words import _, current_language

Word = str | int | Mapping[str, str]
"""What fills a placeholder; a mapping holds the word of each language."""


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
    kept = [{"message": each.message, "words": dict(each.words)} for each in sentences]
    return json.dumps(kept, ensure_ascii=False)


def read_sentences(stored: str) -> tuple[Sentence, ...]:
    """The sentences that `store_sentences` wrote."""
    return tuple(Sentence(each["message"], each["words"]) for each in json.loads(stored))


def _said(word: Word) -> str | int:
    return word if isinstance(word, str | int) else word[current_language()]
