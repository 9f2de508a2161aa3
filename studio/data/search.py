"""The words a user types, as a full-text query that cannot go wrong."""

import re

_PIECES = re.compile(r'"([^"]*)"|([^\s"]+)')


def match_expression(text: str) -> str:
    """All words must occur; “quoted words” in that order; the last word may be the start of one; "" for no words."""
    straight = text.replace("\0", " ").replace("“", '"').replace("”", '"').replace("«", '"').replace("»", '"')
    pieces = [(phrase.strip(), word) for phrase, word in _PIECES.findall(straight)]
    # A piece without a letter or digit holds no searchable word and would match nothing.
    pieces = [(phrase, word) for phrase, word in pieces if any(c.isalnum() for c in phrase or word)]
    # Quoted, every character is text to FTS5: no operator, column or bracket is left.
    terms = [f'"{phrase or word}"' for phrase, word in pieces]
    if pieces and pieces[-1][1] and not text.endswith('"'):
        terms[-1] += "*"
    return " ".join(terms)
