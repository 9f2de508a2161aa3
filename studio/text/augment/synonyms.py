"""Wordings that mean the same, medical and lay, put in each other's place with all that agrees with them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal, Self

from pydantic import Field, model_validator

from studio.text.augment.case import Case
from studio.text.augment.sites import Written, in_quotes, replaced_note, rewritten
from studio.text.augment.transformation import Changed, Info, Refusal, Rewriting, rewrite_texts
from studio.text.french.agreement import Agreement, adjective_agreements
from studio.text.french.elision import repaired
from studio.text.french.morphology import VERB, readings
from studio.text.french.noun_phrases import contradicts, follows_noun, with_noun
from studio.text.french.phrases import Found, Phrases
from studio.text.french.tokens import cased_like
from studio.text.lexicons import Lexicon, mistake, read_lexicon
from studio.words import N_, _

INFO = Info(
    key="synonyms",
    title=N_("Synonyms and lay terms"),
    explanation=N_(
        "Puts other words that mean the same in place of medical and lay terms, and makes articles, adjectives, "
        "participles and elisions follow. A term stays where that is not certain."
    ),
    examples=(
        ("Elle a des céphalées intenses et brutales.", "Elle a des maux de tête intenses et brutaux."),
        ("Pas de photophobie.", "Pas de gêne à la lumière."),
        ("Bilan d'une dyspnée aiguë.", "Bilan d'un essoufflement aigu."),
    ),
)

_OF = " de"
_OF_FOLLOWS = re.compile(r"\s+(?:de|du|des)(?!\w)|\s+d['’]")
_WHAT_FOLLOWS = re.compile(r"\s+(?:de\s+|d['’])([^\W\d_]+)(['’]?)")
_BOUND = re.compile(r"\s+(?:(de|à|en)\s+|(d)['’])([^\W_]+)")
# With these, "de", "en" and "à" describe the sign; with other nouns they make the name of another one.
_DESCRIBES = {
    "de": frozenset(
        {"apparition", "installation", "intensité", "début", "allure", "emblée", "aggravation", "évolution", "survenue"}
        | {"type", "novo", "caractère", "topographie", "localisation", "siège", "horaire", "rythme", "grande", "forte"}
        | {"faible", "plus", "moins", "ce", "cette", "son", "sa", "ses", "mon", "ma", "l", "la", "origine", "nature"}
        | {"nouveau", "deux", "trois", "quatre", "cinq", "six", "huit", "dix", "quelques", "plusieurs", "même", "façon"}
    ),
    "en": frozenset(
        {"casque", "étau", "barre", "bandeau", "cours", "lien", "rapport", "fin", "début", "regard", "crises"}
    ),
    "à": frozenset(
        {"type", "début", "prédominance", "la", "l", "cause", "droite", "gauche", "chaque", "nouveau", "distance"}
    ),
}
_VERBAL = frozenset({"ne", "se", "s", "me", "m", "être", "avoir", "pouvoir", "devoir"})
_COMPLEMENT = re.compile(r" (?:du|des|au|aux|dans|par|en|sous|(?:de|à) (?:la|l')) ?")
_DEGREES = re.compile(
    r"\s+(?:très |assez |plus )?(?:intense|important|modéré|brutal|violent|sévère|fréquent|persistant)", re.IGNORECASE
)
_BARE = re.compile(r"(?:^|[,.;:\n(]|\b(?:et|ou|avec|sans))\s*$")
_FIRST_PERSON = re.compile(r"(?i)(?<!\w)(?:j['’]|m['’]|(?:je|moi|mon|ma|mes)(?!\w))")
_ADJECTIVE = re.compile(r"\s+([^\W\d_]+)(-?)")


class Wording(Lexicon):
    """One way to say it; with `style` "own" put in only where the patient speaks, without `replaced` only put in."""

    words: str = Field(min_length=1)
    agrees: Agreement | None = None
    style: Literal["medical", "lay", "own"] | None = None
    replaced: bool = True

    @property
    def number(self) -> str:
        """Of a noun: s or p."""
        return self.agrees[1] if self.agrees else ""


class SynonymGroup(Lexicon):
    """Wordings of one meaning, none of which is touched inside the phrases of `unless`."""

    meaning: str = Field(min_length=1)
    kind: Literal["noun", "adjective", "phrase"] = "noun"
    wordings: tuple[Wording, ...] = Field(min_length=2)
    unless: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.kind != "phrase" and not all(each.agrees for each in self.wordings):
            raise mistake(_("Give the gender and number of every wording: ms, mp, fs or fp."))
        return self


class SynonymsLexicon(Lexicon):
    """`synonyms.yaml`."""

    v: Literal[1]
    groups: tuple[SynonymGroup, ...]


def synonyms_lexicon(project: Path | None = None) -> SynonymsLexicon:
    """The project's lexicon, else the one that ships; raises LexiconWrong."""
    return read_lexicon("synonyms", SynonymsLexicon, project)


@dataclass(frozen=True)
class _Entry:
    group: SynonymGroup
    wording: Wording
    options: tuple[Wording, ...]
    """The other wordings that may come in its place: of the same number, if there are any."""
    bound: bool
    """Whether all wordings end in "de", which then stays in the text as it is: de, d', du or des."""

    def put(self, wording: Wording) -> str:
        """What is written of a wording."""
        return wording.words.removesuffix(_OF) if self.bound else wording.words


class Synonyms:
    """The transformation of `INFO`."""

    info = INFO

    def __init__(self, lexicon: SynonymsLexicon) -> None:
        entries = [entry for group in lexicon.groups for entry in _entries(group)]
        left_alone = [phrase for group in lexicon.groups for phrase in group.unless]
        self._phrases = Phrases(((each.put(each.wording), each) for each in entries), left_alone)

    def apply(self, case: Case, strength: float, chance: Random) -> Changed | Refusal:
        """`strength` is the chance of each term to be replaced."""
        return rewrite_texts(case, lambda text: self._rewrite(text, strength, chance))

    def _rewrite(self, text: str, strength: float, chance: Random) -> Rewriting | Refusal:
        quoted = in_quotes(text)
        sites = [
            found for found in self._phrases.found(text) if not quoted(found.start) and _can_be_replaced(text, found)
        ]
        return rewritten(text, sites, _replaced, strength, chance)


def _entries(group: SynonymGroup) -> Iterator[_Entry]:
    bound = all(each.words.endswith(_OF) for each in group.wordings)
    for wording in group.wordings:
        if wording.replaced:
            yield _Entry(group, wording, _options(group, wording), bound)


def _can_be_replaced(text: str, found: Found[_Entry]) -> bool:
    entry, written = found.value, text[found.start : found.end]
    if written.replace("’", "'") not in _spellings(entry.put(entry.wording)):
        return False
    if entry.bound:
        return _OF_FOLLOWS.match(text, found.end) is not None and not _verb_follows(text, found.end)
    if entry.group.kind != "noun":
        return True
    bound = _BOUND.match(text, found.end)
    return bound is None or bound[3].isdigit() or bound[3].lower() in _DESCRIBES["de" if bound[2] else bound[1]]


def _verb_follows(text: str, end: int) -> bool:
    """One complains of being tired, "d'être fatigué"; one suffers from a thing."""
    following = _WHAT_FOLLOWS.match(text, end)
    if following is None:
        return False
    word = following[1].lower()
    return word in _VERBAL or (word.endswith(("r", "re")) and readings().get(word, 0) == VERB)


def _spellings(words: str) -> tuple[str, str, str]:
    """As words are written when they are no part of a name."""
    return words, words[:1].upper() + words[1:], words.upper()


def _replaced(text: str, found: Found[_Entry], chance: Random) -> Written | None:
    entry = found.value
    if _stands_otherwise(text, found):
        return None
    options = list(entry.options)
    chance.shuffle(options)
    before = text[found.start : found.end]
    for option in options:
        if _looks_like_adjective(text, found, option) or (option.style == "own" and not _FIRST_PERSON.search(text)):
            continue
        words = cased_like(before, entry.put(option))
        written = _written(text, found, words, option)
        if written is not None:
            return written, replaced_note(entry.put(entry.wording), entry.put(option))
    return None


def _looks_like_adjective(text: str, found: Found[_Entry], option: Wording) -> bool:
    """ "Œdème important, bleu, appui douloureux": without an article "bleu" is no bruise any more."""
    noun = found.value.group.kind == "noun" and " " not in option.words
    return noun and _BARE.search(text, 0, found.start) is not None and bool(adjective_agreements(option.words))


def _stands_otherwise(text: str, found: Found[_Entry]) -> bool:
    """Whether the words around show another agreement, or the word used as an adjective: "position antalgique"."""
    wording = found.value.wording
    if wording.agrees is None:
        return False
    if contradicts(text, found.start, found.end, wording.agrees):
        return True
    noun = found.value.group.kind == "noun"
    return noun and bool(adjective_agreements(wording.words)) and follows_noun(text, found.start)


def _options(group: SynonymGroup, wording: Wording) -> tuple[Wording, ...]:
    others = tuple(each for each in group.wordings if each.words != wording.words)
    if group.kind == "adjective":
        return tuple(each for each in others if each.agrees == wording.agrees)
    return tuple(each for each in others if each.number == wording.number) or others


def _written(text: str, found: Found[_Entry], words: str, option: Wording) -> str | None:
    old = found.value.wording.agrees
    if found.value.group.kind != "noun" or old is None or option.agrees is None:
        return repaired(text[: found.start] + words + text[found.end :], found.start, found.start + len(words))
    if _COMPLEMENT.search(words) and _is_followed_by_adjective(text, found.end):
        return None
    return with_noun(text, found.start, found.end, old, words, option.agrees)


def _is_followed_by_adjective(text: str, end: int) -> bool:
    """ "Gonalgie droite" is no "douleur du genou droite"; only words of degree can stand that far from their noun."""
    following = _ADJECTIVE.match(text, end)
    if following is None or _DEGREES.match(text, end):
        return False
    # "Vésiculo-papuleuse" is one, too.
    return bool(following[2]) or bool(adjective_agreements(following[1].lower()))
