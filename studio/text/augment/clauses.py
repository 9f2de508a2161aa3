"""The words around a sign that say nothing but the sign: only those can be replaced without losing something else."""

import re
from dataclasses import dataclass

from studio.core.folding import folded
from studio.text.augment.sentences import sentences

_LEFT = re.compile(r"[,;:(\n]\s*|(?<![\w-])(?P<word>et|avec|sans|mais)\s+", re.IGNORECASE)
_RIGHT = re.compile(r"[,;:()\n]|(?<![\w-])(?:et|ou|ni|mais|avec|sans|sauf|puis|qui|dont)(?![\w-])", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_NEGATIONS = frozenset(("pas", "sans", "aucun", "aucune", "absence", "absent", "absente", "nie", "jamais"))
_LITTLE = frozenset(
    (
        *("il", "elle", "on", "y", "a", "est", "ne", "n", "se", "s", "ce", "cette", "une", "un", "de", "des", "du"),
        *("d", "la", "le", "les", "l", "en", "au", "toute", "tout", "autre", "existe", "presence", "presente", "note"),
        *("noter", "retrouve", "trouve", "constate", "observe", "rapporte", "signale", "decrit", "ajoute", "aussi"),
        *("egalement", "patient", "patiente", "examen", "associe", "associee", "depuis", "hier", "matin", "soir"),
        *("jour", "jours", "heure", "heures", "semaine", "semaines", "c", "degres", "importante", "important"),
        *("moderee", "elevee"),
    )
)
# What may come after a comma without being read as one more thing denied.
_NEW_START = re.compile(
    r"\s*(?:pas|sans|aucune?|absence|avec|mais|une?|des|les?|la|l['’]|il|elle|on|apyr[ée]\w+|examen)(?![\w-])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Clause:
    """Where a sign stands alone; `joined_by` is the word before it, from `start` on, "" where there is none."""

    start: int
    end: int
    joined_by: str
    negated: bool
    """Whether one of its words denies the sign; a sign may deny itself, as “apyrétique” does."""
    whole: bool
    """Whether it is all of a sentence, its full stop aside."""


def clause_of(text: str, start: int, end: int) -> Clause | None:
    """The clause that speaks only of the sign at `start` to `end`; None where more hangs on its words."""
    first, last = _sentence_around(text, start, end)
    left, right = _last_border(text, first, start), _RIGHT.search(text, end, last)
    if right and not _ends_there(text, right, last):
        return None
    begins, ends = left.end() if left else first, right.start() if right else last
    word = (left["word"] or "").lower() if left else ""
    others = {folded(each) for each in _WORD.findall(f"{text[begins:start]} {text[end:ends]}")}
    if not others <= _LITTLE | _NEGATIONS:
        return None
    negations = others & _NEGATIONS or {word} & _NEGATIONS
    before = {folded(each) for each in _WORD.findall(text[first : left.start() if left else first])}
    if word == "et" and before & _NEGATIONS:
        return None
    if left and word:
        begins = left.start("word")
    ends = begins + len(text[begins:ends].rstrip())
    return Clause(begins, ends, word, bool(negations), not left and not right)


def _ends_there(text: str, border: re.Match[str], last: int) -> bool:
    if border.group() == ",":
        return _NEW_START.match(text, border.end(), last) is not None
    return border.group() in (";", ")")


def _sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    for first, last in sentences(text):
        if first <= start < last:
            return first, max(end, first + len(text[first:last].rstrip(" .!…")))
    return start, end


def _last_border(text: str, first: int, start: int) -> re.Match[str] | None:
    return max(_LEFT.finditer(text, first, start), key=re.Match.start, default=None)
