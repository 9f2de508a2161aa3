"""The longest rows that a run would learn from, by which its memory is forecast."""

from collections.abc import Sequence
from typing import cast

from studio.core.example import Classification, Content, Preference
from studio.data.checks.parts import texts_of
from studio.data.reader import CONTENT, ProjectReader
from studio.data.snapshot import APPROVED, WANTED
from studio.data.tokens import TokenCounter

_LONGEST = """
SELECT content FROM example WHERE dataset_id = ? AND {part} AND {wanted} ORDER BY length(content) DESC LIMIT ?
"""
# The one with the most characters need not be the one with the most tokens.
_ROWS = 32
# What chat templates put around a turn: 2 tokens in Mistral's, 5 in those of Llama 3 and Qwen.
_TURN_MARKS = 4


def longest_contents(reader: ProjectReader, dataset_id: int, *, only_approved: bool = False) -> list[str]:
    """The longest rows to learn from as they are stored, longest first; where none has a part yet, of all rows."""
    wanted = APPROVED if only_approved else WANTED
    with reader.one_moment() as db:
        for part in ("split = 'train'", "split IS NULL"):
            found = db.execute(_LONGEST.format(wanted=wanted, part=part), (dataset_id, _ROWS)).fetchall()
            if found:
                return [cast(str, each[0]) for each in found]
    return []


def longest_tokens(contents: Sequence[str], counter: TokenCounter) -> int:
    """Tokens of the longest sequence that these rows make, the marks of a chat template estimated; 0 without rows."""
    sequences = [each for content in contents for each in _sequences(CONTENT.validate_json(content))]
    return max((_tokens(each, counter) for each in sequences), default=0)


def _sequences(content: Content) -> list[tuple[str, ...]]:
    """The texts of each sequence that is computed: two of a preference."""
    match content:
        case Preference():
            *asked, chosen, rejected = texts_of(content)
            return [(*asked, chosen), (*asked, rejected)]
        case Classification():
            return [(content.text,)]
        case _:
            return [texts_of(content)]


def _tokens(texts: Sequence[str], counter: TokenCounter) -> int:
    turns = [text for text in texts if text]
    return int(counter.counts(turns).sum()) + _TURN_MARKS * len(turns)
