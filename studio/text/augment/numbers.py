"""Numbers, units and dates written in other ways that say exactly the same."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from studio.core.sentence import Sentence
from studio.text.augment.case import Case
from studio.text.augment.transformation import NOTHING_TO_CHANGE, Changed, Info, Refusal, Rewriting, rewrite_texts
from studio.words import N_

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_COUNTS = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_FEWEST = 2
# Things that are counted: no doses, no ages, nothing that could be a grade or a score.
_COUNTED = (
    r"jours|semaines|mois|heures|minutes|nuits|crises|épisodes|enfants|vomissements|malaises|grossesses|accouchements"
    r"|convulsions|chutes|frères|sœurs|lésions|nodules|médicaments|fausses couches|césariennes"
)
_AFTER = r"(?![\w/])"
_SERIES = re.compile(
    r"(?:[\d,.][ \u00a0\u202f]?|[\d,.] ?(?:à|a|et|ou|sur|par|puis|fois|[-–x×*/+±]) ?|[^\W\d]-|[a-zA-Z+×*/,.]"
    r"|\b(?:vingt|trente|quarante|cinquante|soixante|cents?|mille|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix)"
    r"(?: (?:à|ou|et))? |\b(?:stade|grade|type|classe|score|n°|/) ?)$"
)
"""Before a number that is but a part of a range, a product, a larger number or a name."""
_SERIES_LENGTH = 14
_LOOK_BACK = 40
_MONTH_DAYS = 31
_LOWEST_IN_MM = 30
_MOST_GRAMS = 4
_HALF_A_GRAM = 500
"""In mg."""
_MOST_CENTIMETRES = 20
_FEWEST_MILLIMETRES = 10


@dataclass(frozen=True)
class _Rule:
    """A number with its unit, what must stand before it, and the other ways to write it, if they are exact."""

    pattern: re.Pattern[str]
    ways: Callable[[re.Match[str]], Sequence[str]]
    before: re.Pattern[str] | None = None


def _french(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def _thousands(value: Decimal) -> str:
    # "2000" alone would read as a year.
    return f"{int(value):,}".replace(",", " ")


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _temperature(found: re.Match[str]) -> Sequence[str]:
    whole, decimals = found["whole"], found["decimals"]
    numbers = [f"{whole},{decimals}", f"{whole}.{decimals}"] if decimals else [whole]
    return [number + unit for number in numbers for unit in (" °C", "°C", "°")]


def _pressure(found: re.Match[str]) -> Sequence[str]:
    high, low = Decimal(found["high"]), Decimal(found["low"])
    if low >= _LOWEST_IN_MM < high and high % 5 == low % 5 == 0:
        return [f"{_french(high / 10)}/{_french(low / 10)}"]
    return [f"{high * 10}/{low * 10} mmHg"] if low < high < _LOWEST_IN_MM else []


def _gram(found: re.Match[str]) -> Sequence[str]:
    value, unit = _value(found["value"]), found["unit"]
    if unit == "g":
        return [f"{_thousands(value * 1000)} mg"] if 0 < value <= _MOST_GRAMS and value * 1000 % 1 == 0 else []
    # "0,4 g" is not how a dose of 400 mg is written.
    return [f"{_french(value / 1000)} g"] if value % _HALF_A_GRAM == 0 and value > _HALF_A_GRAM else []


def _concentration(found: re.Match[str]) -> Sequence[str]:
    value, per_litre = _value(found["value"]), found["unit"].lower() == "g/l"
    if not value or (per_litre and value > _MOST_GRAMS):
        return []
    return [f"{_french(value * 100)} mg/dL"] if per_litre else [f"{_french(value / 100)} g/L"]


def _length(found: re.Match[str]) -> Sequence[str]:
    value, centimetres = _value(found["value"]), found["unit"] == "cm"
    if centimetres:
        return [f"{_french(value * 10)} mm"] if value < _MOST_CENTIMETRES else []
    return [f"{_french(value / 10)} cm"] if value % 5 == 0 and value >= _FEWEST_MILLIMETRES else []


def _date(found: re.Match[str]) -> Sequence[str]:
    day, month, year = int(found["day"]), int(found["month"]), found["year"]
    if not (1 <= day <= _MONTH_DAYS and 1 <= month <= len(_MONTHS)):
        return []
    said = "1er" if day == 1 else str(day)
    return [f"{said} {_MONTHS[month - 1]} {year}", f"{day:02}.{month:02}.{year}"]


def _long_date(found: re.Match[str]) -> Sequence[str]:
    day, month = int(found["day"]), _MONTHS.index(found["name"].lower()) + 1
    return [f"{day:02}/{month:02}/{found['year']}"]


def _count(found: re.Match[str]) -> Sequence[str]:
    return [f"{_COUNTS[int(found['count']) - _FEWEST]}{found['space']}{found['noun']}"]


def _counted(found: re.Match[str]) -> Sequence[str]:
    return [f"{_COUNTS.index(found['word'].lower()) + _FEWEST}{found['space']}{found['noun']}"]


def _times(found: re.Match[str]) -> Sequence[str]:
    count = found["count"].lower()
    number = str(_COUNTS.index(count) + _FEWEST) if count in _COUNTS else count
    word = _COUNTS[int(number) - _FEWEST] if 0 <= int(number) - _FEWEST < len(_COUNTS) else number
    return [f"{number} x/j", f"{number} fois par jour", f"{word} fois par jour", f"{number}x/jour"]


def _hours(found: re.Match[str]) -> Sequence[str]:
    number = found["number"]
    return [f"{number} heures", f"{number} h", f"{number}h"]


def _out_of_ten(found: re.Match[str]) -> Sequence[str]:
    return [f"{found['value']}{between}10" for between in ("/", " sur ")]


def _rule(pattern: str, ways: Callable[[re.Match[str]], Sequence[str]], before: str = "") -> _Rule:
    return _Rule(re.compile(pattern), ways, re.compile(before + "$") if before else None)


_WORDS = "|".join(_COUNTS)
_GAP = r"[ \u00a0\u202f]?"
_VALUE = r"(?P<value>\d{1,4}(?:[,.]\d{1,2})?)" + _GAP
_DEGREES = r"(?P<whole>3[4-9]|4[0-3])(?:[,.](?P<decimals>\d))?"
_IS = r"(?: (?:est |était )?[àa]| de| :| =|:)? ?"
_NO_AGE = r"(?<!âgé de )(?<!âgée de )(?<!nourrisson de )(?<!enfant de )(?<!bébé de )(?<!garçon de )(?<!fille de )"
# Of the cervix, centimetres say how far it is open and millimetres how long it is.
_NO_DILATATION = r"(?is)^(?!.*(?<!\w)(?:col|dilat\w*)(?: (?:est|dilaté|ouvert|utérin))* ?(?:à|de|:)? ?$).*"
_RULES = (
    _rule(_DEGREES + _GAP + r"(?:°[ ]?C\b|degrés Celsius\b)", _temperature),
    _rule(
        _DEGREES + _GAP + r"(?:°(?! ?[CF\d])|degrés\b)",
        _temperature,
        r"(?:[Ff]ièvre|[Ff]ébrile|[Tt]empérature|\bT°?|thermi\w*|[Ff]ébricule|pyréti\w*)[\w :=<>(’']{0,16}",
    ),
    _rule(
        r"(?P<high>\d{1,3})/(?P<low>\d{1,3})(?:[ \u00a0\u202f]?mm ?Hg\b)?(?![/,.]?\d)",
        _pressure,
        r"(?:\b[TP]A|[Tt]ension(?: artérielle)?|[Pp]ression artérielle)" + _IS,
    ),
    _rule(_VALUE + r"(?P<unit>g/[lL]|mg/d[lL])\b", _concentration),
    _rule(_VALUE + r"(?P<unit>mg|g)(?![\w/]| ?/ ?\w*[lLkK%]| ?(?:%|par|pour) ?(?:kg|100|l\b|litre))", _gram),
    _rule(
        _VALUE + r"(?P<unit>mm|cm)(?![\w³²/]| ?(?:[x×*/]|sur|par) ?\d| ?de mercure| ?Hg| à la| la)",
        _length,
        _NO_DILATATION,
    ),
    _rule(r"(?P<day>\d\d?)/(?P<month>\d\d?)/(?P<year>(?:19|20)\d\d)(?![\d/])", _date),
    _rule(rf"(?P<day>[12]?\d|3[01])(?:er)? (?P<name>{'|'.join(_MONTHS)}) (?P<year>(?:19|20)\d\d)\b", _long_date),
    _rule(rf"(?P<count>[1-9]|{_WORDS}) ?(?:x ?/ ?j(?:our)?|fois par jour|fois/j(?:our)?)\b", _times),
    _rule(r"(?P<number>12|24|36|48|72)(?: ?h| heures)\b(?! ?\d)(?!/)", _hours, r"(?<!\bà )(?<!\bvers )"),
    _rule(r"(?P<value>10|\d)(?:/| sur )10\b", _out_of_ten, r"\b(?:EVA|ENS?|[Dd]ouleur)" + _IS),
    _rule(rf"(?P<count>[2-9]|10)(?P<space> )(?P<noun>{_COUNTED}){_AFTER}", _count, _NO_AGE),
    _rule(rf"(?P<word>{_WORDS})(?P<space> )(?P<noun>{_COUNTED}){_AFTER}", _counted),
)
_START = re.compile(rf"\d+|\b(?:{_WORDS})\b")


class Numbers:
    """Writes numbers, units and dates in other usual ways of the same value."""

    @property
    def info(self) -> Info:
        return Info(
            "numbers",
            N_("Numbers and units"),
            N_(
                "Temperatures, blood pressures, quantities, scores, small counts and dates are written in another usual"
                " way. Values stay exactly the same."
            ),
            (
                ("Fièvre à 39,2 °C, TA 120/80 mmHg, EVA 8/10.", "Fièvre à 39.2 °C, TA 12/8, EVA 8 sur 10."),
                (
                    "Depuis 3 jours, 1 g de paracétamol 3 fois par jour, scanner le 03/02/2024.",
                    "Depuis trois jours, 1 g de paracétamol 3x/jour, scanner le 03.02.2024.",
                ),
            ),
        )

    def apply(self, case: Case, strength: float, chance: Random) -> Changed | Refusal:
        """`strength`: the chance of each number that has another form to be given it."""
        return rewrite_texts(case, lambda text: _rewritten(text, strength, chance))


def _rewritten(text: str, strength: float, chance: Random) -> Rewriting | Refusal:
    chances = _chances(text)
    if not chances:
        return Refusal(NOTHING_TO_CHANGE)
    taken = [each for each in chances if chance.random() < strength] or [chance.choice(chances)]
    pieces, notes, end = [], [], 0
    for found, ways in taken:
        way = chance.choice(ways)
        pieces += [text[end : found.start()], way]
        end = found.end()
        notes.append(Sentence(N_("“{before}” written “{after}”."), {"before": found[0], "after": way}))
    return Rewriting("".join([*pieces, text[end:]]), tuple(notes))


def _chances(text: str) -> list[tuple[re.Match[str], list[str]]]:
    """What can be written otherwise, in order, with its other ways."""
    found: list[tuple[re.Match[str], list[str]]] = []
    end = 0
    for start in _START.finditer(text):
        before = text[max(0, start.start() - _LOOK_BACK) : start.start()]
        if start.start() < end or _SERIES.search(before, max(0, len(before) - _SERIES_LENGTH)):
            continue
        each = _other_ways(text, start.start(), before)
        if each:
            found.append(each)
            end = each[0].end()
    return found


def _other_ways(text: str, at: int, before: str) -> tuple[re.Match[str], list[str]] | None:
    for rule in _RULES:
        match = rule.pattern.match(text, at)
        if match and (rule.before is None or rule.before.search(before)):
            ways = [way for way in rule.ways(match) if way != match[0]]
            return (match, ways) if ways else None
    return None
