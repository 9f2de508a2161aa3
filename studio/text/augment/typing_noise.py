"""Slips of the keyboard, in words where they can mislead nobody."""

import re
from collections.abc import Callable, Iterator
from itertools import product
from random import Random

from studio.core.folding import folded
from studio.core.sentence import Sentence
from studio.text.augment.case import Case
from studio.text.augment.keyboard import NEIGHBOURS
from studio.text.augment.sentences import Span
from studio.text.augment.transformation import NOTHING_TO_CHANGE, Changed, Info, Refusal, Rewriting, rewrite_texts
from studio.text.findings import (
    boundary_words,
    denial_words,
    doubt_words,
    family_words,
    past_words,
    statement_words,
)
from studio.text.findings.lexicon import FindingsLexicon
from studio.words import N_

_MOST = 0.08
_SHORTEST = 5
_TRIES = 8
_GLUED = 0.15
_ELIDED = re.compile(r"(?<!\w)([lLsScCjJmMtT])['’]$")
_LITTLE = re.compile(r" (de|la|le|les|des|du|et|en|au|une?)(?= \w)")
_OPTIONAL = re.compile(r"\(([^)]*)\)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ACCENTS = re.compile("[àâäéèêëîïôöùûüç]")
_PLAIN = str.maketrans("àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc")
# Words that decide what the text says of a finding, months, and words that a slip would turn into others.
_SPARED = frozenset(
    re.findall(
        r"\S+",
        "aucun aucune aucunement sans nier nient niait nies refuse absence absent absente absents absentes jamais"
        " plutot negatif negative negatifs negatives normal normale normaux normales exclu exclut exclure exclue"
        " ecarte elimine indemne dement depourvu excepte sauf hormis possible possibles probable suspect suspecte"
        " suspicion doute eventuel eventuelle peut-etre semble evoque evoquer evocateur risque crainte craint"
        " familial familiale familiaux mere pere frere soeur oncle tante cousin cousine parents grand-mere grand-"
        " pere antecedent antecedents atcd histoire ancien ancienne passe jadis autrefois enfance depuis avant"
        " apres droite droit gauche homme femme patient patiente madame monsieur enceinte janvier fevrier mars"
        " avril juin juillet aout septembre octobre novembre decembre jeune cancer poisson poison dessert desert"
        " signe signes grade grades partie parties suite suites famille fille filles malin maligne colon tumeur"
        " tumeurs rapide vision atteinte trois quatre trente quarante cinquante soixante treize quatorze quinze"
        " seize genou genoux moitie heure heures jours semaine semaines minutes annees",
    )
)
_STEM = 5
# Beginnings of the words that the findings engine reads a status from; those too lose no more than accents.
_CUES = frozenset(
    word[:_STEM]
    for module in (denial_words, statement_words, boundary_words, doubt_words, past_words, family_words)
    for name, patterns in vars(module).items()
    if name.isupper() and isinstance(patterns, tuple)
    for word in re.findall(rf"[a-z]{{{_STEM},}}", " ".join(patterns))
)
# Beginnings whose opposite is a slip away; the slip falls after them.
_BEGINNINGS = re.compile(
    r"hyper|hypo|tachy|brady|poly|oligo|macro|micro|anti|intra|inter|extra|supra|infra|sous|para|peri|post|pre|pro|dys|eu"
    r"|leuco|thrombo|hemo|hemi|tetra|mono|multi|endo|exo|meta|iso|syn|sym"
)


class TypingNoise:
    """Slips in words of five letters or more; words that name findings lose no more than accents."""

    def __init__(self, lexicon: FindingsLexicon) -> None:
        self._terms = _terms(lexicon)

    @property
    def info(self) -> Info:
        return Info(
            "typing_noise",
            N_("Typing errors"),
            N_(
                "A few words get a neighbouring key, two letters exchanged, a letter dropped or doubled, a lost accent,"
                " or a missing space or apostrophe. Numbers, units, negations, abbreviations and words that name"
                " findings are spared."
            ),
            (
                (
                    "Patiente fatiguée, maux de tête intenses depuis hier, gênée par la lumière du plafond.",
                    "Patiente fatiguée, maux de tête intenses depuis hier, gênée par la lumière du plafnd.",
                ),
                (
                    "L'enfant dormait normalement, puis sa maman signale des vomissements répétés.",
                    "L'enfant dormait normalement, puis sa maman signale des vomissements repetés.",
                ),
            ),
        )

    def apply(self, case: Case, strength: float, chance: Random) -> Changed | Refusal:
        """`strength` 1: eight words of a hundred."""
        return rewrite_texts(case, lambda text: self._mistyped(text, strength, chance))

    def _mistyped(self, text: str, strength: float, chance: Random) -> Rewriting | Refusal:
        words = list(_WORD.finditer(text))
        wanted = max(1, round(strength * _MOST * len(words)))
        slips: dict[Span, str] = {}
        for place in chance.sample(range(len(words)), min(len(words), wanted * _TRIES)):
            slip = self._slip(text, words[place], chance) if _eligible(words[place][0]) else None
            if slip:
                slips[slip[0]] = slip[1]
            if len(slips) == wanted:
                break
        if not slips:
            return Refusal(NOTHING_TO_CHANGE)
        told = sorted(slips.items())
        note = N_("“{before}” typed “{after}”.")
        notes = tuple(Sentence(note, {"before": text[start:end], "after": slip}) for (start, end), slip in told)
        return Rewriting(_with(text, told), notes)

    def _slip(self, text: str, found: re.Match[str], chance: Random) -> tuple[Span, str] | None:
        word, span = found[0], found.span()
        plain = folded(word)
        is_term = plain in self._terms or plain[:_STEM] in _CUES
        if _ACCENTS.search(word, 1, len(word) - 2) and (is_term or chance.random() < 1 / 2):
            return span, word[0] + word[1:-2].translate(_PLAIN) + word[-2:]
        if is_term:
            return None
        if chance.random() < _GLUED:
            return _glued(text, found)
        slip = chance.choice(_SLIPS if len(word) > _SHORTEST + 1 else _SHORT_WORD_SLIPS)(word, _first(plain), chance)
        changed = slip != word and folded(slip) not in self._terms and f" {slip} " not in text
        return (span, slip) if changed else None


def _terms(lexicon: FindingsLexicon) -> frozenset[str]:
    forms = [form for concept in lexicon.concepts for form in (*concept.forms, *concept.absent_forms, *concept.unless)]
    patterns = [pattern for concept in lexicon.concepts for pattern in concept.patterns]
    spelled = [spelling for form in forms for spelling in _spellings(folded(form))]
    return frozenset(word for text in (*spelled, *patterns) for word in _WORD.findall(text))


def _spellings(form: str) -> Iterator[str]:
    """The form with and without each of its letters in parentheses."""
    pieces = _OPTIONAL.split(form)
    for kept in product(("", None), repeat=len(pieces) // 2):
        told = [piece if at % 2 == 0 or kept[at // 2] is None else "" for at, piece in enumerate(pieces)]
        yield "".join(told)


def _eligible(word: str) -> bool:
    return len(word) >= _SHORTEST and not any(letter.isupper() for letter in word[1:]) and folded(word) not in _SPARED


def _first(plain: str) -> int:
    """The first letter that may be hit: never that of the word, which is read first, nor one of a beginning."""
    beginning = _BEGINNINGS.match(plain)
    return beginning.end() if beginning else 1


def _glued(text: str, found: re.Match[str]) -> tuple[Span, str] | None:
    """The word with what is elided before it, or with the little word after it, and nothing between."""
    elided = _ELIDED.search(text, max(0, found.start() - 3), found.start())
    if elided:
        return (elided.start(), found.end()), elided[1] + found[0]
    little = _LITTLE.match(text, found.end())
    return ((found.start(), little.end()), found[0] + little[1]) if little else None


def _with(text: str, slips: list[tuple[Span, str]]) -> str:
    told: list[str] = []
    end = 0
    for (start, stop), slip in slips:
        told += [text[end:start], slip]
        end = stop
    return "".join([*told, text[end:]])


# The last two letters stay: they tell gender and number.
def _place(word: str, first: int, chance: Random) -> int | None:
    last = len(word) - 3
    return chance.randint(first, last) if first <= last else None


def _neighbour(word: str, first: int, chance: Random) -> str:
    at = _place(word, first, chance)
    if at is None or word[at] not in NEIGHBOURS:
        return word
    return word[:at] + chance.choice(NEIGHBOURS[word[at]]) + word[at + 1 :]


def _transposed(word: str, first: int, chance: Random) -> str:
    at = _place(word, first, chance)
    return word if at is None or at + 3 >= len(word) else word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _dropped(word: str, first: int, chance: Random) -> str:
    at = _place(word, first, chance)
    return word if at is None else word[:at] + word[at + 1 :]


def _doubled(word: str, first: int, chance: Random) -> str:
    at = _place(word, first, chance)
    return word if at is None else word[:at] + word[at] + word[at:]


_SLIPS: tuple[Callable[[str, int, Random], str], ...] = (_neighbour, _transposed, _dropped, _doubled)
# A short word that loses a letter is often another one.
_SHORT_WORD_SLIPS = (_neighbour, _transposed, _doubled)
