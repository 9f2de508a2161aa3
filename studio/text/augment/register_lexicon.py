"""The lexicon of registers: how clinicians note in haste, and how people write in messages."""

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from studio.text.lexicons import Lexicon, not_a_pattern, read_lexicon


class Shortening(Lexicon):
    """A pattern, and the template of what takes its place."""

    find: str = Field(min_length=2)
    write: str

    @field_validator("find")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise not_a_pattern(error) from error
        return pattern


class RegisterLexicon(Lexicon):
    """`introductions` open the first sentence, `telegraphic` the later ones; `messages`: ways to write, by phrase."""

    v: Literal[1] = 1
    introductions: tuple[Shortening, ...]
    telegraphic: tuple[Shortening, ...]
    abbreviated: tuple[Shortening, ...]
    messages: dict[str, tuple[str, ...]]


def register_lexicon(project: Path | None) -> RegisterLexicon:
    """The lexicon of a project, else the one that ships; raises LexiconWrong."""
    return read_lexicon("register", RegisterLexicon, project)
