"""The answer that a person wrote for a row, as answers are held against it."""

from string import ascii_uppercase

from studio.core.example import Choice, Content
from studio.core.row_words import expected_of


def reference_of(content: Content) -> str:
    """The last answer of a conversation, the better of two, labels, or letters of the right options; "" for text."""
    if isinstance(content, Choice):
        return ", ".join(ascii_uppercase[at] for at in sorted(content.answers))
    return expected_of(content)
