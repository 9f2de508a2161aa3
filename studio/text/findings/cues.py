"""Words that deny, doubt, date or attribute what stands near them, and words at which their reach ends.

The approach is that of ConText (Harkema et al. 2009); the words are our own, with those of medkit's default rules
for French (MIT licence).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from studio.text.findings import context_words, denial_words
from studio.text.findings.alternation import Alternation


class Cue(Enum):
    """What a cue says, of what follows it unless said otherwise."""

    DENIES = auto()
    DENIES_LIST = auto()  # also the bare words after a comma
    DENIES_NEXT = auto()  # only the very next word
    DENIED = auto()  # of what stands before
    DENIED_ALL = auto()  # of the whole list that stands before
    BRACKET = auto()  # ne, n': with pas, denies what stands between
    DOUBTS = auto()
    HEDGES = auto()  # doubts even a denial
    IF = auto()
    DOUBTED = auto()
    DOUBTS_NEXT = auto()  # an adjective: of what stands at either side
    PAST = auto()
    PAST_NEXT = auto()
    PAST_TIME = auto()  # at either side, within the clause
    RECENT_TIME = auto()
    KIN = auto()
    FAMILIAL = auto()  # of what stands before
    INFORMANT = auto()
    AFFIRMS = auto()
    AFFIRMED = auto()
    STANDS = auto()  # looks like a denial, and is none
    EXCEPT = auto()
    CONTRAST = auto()
    LINK = auto()  # ends denials and doubts
    PATIENT = auto()
    COMMA = auto()
    SEMICOLON = auto()
    COLON = auto()
    BRACE = auto()
    QUESTION = auto()


@dataclass(frozen=True, slots=True)
class Found:
    """A cue and its place in the folded text."""

    cue: Cue
    start: int
    end: int


def _worded() -> list[tuple[Cue, str]]:
    modules = (denial_words, context_words)
    return [(cue, pattern) for module in modules for cue in Cue for pattern in getattr(module, cue.name, ())]


_CUES = [cue for cue, _pattern in _worded()]
_WORDS = Alternation([pattern for _cue, pattern in _worded()])
_NO = r"(?:non|0|ø|absente?s?|absence|neg|negatif|negative|negatifs|negatives|aucune?|neant|nul|nulle|n)"
_STOP = r"(?= *(?:[.,;)\n/-]|$))"
_MARKS = re.compile(
    rf"(?P<DENIED> ?[:=?] ?{_NO}{_STOP}| ?[:=] ?{_NO}(?=\s)|(?<=\w) \(?(?:non|0|ø|neg)\)?{_STOP}| ?\(-+\)"
    rf"|(?<=\w)-+(?=[ ,;.)\n]|$)|(?<=\w) -+(?= ?[,;.)\n]|$))"
    r"|(?P<AFFIRMED> ?[:=?] ?(?:oui|presente?|positi(?:f|ve)|o(?!\w))(?!\w)|(?<=[\w)]) ?\(?\+{1,4}\)?)"
    r"|(?P<QUESTION>\(?\?+\)?)|(?P<COMMA>,(?!\d)| - | / )|(?P<SEMICOLON>;)|(?P<COLON>:)|(?P<BRACE>[()])"
)
_NEGATED_VERB = re.compile(r"(?:\bne |\bn'|\bsans |\bpas |\bni |\bn'a |\bsi |\bs'est )$")


def cues_in(plain: str) -> list[Found]:
    """The cues of a folded text from left to right; none overlap."""
    worded = [
        Found(cue, start, end)
        for start, end, index in _WORDS.found(plain)
        if (cue := _CUES[index]) is not Cue.AFFIRMS or not _NEGATED_VERB.search(plain, max(0, start - 8), start)
    ]
    marks = [Found(Cue[match.lastgroup or ""], *match.span()) for match in _MARKS.finditer(plain)]
    return sorted(_apart(worded, marks), key=lambda each: each.start)


def _apart(worded: list[Found], marks: list[Found]) -> Iterator[Found]:
    """« : non » is one cue; a comma within a cue is none."""
    strong = [mark for mark in marks if mark.cue in (Cue.DENIED, Cue.AFFIRMED)]
    kept = [each for each in worded if not any(each.start < mark.end and each.end > mark.start for mark in strong)]
    yield from kept
    yield from strong
    inside = {place for each in kept if each.end - each.start > 1 for place in range(each.start, each.end)}
    yield from (mark for mark in marks if mark.cue not in (Cue.DENIED, Cue.AFFIRMED) and mark.start not in inside)
