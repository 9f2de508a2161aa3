"""The words a user types: as a full-text query that cannot go wrong, and as a look at one text."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import cast

import apsw

from studio.data.fields import texts_of

_PIECES = re.compile(r'"([^"]*)"|([^\s"]+)')


def match_expression(text: str) -> str:
    """All words must occur; “quoted words” in that order; the last word may be the start of one; "" for no words."""
    phrases, is_open = _phrases(text)
    # Quoted, every character is text to FTS5: no operator, column or bracket is left.
    return " ".join(f'"{phrase}"' for phrase in phrases) + "*" * is_open


def _phrases(text: str) -> tuple[list[str], bool]:
    """What must occur, and whether the last may go on."""
    # A keyboard can send half a character, which no file can hold.
    whole = text.encode(errors="replace").decode()
    straight = whole.replace("\0", " ").replace("“", '"').replace("”", '"').replace("«", '"').replace("»", '"')
    pieces = [(phrase.strip(), word) for phrase, word in _PIECES.findall(straight)]
    # A piece without a letter or digit holds no searchable word and would match nothing.
    pieces = [(phrase, word) for phrase, word in pieces if any(c.isalnum() for c in phrase or word)]
    return [phrase or word for phrase, word in pieces], bool(pieces and pieces[-1][1] and not text.endswith('"'))


def register_search(db: apsw.Connection) -> None:
    """Give SQL `occurs(content, text)`: whether the index, had it followed, would find `text` in an example."""
    tokens = db.fts5_tokenizer("unicode61", ["remove_diacritics", "2"])

    def words(text: str) -> str:
        """Between spaces, without accents and case, as the index has them."""
        found = tokens(text.encode(), apsw.FTS5_TOKENIZE_DOCUMENT, None, include_offsets=False, include_colocated=False)
        return f" {' '.join(cast(list[str], found))} "

    @lru_cache(maxsize=8)
    def needles(text: str) -> tuple[str, ...]:
        phrases, is_open = _phrases(text)
        found = [words(phrase) for phrase in phrases]
        if is_open:
            found[-1] = found[-1].removesuffix(" ")
        return tuple(needle for needle in found if needle.strip())

    db.create_scalar_function("occurs", _occurrence(words, needles), 2)


def _occurrence(words: Callable[[str], str], needles: Callable[[str], tuple[str, ...]]) -> Callable[..., bool]:
    def occurs(*values: object) -> bool:
        content, text = values
        wanted = needles(str(text))
        there = words("\n".join(texts_of(str(content))))
        return bool(wanted) and all(needle in there for needle in wanted)

    return occurs
