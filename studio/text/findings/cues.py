"""Words that deny, doubt, date or attribute what stands near them, and words at which their reach ends.

The approach is that of ConText (Harkema et al. 2009); the words are our own, with those of medkit's default rules
for French (MIT licence).
"""

import re
from enum import IntEnum, auto
from operator import attrgetter
from typing import NamedTuple, cast

from studio.text.findings import (
    boundary_words,
    denial_words,
    doubt_words,
    family_words,
    hedge_words,
    past_words,
    statement_words,
)
from studio.text.findings.alternation import Alternation


class Cue(IntEnum):
    """What a cue says, of what follows it unless said otherwise."""

    DENIES = auto()
    DENIES_LIST = auto()  # also the bare words after a comma
    DENIES_NEXT = auto()  # only the very next word
    DENIED = auto()  # of what stands before
    DENIED_ALL = auto()  # of the whole list that stands before
    RESOLVED = auto()  # what stands before is no more
    BRACKET = auto()  # ne, n': with pas, denies what stands between
    DOUBTS = auto()
    HEDGES = auto()  # doubts even a denial
    IF = auto()
    LEFT_OPEN = auto()  # is not ruled out, what stands before or after
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
    NOW = auto()  # affirms, and takes up the present
    AFFIRMS_NOUN = auto()  # may be denied or doubted itself
    AFFIRMED = auto()
    STANDS = auto()  # looks like a denial, and is none
    EXCEPT = auto()
    CONTRAST = auto()
    LINK = auto()  # ends denials and doubts
    VERB = auto()  # of a clause of its own: ends denials
    NEAR = auto()  # DENIES, of the next few words
    NEUTRAL = auto()  # words that look like a cue
    PATIENT = auto()
    COMMA = auto()
    SEMICOLON = auto()
    COLON = auto()
    BRACE = auto()
    QUESTION = auto()


class Found(NamedTuple):
    """A cue and its place in the folded text."""

    cue: Cue
    start: int
    end: int

    def moved(self, by: int) -> "Found":
        """The same in a text that begins so much earlier."""
        return Found(self.cue, self.start + by, self.end + by)


# Of two cues that cover the same words, that of the earlier group counts.
_GROUPS: tuple[frozenset[Cue], ...] = (
    frozenset({Cue.NEUTRAL, Cue.STANDS, Cue.AFFIRMED}),
    frozenset(
        {Cue.AFFIRMS, Cue.NOW, Cue.AFFIRMS_NOUN, Cue.EXCEPT, Cue.CONTRAST, Cue.LINK, Cue.VERB, Cue.BRACKET, Cue.PATIENT}
    ),
    frozenset({Cue.DOUBTS, Cue.HEDGES, Cue.IF, Cue.LEFT_OPEN, Cue.DOUBTED, Cue.DOUBTS_NEXT}),
    frozenset({Cue.PAST, Cue.PAST_NEXT, Cue.PAST_TIME, Cue.RECENT_TIME}),
    frozenset({Cue.KIN, Cue.FAMILIAL, Cue.INFORMANT}),
    frozenset({Cue.DENIES, Cue.DENIES_LIST, Cue.DENIES_NEXT, Cue.NEAR, Cue.DENIED, Cue.DENIED_ALL, Cue.RESOLVED}),
)
_NO = r"(?:non|0|ø|absente?s?|absence|neg|negatif|negative|negatifs|negatives|aucune?|neant|nul|nulle|jamais|n)"
# "Scanner : aucun anévrisme" denies what follows it, "Tabac : aucun depuis 2020" what stands before.
_NO_BEFORE_A_NOUN = (
    r"(?:(?:aucune?|jamais|nulle?) (?!depuis|aux? |a |ce |sur |dans |en |lors |chez |pour |"
    r"actuel|connue?|retrouve|signale|note|rapporte|d[eu] )|"
    r"absence (?:de |d'))"
)
_ANSWER = (
    r"(?:non(?: plus| docteur| merci| pas du tout| jamais|,? rien(?: du tout)?| aux deux)?|jamais(?: de la vie)?|"
    r"aucune?|"
    r"pas du tout|du tout|nullement|nan|que non|bien sur que non|(?:absolument|certainement|"
    r"surtout) pas(?:,? docteur)?|"
    r"en aucun cas|rien (?:de tel|du tout)|(?:la )?reponse (?:est )?negative(?: aux deux| partout| dans les deux cas)?|"
    r"deux fois non|ni l'une? ni l'autre)"
)
_YES = r"(?:oui|si(?= *[,.;!])|ouais|tout a fait|exact\w*|effectivement|absolument|beaucoup|un peu|parfois|souvent)"
_STOP = r"(?: *(?=[;)\n/]|[.,](?!\d)|$)|(?= +-))"
_MARKS = re.compile(
    r"(?=[ :=?(+,;)/-])(?:"
    rf"(?P<DENIED> ?\? ?[-«\"]? ?{_ANSWER}{_STOP}| ?[:=] ?(?:pas|(?:plus )?rien(?: a signaler)?(?: a ce jour|"
    rf" ce jour| du tout| depuis (?:hier|\w+di|le \d+))?|ras){_STOP}| - {_NO}{_STOP}"
    rf"| ?[:=?] ?{_NO}{_STOP}| ?[:=] ?(?!{_NO_BEFORE_A_NOUN}){_NO}(?=\s)"
    r"|(?<=\w) \(?(?:non|0|ø|neg)\)?"
    rf"{_STOP}| ?\( ?-+ ?\)"
    r"|(?<=\w)-+(?=[,;.)\n]|$)|(?<=\w)-+(?= \w[^\n]*\w ?[-+](?:[ ,;.\n]|$))|(?<=\w) -+(?= ?[,;.)\n]|$))"
    rf"|(?P<AFFIRMED> ?\? ?[-«\"]? ?{_YES}(?!\w)| ?[:=?] ?(?:oui|presente?|positi(?:f|ve)|o(?!\w))(?!\w)|"
    rf"(?<=[\w)]) ?\(?\+{{1,4}}\)?)"
    r"|(?P<DOUBTS>(?:(?<=[\n,;:.(/-] )|(?<=pour )|(?<=avec )|(?<= de )|(?<=susp )|(?<![^\n]))\?+ ?(?=\w))|"
    r"(?P<QUESTION>\(?\?+\)?)"
    r"|(?P<COMMA>,(?!\d)| - | / )|(?P<SEMICOLON>;)|(?P<COLON>:)|(?P<BRACE>[()]))"
)
# A verb that is itself denied affirms nothing.
_DENIED_VERB = re.compile(r"(?:\b(?:ne|sans|ni|si|s'il|(?:pas|jamais|plus|point)(?: ete)?) |\bn'|\bn'a |\bs'est )$")
_AUXILIARY = re.compile(r"\b(?:a|as|ont|avait|avaient|ayant|avoir|deja) $")
_NOT_THE_SUBJECT = re.compile(r"\b(?:du |de |de la |de l'|de notre |de ce |de cette |d'une? )$")


def _words_of(cue: Cue) -> tuple[str, ...]:
    modules = (denial_words, statement_words, boundary_words, doubt_words, hedge_words, past_words, family_words)
    (patterns,) = (vars(module)[cue.name] for module in modules if cue.name in vars(module))
    return cast(tuple[str, ...], patterns)


# Of cues that begin alike, the longer beginning is tried first.
_WORDED = tuple([(cue, pattern) for cue in Cue if cue in cues for pattern in _words_of(cue)] for cues in _GROUPS)
_CUES = tuple(cue for group in _WORDED for cue, _pattern in group)
_WORDS = Alternation(*([pattern for _cue, pattern in group] for group in _WORDED))


def cues_in(plain: str) -> list[Found]:
    """The cues of a folded text from left to right; of those that overlap the longest is kept."""
    worded = (Found(_CUES[index], start, end) for start, end, index in _WORDS.found(plain))
    found = [each for each in worded if _counts(each, plain)]
    found += [Found(Cue[match.lastgroup or ""], *match.span()) for match in _MARKS.finditer(plain)]
    found.sort(key=attrgetter("start"))
    kept: list[Found] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
        elif each.end - each.start > kept[-1].end - kept[-1].start:
            kept[-1] = each
    return kept


def _counts(found: Found, plain: str) -> bool:
    if found.cue is Cue.NOW and _AUXILIARY.search(plain, max(0, found.start - 12), found.start):
        return False
    if found.cue is Cue.LINK and not plain.endswith(" par", found.start, found.end):
        return True
    if found.cue in (Cue.AFFIRMS, Cue.NOW, Cue.LINK, Cue.VERB):
        return not _DENIED_VERB.search(plain, max(0, found.start - 12), found.start)
    return found.cue is not Cue.PATIENT or not _NOT_THE_SUBJECT.search(plain, max(0, found.start - 12), found.start)
