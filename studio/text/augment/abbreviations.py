"""Abbreviations of French notes written out, and what they stand for abbreviated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

from pydantic import Field

from studio.text.augment.case import Case
from studio.text.augment.sites import Written, in_quotes, replaced_note, rewritten
from studio.text.augment.transformation import Changed, Info, Refusal, Rewriting, rewrite_texts
from studio.text.french.agreement import Agreement, gender_of
from studio.text.french.elision import repaired
from studio.text.french.noun_phrases import contradicts, follows_noun
from studio.text.french.number import plural_phrase
from studio.text.french.phrases import Found, Phrases, lowered
from studio.text.french.tokens import capitalised
from studio.text.lexicons import Lexicon, read_lexicon
from studio.words import N_

INFO = Info(
    key="abbreviations",
    title=N_("Abbreviations"),
    explanation=N_(
        "Writes out abbreviations and abbreviates what is written out, with their articles. "
        "Letters that can mean several things are only written out where the text tells which is meant."
    ),
    examples=(
        ("ATCD d'HTA.", "Antécédents d'hypertension artérielle."),
        ("Une imagerie par résonance magnétique cérébrale est demandée.", "Une IRM cérébrale est demandée."),
        ("Chute avec TC sans PC.", "Chute avec traumatisme crânien sans perte de connaissance."),
    ),
)

_PLURAL_BEFORE = re.compile(
    r"(?:(?<!\w)(?:les|des|aux|ces|mes|ses|leurs|plusieurs|quelques|deux|trois|quatre|cinq|multiples|nombreuses|nombreux)"
    r"|(?<![\d.,/])(?:[2-9]|\d\d))\s+$",
    re.IGNORECASE,
)
_SINGULAR_BEFORE = re.compile(
    r"(?:(?<!\w)(?:le|la|un|une|du|au|ce|cet|cette|son|sa|aucun|aucune|premier|première|nouvel|nouveau)\s+|(?<!\w)l['’])$",
    re.IGNORECASE,
)
_STARTS_SENTENCE = re.compile(r"(?:^|[.!?]\s+|\n\s*(?:[-–•]\s*)?)$")
_LOOK_BACK = 16
_GLUED = frozenset("-/+_&")


class Abbreviation(Lexicon):
    """One reading of an abbreviation."""

    short: str = Field(min_length=1)
    full: str = Field(min_length=1)
    agrees: Agreement
    expanded: bool = True
    contracted: bool = True
    needs: tuple[str, ...] = ()
    """Written out only in a text with one of these words."""
    unless: tuple[str, ...] = ()


class AbbreviationsLexicon(Lexicon):
    """`abbreviations.yaml`; the first reading of an abbreviation is preferred where nothing decides."""

    v: Literal[1]
    abbreviations: tuple[Abbreviation, ...]


def abbreviations_lexicon(project: Path | None = None) -> AbbreviationsLexicon:
    """The project's lexicon, else the one that ships; raises LexiconWrong."""
    return read_lexicon("abbreviations", AbbreviationsLexicon, project)


@dataclass(frozen=True)
class _Reading:
    """What is found, what takes its place, and with which it agrees."""

    abbreviation: Abbreviation
    written: str
    instead: str
    agrees: Agreement
    needs: re.Pattern[str] | None = None


class Abbreviations:
    """The transformation of `INFO`."""

    info = INFO

    def __init__(self, lexicon: AbbreviationsLexicon) -> None:
        self._of: dict[str, list[_Reading]] = {}
        for each in lexicon.abbreviations:
            for reading in _readings(each):
                self._of.setdefault(lowered(reading.written), []).append(reading)
        left_alone = [phrase for each in lexicon.abbreviations for phrase in each.unless]
        self._phrases = Phrases(self._of.items(), left_alone)

    def apply(self, case: Case, strength: float, chance: Random) -> Changed | Refusal:
        """`strength` is the chance of each abbreviation or full form to be replaced."""
        return rewrite_texts(case, lambda text: self._rewrite(text, strength, chance))

    def _rewrite(self, text: str, strength: float, chance: Random) -> Rewriting | Refusal:
        quoted = in_quotes(text)
        found = [each for each in self._phrases.found(text) if not quoted(each.start) and _stands_alone(text, each)]
        return rewritten(text, found, _replaced, strength, chance)


def _readings(each: Abbreviation) -> Iterator[_Reading]:
    """Of the abbreviation and of its full form, in the singular and the plural where it has both."""
    needs = (
        re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, each.needs))})(?!\w)", re.IGNORECASE) if each.needs else None
    )
    plural = (plural_phrase(each.full), _plural(each.agrees)) if each.agrees[1] == "s" else (each.full, each.agrees)
    for full, agrees in dict.fromkeys([(each.full, each.agrees), plural]):
        if each.expanded:
            yield _Reading(each, each.short, full, agrees, needs)
        if each.contracted:
            yield _Reading(each, full, each.short, agrees)


def _plural(agreement: Agreement) -> Agreement:
    return "mp" if gender_of(agreement) == "m" else "fp"


def _stands_alone(text: str, found: Found[list[_Reading]]) -> bool:
    """Neither part of a compound, nor explained somewhere in the text: "hypertension artérielle (HTA)"."""
    if f"({found.value[0].abbreviation.short})" in text:
        return False
    before, after = text[max(0, found.start - 1) : found.start], text[found.end : found.end + 2]
    return not (before in _GLUED or after[:1] in _GLUED or after == " (")


def _replaced(text: str, found: Found[list[_Reading]], _chance: Random) -> Written | None:
    written = text[found.start : found.end]
    reading = next((each for each in found.value if _fits(text, found, written, each)), None)
    if reading is None:
        return None
    short = reading.instead == reading.abbreviation.short
    starts = not short and _STARTS_SENTENCE.search(text, max(0, found.start - _LOOK_BACK), found.start) is not None
    instead = capitalised(reading.instead) if starts else reading.instead
    gender = gender_of(reading.agrees)
    changed = text[: found.start] + instead + text[found.end :]
    return repaired(changed, found.start, found.start + len(instead), gender), replaced_note(
        reading.written, reading.instead
    )


def _fits(text: str, found: Found[list[_Reading]], written: str, reading: _Reading) -> bool:
    written = written.replace("’", "'")
    if written not in (reading.written, capitalised(reading.written)):
        return False
    if reading.needs is not None and not reading.needs.search(text):
        return False
    return _fits_number(text, found.start, reading) and not contradicts(text, found.start, found.end, reading.agrees)


def _fits_number(text: str, start: int, reading: _Reading) -> bool:
    """What is written before an abbreviation tells its number; full forms tell it themselves."""
    if reading.written != reading.abbreviation.short:
        return True
    several = reading.agrees[1] == "p"
    shows_other = _SINGULAR_BEFORE if several else _PLURAL_BEFORE
    if shows_other.search(text, max(0, start - _LOOK_BACK), start):
        return False
    # The plural of what the lexicon has in the singular needs to be shown.
    if _PLURAL_BEFORE.search(text, max(0, start - _LOOK_BACK), start):
        return True
    # "Un aspect IRM" has no article for what it stands for.
    return reading.abbreviation.agrees == reading.agrees and not follows_noun(text, start)
