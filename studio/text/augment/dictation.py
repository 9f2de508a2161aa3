"""The case as speech recognition writes what was dictated."""

import re
from collections.abc import Callable
from random import Random

from studio.core.folding import folded
from studio.core.sentence import Sentence
from studio.text.augment.case import Case
from studio.text.augment.sentences import sentences
from studio.text.augment.transformation import Changed, Info, Refusal, Rewriting, rewrite_texts
from studio.text.french.function_words import KIND
from studio.text.french.morphology import readings
from studio.words import N_

_COUNTS = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_FEWEST = 2
_LONGEST_SPELLED = 4
_ROMAN = re.compile(r"[IVX]{2,}")
_CAPITALS = re.compile(r"\w*[A-ZÀ-ÖØ-ÞŒ]\w*")
_SPOKEN_MARKS = {",": " virgule", ";": " point virgule", ":": " deux points"}
_DIGIT = re.compile(r"\d")
_MARK = re.compile(r"\s?([,;:])(?= )")
# What is in every text in which a pattern finds something: looking for it is fast.
_UNITS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (needed, re.compile(pattern), said)
    for needed, pattern, said in (
        ("°", r"(?<=\d)[ \u00a0\u202f]?°[ ]?C\b", " degrés"),
        ("°", r"(?<=\d)[ \u00a0\u202f]?°(?!\w)", " degrés"),
        ("mm", r"(?<=\d)[ \u00a0\u202f]?mm ?Hg\b", " millimètres de mercure"),
        ("mg", r"(?<=\d)[ \u00a0\u202f]?mg\b(?!/)", " milligrammes"),
        ("cm", r"(?<=\d)[ \u00a0\u202f]?cm\b(?![²³/])", " centimètres"),
        ("%", r"(?<=\d)[ \u00a0\u202f]?%", " pour cent"),
        ("h", r"(?<=\d)[ \u00a0\u202f]?h\b(?! ?\d)", " heures"),
        ("j", r"(?<=\d)[ \u00a0\u202f]?j\b(?! ?[\d+])", " jours"),
        ("sem", r"(?<=\d)[ \u00a0\u202f]?sem\b", " semaines"),
        ("T°", r"\bT°", "température"),
        ("/10", r"(?<=\d)/(?=10\b)", " sur "),
    )
)
# Below two the unit is singular: "1 h", "1,5 h".
_SINGULAR = re.compile(
    r"(?<![\d,.])([01](?:[.,]\d+)?) (heure|jour|semaine|degré|millimètre|milligramme|centimètre)s(?!\w)"
)
_COUNTED = re.compile(r"(?<![\d,./] )(?<![\w,./+-])([2-9]|10) (?=jours|semaines|heures|minutes|fois|crises|épisodes)")
# What reaches over the next words: a spoken mark there would no longer show where that ends.
_REACHES = re.compile(
    r"\b(?:pas|plus|jamais|rien|sans|aucune?s?|ni|non|ne|absence|absente?s?|nie|negati\w+|normal\w*|elimin\w+"
    r"|ecart\w+|exclu\w*|indemne|possible\w*|probable\w*|suspi?c?\w*|peut-etre|doute|semble|evoqu\w+|si|risque|crain\w+|hypothese|eventuel\w*"
    r"|atcd|antecedents?|histoire|connue?|ancien\w*|en \d{4}|mere|pere|frere|soeur|famil\w+|oncle|tante|cousine?"
    r"|grand\w*|fils|fille|parents?|mari|ma femme|conjointe?|epou\w+|compagn\w+"
    r"|(?:19|20)\d\d|il y a|passee?s?)\b|\bn'|\d/\d+/\d|\?"
)
_HESITATIONS = ("euh", "euh", "hum")


class Dictated:
    """No capitals, units said in full, marks said aloud where they decide nothing, a hesitation or two."""

    @property
    def info(self) -> Info:
        return Info(
            "dictated",
            N_("Dictated"),
            N_(
                "Written as by speech recognition: no capitals, units in full, some punctuation said aloud, a"
                " hesitation. Punctuation that ends a denial, a doubt or the history stays as it is."
            ),
            (
                (
                    "Homme de 54 ans, fièvre à 39,2 °C, TA 120/80 mmHg. Céphalées depuis 3 jours. Pas de déficit.",
                    (
                        "homme de 54 ans virgule fièvre à 39,2 degrés virgule TA 120/80 millimètres de mercure point "
                        "euh céphalées depuis trois jours. euh pas de déficit."
                    ),
                ),
                (
                    "Patiente de 32 ans, photophobie, vomissements.\nNuque raide.",
                    (
                        "patiente de 32 ans virgule photophobie virgule vomissements point à la ligne hum nuque raide"
                        " point"
                    ),
                ),
            ),
        )

    def apply(self, case: Case, strength: float, chance: Random) -> Changed | Refusal:
        """`strength`: the chance of each mark and of each number to be said aloud."""
        return rewrite_texts(case, lambda text: _dictated(text, strength, chance))


def _dictated(text: str, strength: float, chance: Random) -> Rewriting:
    text = _numbers_said(text, strength, chance)
    spans = sentences(text)
    told = [text[start:end] for start, end in spans]
    safe = [not _REACHES.search(folded(each)) for each in told]
    hesitating = chance.sample(range(1, len(told)), min(len(told) - 1, 1 + (strength > 1 / 2))) if told else []
    pieces = [text[: spans[0][0]]] if spans else [text]
    for place, each in enumerate(told):
        after = text[spans[place][1] : spans[place + 1][0] if place + 1 < len(spans) else len(text)]
        said = _MARK.sub(_sometimes(_spoken_mark, strength, chance), each) if safe[place] else each
        if place in hesitating:
            said = f"{chance.choice(_HESITATIONS)} {said}"
        last = place + 1 == len(told)
        if safe[place] and (last or safe[place + 1]) and chance.random() < strength:
            said, after = _end_said(said, after, last=last)
        pieces += [said, after]
    note = Sentence(N_("Written as dictated: no capitals, units in full, marks said aloud."))
    return Rewriting(_CAPITALS.sub(_small, "".join(pieces)), (note,))


def _small(found: re.Match[str]) -> str:
    """Letters said one by one, which would read as a word (SA, BU, TA), and Roman numbers stay capitals."""
    small = found[0].lower()
    spelled = found[0].isupper() and 1 < len(small) <= _LONGEST_SPELLED and (small in KIND or small in readings())
    spelled = spelled or _ROMAN.fullmatch(found[0]) is not None
    return found[0] if spelled else small


def _numbers_said(text: str, strength: float, chance: Random) -> str:
    if not _DIGIT.search(text):
        return text
    for needed, pattern, unit in _UNITS:
        if needed in text:
            text = pattern.sub(unit, text)
    text = _SINGULAR.sub(r"\1 \2", text)
    return _COUNTED.sub(_sometimes(lambda found: _COUNTS[int(found[1]) - _FEWEST] + " ", strength, chance), text)


def _spoken_mark(found: re.Match[str]) -> str:
    return _SPOKEN_MARKS[found[1]]


def _end_said(said: str, after: str, *, last: bool) -> tuple[str, str]:
    ends = said.endswith(".") and not said.endswith("..")
    stop = said[:-1] + " point" if ends else said
    if "\n" in after and not last:
        return stop + " à la ligne", " "
    return stop, after


def _sometimes(
    write: Callable[[re.Match[str]], str], strength: float, chance: Random
) -> Callable[[re.Match[str]], str]:
    return lambda found: write(found) if chance.random() < strength else found[0]
