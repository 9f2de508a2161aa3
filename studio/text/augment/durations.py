"""Since when and for how long, said in other ways that mean exactly the same."""

import re
from collections.abc import Iterator
from random import Random

from studio.text.augment.case import Case
from studio.text.augment.sites import Written, in_quotes, replaced_note, rewritten
from studio.text.augment.transformation import Changed, Info, Refusal, Rewriting, rewrite_texts
from studio.text.french.elision import elide
from studio.text.french.tokens import cased_like
from studio.words import N_

INFO = Info(
    key="durations",
    title=N_("Durations and onset"),
    explanation=N_(
        "Says how long and since when in other ways that mean exactly the same: three days, 3 days, 72 hours. "
        "Dates, ages and doses stay, and so does how an illness began."
    ),
    examples=(
        ("Céphalées depuis trois jours.", "Céphalées évoluant depuis 72 heures."),
        ("Crises d'une durée de 2 heures.", "Crises durant deux heures."),
        ("Traumatisme crânien il y a une semaine.", "Traumatisme crânien il y a 7 jours."),
    ),
)

_FIRST = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize")
_NUMBERS = {word: number for number, word in enumerate((*_FIRST, "quatorze", "quinze", "seize"), start=1)}
_NUMBERS |= {"une": 1, "dix-huit": 18, "vingt": 20, "vingt-quatre": 24, "trente": 30, "trente-six": 36, "quarante": 40}
_NUMBERS |= {"quarante-huit": 48, "cinquante": 50, "soixante": 60, "soixante-douze": 72}
# Larger numbers are read in words, but not written so.
_WORDS = {number: word for word, number in _NUMBERS.items() if word != "une" and number <= _NUMBERS["vingt"]}
_UNITS = {"minute": "f", "heure": "f", "jour": "m", "semaine": "f", "mois": "m", "an": "m", "année": "f"}
_FORMS = {f"{unit}s": unit for unit in _UNITS if unit != "mois"} | {unit: unit for unit in _UNITS}
_FORMS |= {"min": "minute", "h": "heure", "j": "jour", "sem": "semaine"}
# What is exactly as long, for amounts that people give in either unit.
_EQUAL = {(2, "jour"): (48, "heure"), (3, "jour"): (72, "heure"), (1, "semaine"): (7, "jour"), (2, "an"): (24, "mois")}
_EQUAL |= {(1, "an"): (12, "mois"), (1, "heure"): (60, "minute"), (3, "semaine"): (21, "jour")}
_EQUAL |= {second: first for first, second in _EQUAL.items()}

_AMOUNT = (
    rf"(?P<number>\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\s?"
    rf"(?P<unit>{'|'.join(sorted(_FORMS, key=len, reverse=True))})(?![\w°’'-])(?!\s+et\s+(?:demie?|[\d½]))(?!\s?[\d½])"
)
_ABOUT = r"(?P<about>environ |(?:près|plus|moins) (?:de |d['’])|au moins |à peu près |presque )?"
_INTROS = r"(?:évoluant|évolue|évoluent) depuis|depuis|il y a|durant|pendant|après|(?:d['’]une durée|au bout) d[e'’]"
_NO_HOUR = r"(?!\s+(?:du matin|du soir|de l))"
_SITE = re.compile(rf"(?<![\w-])(?P<intro>{_INTROS})\s*{_ABOUT}(?<![\w]){_AMOUNT}{_NO_HOUR}", re.IGNORECASE)
_SYMPTOM = (
    r"(?:céphalées?|maux de tête|mal de tête|douleurs?(?: (?:thoraciques?|abdominales?|lombaires?|de tête))?"
    r"|\w+algies?|toux(?: (?:sèche|grasse|productive))?|fièvre|dyspnée|essoufflement|vomissements|nausées|diarrhées?"
    r"|vertiges?|asthénie|fatigue|prurit|éruption|fourmillements|paresthésies|amaigrissement|perte de poids|crises?)"
)
_OF_SYMPTOM = re.compile(
    rf"(?<![\w-]){_SYMPTOM}(?: (?:intenses?|modérée?s?|isolée?s?|diffuses?|permanente?s?))?\s+$", re.I
)
_LOOK_BACK = 64
_SAME = {"pendant": ("pendant", "durant"), "durant": ("durant", "pendant")}


class Durations:
    """The transformation of `INFO`."""

    info = INFO

    def apply(self, case: Case, strength: float, chance: Random) -> Changed | Refusal:
        """`strength` is the chance of each duration to be worded otherwise."""
        return rewrite_texts(case, lambda text: _rewrite(text, strength, chance))


def _rewrite(text: str, strength: float, chance: Random) -> Rewriting | Refusal:
    quoted = in_quotes(text)
    sites = [found for found in _SITE.finditer(text) if not quoted(found.start())]
    return rewritten(text, sites, _reworded, strength, chance)


def _reworded(text: str, found: re.Match[str], chance: Random) -> Written | None:
    unit = _FORMS[found["unit"].lower()]
    written = found["number"].lower()
    number = int(written) if written.isdigit() else _NUMBERS[written]
    before = text[max(0, found.start() - _LOOK_BACK) : found.start()]
    intros = tuple(_intros(found["intro"], before))
    about = (found["about"] or "").lower()
    others = sorted(
        said
        for intro in intros
        for amount in _amounts(number, unit)
        if (said := _joined(f"{intro} {about}", amount)) != found[0].lower().replace("’", "'")
    )
    if not others or (written.isdigit() and number < 1):
        return None
    instead = chance.choice(others)
    if "’" in found[0]:
        instead = instead.replace("'", "’")
    note = replaced_note(found[0], instead)
    return text[: found.start()] + cased_like(found[0], instead) + text[found.end() :], note


def _joined(before: str, amount: str) -> str:
    """With "de" elided before "une heure", and in full before "1 heure"."""
    plain = before.rstrip().replace("’", "'")
    if plain.endswith(" d'"):
        plain = f"{plain[:-1]}e"
    head, _space, last = plain.rpartition(" ")
    return f"{head} {elide(last, amount)}".lstrip()


def _intros(intro: str, before: str) -> Iterator[str]:
    """What may introduce the same duration after these words; "évoluant" only right behind the name of a symptom."""
    low = re.sub(r"d['’]$", "de", intro.lower()).replace("’", "'")
    # "Des accès nocturnes, durant une heure" last one: that is the verb.
    verbal = low == "durant" and before.rstrip().endswith(",")
    yield from (low,) if verbal else _SAME.get(low, (low,))
    if not _OF_SYMPTOM.search(before):
        return
    if low == "depuis":
        yield "évoluant depuis"
    elif low == "évoluant depuis":
        yield "depuis"
    elif low == "d'une durée de":
        yield "durant"


def _amounts(number: int, unit: str) -> Iterator[str]:
    for amount, of_unit in ((number, unit), _EQUAL.get((number, unit), (number, unit))):
        plural = amount > 1 and of_unit != "mois"
        name = f"{of_unit}s" if plural else of_unit
        yield f"{amount} {name}"
        if amount in _WORDS:
            yield f"{'une' if amount == 1 and _UNITS[of_unit] == 'f' else _WORDS[amount]} {name}"
