"""The lexicon of findings: concepts, the words for them, and the values that stand for them."""

import re
from itertools import product
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from studio.text.findings.plain_text import plain_text
from studio.text.lexicons import Lexicon, mistake, not_a_pattern, read_lexicon
from studio.words import _

_OPTIONAL = re.compile(r"\(([a-z]+)\)")
_PIECE = re.compile(r"\\.|\((?:\?(?:P?<\w+>|<?[=!]|[:>]))?|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d*,?\d*\}|.", re.DOTALL)
_OFTEN = re.compile(r"[*+]|\{(?:\d*,|\d*,?(?:[5-9]|\d{2,}))\}")
_SPECIAL = re.compile(r"([.^$*+?{}\[\]\\|()])")


def _pattern(source: str) -> str:
    try:
        compiled = re.compile(source)
    except re.error as error:
        raise not_a_pattern(error) from error
    if _repeats_what_varies(source):
        raise mistake(
            _("A repetition of what is not always the same can take forever: say at most how often, as in (?:…){0,4}.")
        )
    if set(compiled.groupindex) - {"value"} or compiled.groups > len(compiled.groupindex):
        raise mistake(_("Groups must be written (?:…)."))
    return source


def _repeats_what_varies(source: str) -> bool:
    """Whether a group with alternatives or repetitions is itself repeated often: the time doubles with each letter."""
    varies, closed = [False], False
    for piece in _PIECE.findall(source):
        if closed and _OFTEN.fullmatch(piece):
            return True
        closed = piece == ")" and len(varies) > 1 and varies.pop()
        if piece.startswith("("):
            varies.append(False)
        varies[-1] |= closed or piece in ("|", "*", "+", "?") or _OFTEN.fullmatch(piece) is not None
    return False


Pattern = Annotated[str, AfterValidator(_pattern)]
"""A regular expression for folded text: no capitals, no accents."""
Form = Annotated[str, Field(min_length=1, max_length=80)]
"""Words as they are written; letters in parentheses may be missing: « enceinte(s) »."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Names(_Part):
    """What a concept is called on screen."""

    en: str = Field(min_length=1)
    fr: str = Field(min_length=1)


class Measure(_Part):
    """A value that stands for the concept from a threshold on; the patterns hold it in a group named `value`."""

    patterns: tuple[Pattern, ...] = Field(min_length=1)
    at_least: float
    most: float
    """Larger numbers are something else."""
    least: float = 0
    below: Literal["absent", "unmentioned"] = "absent"
    """What a value below the threshold says."""

    def counts(self, value: float) -> bool:
        """Whether a value says anything."""
        return self.least <= value <= self.most and (value >= self.at_least or self.below == "absent")

    @model_validator(mode="after")
    def _holds_a_value(self) -> "Measure":
        if any("(?P<value>" not in pattern for pattern in self.patterns):
            raise mistake(_("Each pattern needs a group (?P<value>…)."))
        return self


class Ages(_Part):
    """The ages, in years, at which a patient can have it."""

    min: int = Field(0, ge=0, le=130)
    max: int = Field(130, ge=0, le=130)


class Concept(_Part):
    """A clinical finding and how it is said in French; capitals and accents do not matter."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Names
    label: str = ""
    """What an answer calls it; "" for its French name."""
    red_flag: bool = False
    alone: bool = True
    """Whether a red flag makes a case urgent by itself; an age does only beside what a rule cannot see."""
    forms: tuple[Form, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    unless: tuple[Form, ...] = ()
    """Phrases in which a form does not count."""
    absent_forms: tuple[Form, ...] = ()
    """Words that by themselves say that it is absent: apyrétique."""
    phrases: tuple[Form, ...] = ()
    """With their article, as one would add them to a note."""
    nouns: tuple[Form, ...] = ()
    """Without article, as they are denied: pas de …"""
    own_words: tuple[Form, ...] = ()
    """Whole sentences with which patients say that they have it."""
    own_denials: tuple[Form, ...] = ()
    """The same for saying that they do not."""
    functions: tuple[Form, ...] = ()
    """Beginnings of words about the same part or function of the body."""
    measure: Measure | None = None
    sex: Literal["female", "male", ""] = ""
    ages: Ages = Ages()

    @property
    def called(self) -> str:
        """What an answer calls it."""
        return self.label or self.name.fr


class FindingsLexicon(Lexicon):
    """All concepts that are looked for."""

    v: Literal[1] = 1
    concepts: tuple[Concept, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> "FindingsLexicon":
        ids = [each.id for each in self.concepts]
        twice = next((each for each in ids if ids.count(each) > 1), None)
        if twice:
            raise mistake(_("“{name}” stands there twice.").format(name=twice))
        return self

    def concept(self, concept_id: str) -> Concept | None:
        """The concept with this id, if there is one."""
        return next((each for each in self.concepts if each.id == concept_id), None)


def findings_lexicon(project: Path | None = None) -> FindingsLexicon:
    """The project's own lexicon of findings, else the one that ships; raises LexiconWrong."""
    return read_lexicon("findings", FindingsLexicon, project)


def spellings(form: str) -> tuple[str, ...]:
    """The folded texts that a form stands for, with and without what is in parentheses."""
    pieces = _OPTIONAL.split(plain_text(form).plain)
    choices = [("", piece) if at % 2 else (piece,) for at, piece in enumerate(pieces)]
    return tuple(dict.fromkeys("".join(chosen) for chosen in product(*choices)))


def literal(text: str) -> str:
    """The pattern that finds a text; `re.escape` would hide that texts begin alike."""
    return _SPECIAL.sub(r"\\\1", text)
