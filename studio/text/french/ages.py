"""Ages in a note: the patient's own, those of other people, ages at past events, limits, and mere durations."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from studio.text.french.cardinals import values
from studio.text.french.sexes import Vocabulary

Meaning = Literal["patient", "other", "past", "limit", "duration", "unclear"]

_UNIT = re.compile(r"(?<=[\s\d\u00a0\u202f-])(ans?|a|mois|jours|semaines)\b(?!['’])", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\d.,/])(\d{1,3})[\s\u00a0\u202f-]*$")
_WORDS = re.compile(r"(?:[^\W\d_]+[ -]){0,4}[^\W\d_]+\s*$")
_LETTER = re.compile(r"^\s*(?:[FH♀♂])[ .,]{0,2}(\d{2})(?=\s*[,.;:\n]|\s+[^\d\s%/])(?!\s*(?:ans?|a|mois)\b)")
_NOT_AN_AGE = re.compile(
    r"(?:depuis|y a|y avait|pendant|durant|dans|tou(?:te)?s les|chaque|voilà|sur|en|[çc](?:a|ela) fait|bientôt)"
    r"(?: (?:environ|près de|plus de|moins de|au moins|déjà|à peu près|presque|les|ces|quelques))*\s*$"
)
_LIMIT = re.compile(
    r"(?:plus de|moins de|[<>≥≤]=?|supérieure? (?:ou égale? )?à|inférieure? (?:ou égale? )?à|au-delà de|après|avant"
    r"|à partir de|au-dessus de|en dessous de|au-dessous de|passé|dépassé|plus que|les|des|jusqu['’]à)"
    r"(?: l['’]âge de)?\s*$"
)
_PAST = re.compile(r"(?:l['’]âge de|\bà|\bdès|\bvers|\baux alentours de)\s*$")
_RANGE = re.compile(r"(?:\d|entre \w+|de \w+) (?:à|et|ou|-) ?$|\d ?[-–/] ?$")
_STATED = re.compile(
    r"(?:\b[âa]g[ée]e?s?(?: (?:alors|actuellement|aujourd['’]hui))? (?:de |d['’]environ )|\bâge(?: actuel)? ?: ?"
    r"|\bj['’]ai|\b(?:elle|il|patiente?|malade|vous|tu) (?:a|avez|avait|as)|\bage ?: ?|^|[\n.] ?)\s*$"
)
_AFTER_A_DURATION = re.compile(
    r"\s*(?:d['’](?:évolution|ancienneté|intervalle|écart)|de (?:traitement|suivi|recul|vie|mariage|durée)"
    r"|plus (?:tôt|tard)|auparavant|avant|après|à l['’]avance|environ avant)"
)
_NAMED = re.compile(r"[^\W\d_]+\.?|[♀♂]")
_SENTENCE = re.compile(r"[.!?\n](?:\s|$)")
_ABBREVIATION = re.compile(r"\b(?:M|Mr|Mme|Mlle|Dr|Pr)$")
_LOOK_BACK, _NEAR = 48, 120
_MONTHS_IN_A_YEAR = 12
_LETTERS = frozenset(("F", "H", "♀", "♂"))


@dataclass(frozen=True)
class Age:
    """A number of years, or of shorter units when `unit` says so; `start` to `end` is the number alone."""

    start: int
    end: int
    value: int
    unit: str
    meaning: Meaning

    @property
    def years(self) -> int:
        """Whole years; 0 for a child in days or weeks."""
        if self.unit == "mois":
            return self.value // _MONTHS_IN_A_YEAR
        return self.value if self.unit.startswith("a") else 0


def ages_in(text: str, vocabulary: Vocabulary) -> tuple[Age, ...]:
    """Every number of years, months, weeks or days, in order, with what it means."""
    found: list[Age] = []
    letter = _LETTER.match(text)
    if letter:
        found.append(Age(letter.start(1), letter.end(1), int(letter[1]), "ans", "patient"))
    for unit in _UNIT.finditer(text):
        number = _number_before(text, unit.start())
        if number is not None and (unit[1].lower() != "a" or text[number[0]].isdigit()):
            start, end, value = number
            meaning = _meaning(text, start, unit.end(), vocabulary)
            found.append(Age(start, end, value, unit[1].lower(), meaning))
    return tuple(found)


def _number_before(text: str, unit: int) -> tuple[int, int, int] | None:
    """Start, end and value of the number that stands before a unit."""
    start = max(0, unit - _LOOK_BACK)
    digits = _DIGITS.search(text, start, unit)
    if digits:
        return digits.start(1), digits.end(1), int(digits[1])
    words = _WORDS.search(text, start, unit)
    if words is None:
        return None
    phrase = words[0].rstrip()
    for skipped in (0, *(at.end() for at in re.finditer("[ -]", phrase))):
        value = values().get(phrase[skipped:].lower())
        if value is not None:
            return words.start() + skipped, words.start() + len(phrase), value
    return None


def _meaning(text: str, start: int, end: int, vocabulary: Vocabulary) -> Meaning:
    before = text[max(0, start - _LOOK_BACK) : start].lower()
    if _NOT_AN_AGE.search(before) or _AFTER_A_DURATION.match(text, end):
        return "duration"
    if _LIMIT.search(before) or _RANGE.search(before):
        return "limit"
    whose = _whose(text, start, vocabulary)
    if _PAST.search(before):
        return "other" if whose == "other" else "past"
    stated = _STATED.search(before if start > _LOOK_BACK else text[:start].lower())
    if whose == "other" or (stated and not whose):
        return "other" if whose else "patient"
    return "patient" if whose and (stated or _follows_closely(text, start, vocabulary)) else "unclear"


def _sentence_start(text: str, at: int) -> int:
    ends = [found.end() for found in _SENTENCE.finditer(text, max(0, at - _NEAR), at)]
    while ends and _ABBREVIATION.search(text, 0, ends[-1] - 2):
        ends.pop()
    return ends[-1] if ends else max(0, at - _NEAR)


def _whose(text: str, at: int, vocabulary: Vocabulary) -> Literal["patient", "other", ""]:
    """Whom the nearest word for a person before it, in the sentence, names."""
    words = list(_NAMED.finditer(text, _sentence_start(text, at), at))
    for found in reversed(words):
        word = found[0].lower()
        owned = _is_owned(text, found.start())
        if word in vocabulary.patients and not (owned and word not in ("patient", "patiente")):
            return "patient"
        if word in vocabulary.titles or found[0] in _LETTERS:
            return "patient"
        if word in vocabulary.others or word in vocabulary.spouses or word in vocabulary.patients:
            return "other"
        if word in vocabulary.occupations:
            return "patient"
    return ""


def _is_owned(text: str, at: int) -> bool:
    return bool(re.search(r"(?:\b(?:son|sa|mon|ma|ton|ta|leur|votre|notre)) $", text[max(0, at - 7) : at].lower()))


def _follows_closely(text: str, at: int, vocabulary: Vocabulary) -> bool:
    """Whether only a name or an adjective or two stand between the word for the patient and the number."""
    between = _close(frozenset((*vocabulary.patients, *vocabulary.titles)) | vocabulary.occupations)
    return bool(between.search(text[max(0, at - _LOOK_BACK) : at]))


@lru_cache(4)
def _close(names: frozenset[str]) -> re.Pattern[str]:
    nouns = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    who = rf"(?:(?<![\w-])(?i:{nouns})|(?<!\w)[FH]|[♀♂])"
    return re.compile(rf"{who}(?: [^\W\d_]+\.?){{0,3}}(?: ?,| ?:| \()?(?: de| d['’]environ)?\s*$")
