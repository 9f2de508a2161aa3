"""Other ways to deny the same sign: what is denied, and how sure it is, stay."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

from studio.text.augment.case import Case
from studio.text.augment.sites import Written, in_quotes, replaced_note, rewritten
from studio.text.augment.telling import is_letter, teller_of
from studio.text.augment.transformation import Changed, Info, Refusal, Rewriting, rewrite_texts
from studio.text.french.elision import elide
from studio.text.french.function_words import KIND
from studio.text.french.morphology import Word, readings
from studio.text.french.number import plural_phrase
from studio.text.french.phrases import lowered
from studio.text.french.tokens import WORD, capitalised, cased_like
from studio.text.lexicons import Lexicon, read_lexicon
from studio.words import N_

INFO = Info(
    key="negations",
    title=N_("Forms of negation"),
    explanation=N_(
        "Denies the same signs in other words: pas de, absence de, aucun, sans, ni … ni, apyrétique. "
        "What is denied stays denied, and nothing else becomes so."
    ),
    examples=(
        ("Pas de fièvre ni de vomissements.", "Ni fièvre ni vomissements."),
        ("Il ne présente pas de photophobie.", "Il ne présente aucune photophobie."),
        ("Céphalées depuis hier, sans fièvre.", "Céphalées depuis hier, apyrétique."),
    ),
)


class NegationsLexicon(Lexicon):
    """`negations.yaml`: nouns in the singular that may be denied."""

    v: Literal[1]
    masculine: tuple[str, ...]
    feminine: tuple[str, ...]


def negations_lexicon(project: Path | None = None) -> NegationsLexicon:
    """The project's lexicon, else the one that ships; raises LexiconWrong."""
    return read_lexicon("negations", NegationsLexicon, project)


_VERBAL = frozenset({"be", "have", "modal", "subject"})
_FEVERLESS = frozenset({"apyrétique", "afébrile"})
_FEVER = "fièvre"
# Verbs that deny the same when "pas" is with them.
_VERBS = (
    ("n'a", "ne présente"),
    ("n'avait", "ne présentait"),
    ("ne rapporte", "ne signale", "ne décrit"),
    ("ne rapportait", "ne signalait", "ne décrivait"),
    ("on ne note", "on ne retrouve", "on ne constate"),
    ("on ne notait", "on ne retrouvait", "on ne constatait"),
    ("il n'y a", "il n'existe"),
)
_TOLD = frozenset(_VERBS[2])
_MAY_DENY = re.compile(r"pas d|absence d|aucun|sans |\bni |nie tout|apyr|afébr")
_AND = re.compile(r",?\s+(?:ni|et|ou)\s+(?:de |d')?")
# What follows may be denied, too, or take the denial back.
_GOES_ON = re.compile(
    r"\s*(?:(?:et|ou|sans|sauf|hormis|autre|autres|que|à part|en dehors) |qu'|/)"
    r"|[^.;:!?\n]*?(?:, (?:de |d')|(?<!\w)ni |(?<!\w)(?:et|ou) (?:de |d'))"
)
_BEFORE = re.compile(
    r"(?:(?P<start>^|[.;:!?\n(]\s*[-–•]?\s*)|(?P<comma>,\s*)|(?P<and>(?:^|\s)(?:et|mais)\s+)|(?P<word>\w\s+))$"
)
# "Aucun déficit n'a été retrouvé": the subject of a verb.
_SUBJECT = re.compile(r"[^.;:!?\n]*?(?<!\w)n(?:e |')")
_LAST = re.compile(r"\s*(?:[.;:!?)\n]|$)")
_LOOK_BACK = 8
# "Au scanner, …" says where, and what follows is a statement of its own.
_LEADS = re.compile(
    r"(?:^|[.;:!?\n]\s*)(?:à|au|aux|en|sur|lors|dans|après|depuis|par|cliniquement|a) ?[^,.;:!?\n]*,\s*$"
)
_LEAD = 120
_SENTENCE = re.compile(r"[^.;!?\n]*$")
_BELOW = re.compile(r"(?<!\w)n(?:e |')[^.;!?\n]*$")
_FIRST_PERSON = re.compile(r"(?<!\w)(?:j'|(?:je|moi|mon|ma|mes|notre) )")
_ENDS = re.compile(r"\s*(?:[.;:!?)\n,]|$)(?!\s*(?:de |d'|ni ))")
_OTHER_VERBS = {verb: tuple(each for each in row if each != verb) for row in _VERBS for verb in row}


Place = Literal["", "start", "lead", "comma", "and", "verb", "word"]
_PLACES_OF_ADJECTIVES: dict[str, Place] = {"start": "start", "comma": "comma"}
_PLACES_OF_NOUNS: dict[str, Place] = {"start": "start", "lead": "lead", "comma": "comma", "and": "and"}
_PLACES: dict[str, dict[str, Place]] = {"absence": {"start": "start", "lead": "lead"}}


@dataclass(frozen=True)
class _Site:
    """What is said from `start` to `end`: how it is denied, what, and where that stands."""

    start: int
    end: int
    form: str
    """"pas", "absence", "aucun", "sans", "ni", "tout" or "apyrétique"."""
    items: tuple[str, ...]
    after: Place
    verb: str
    ends: bool
    """Whether a full stop, a comma or the like follows."""
    last: bool
    """Whether the sentence ends behind it."""
    in_note: bool
    """Whether what comes before it in the sentence has no verb, and is no patient's."""
    below: bool
    """Whether something else was denied before in the sentence, which "sans" would be taken to belong to."""
    said: bool
    """Whether a patient or a relative says it: neither would say "absence de"."""


class Negations:
    """The transformation of `INFO`."""

    info = INFO

    def __init__(self, lexicon: NegationsLexicon) -> None:
        self._gender: dict[str, str] = {}
        self._singular: dict[str, str] = {}
        for gender, nouns in (("m", lexicon.masculine), ("f", lexicon.feminine)):
            for noun in map(lowered, nouns):
                self._gender[noun] = gender
                self._singular |= {plural_phrase(noun): noun, noun: noun}
        self._pattern = _pattern(sorted(self._singular, key=lambda each: (-len(each), each)))

    def apply(self, case: Case, strength: float, chance: Random) -> Changed | Refusal:
        """`strength` is the chance of each denial to be worded otherwise."""
        return rewrite_texts(case, lambda text: self._rewrite(text, strength, chance))

    def _rewrite(self, text: str, strength: float, chance: Random) -> Rewriting | Refusal:
        plain = lowered(text)
        if not _MAY_DENY.search(plain):
            return rewritten(text, (), self._reworded, strength, chance)
        quoted = in_quotes(text)
        said = teller_of((text,)) != "clinician" and not is_letter(text)
        sites = [_site(plain, found, said=said) for found in self._pattern.finditer(plain) if not quoted(found.start())]
        return rewritten(text, [each for each in sites if each.after], self._reworded, strength, chance)

    def _reworded(self, text: str, site: _Site, chance: Random) -> Written | None:
        options = [each for each in dict.fromkeys(self._options(site)) if each != lowered(text[site.start : site.end])]
        if not options:
            return None
        chosen = chance.choice(options)
        written = text[site.start : site.end]
        instead = chosen.replace("'", "’") if "’" in written else chosen
        instead = cased_like(written, instead) if written.isupper() or written[:1].islower() else capitalised(instead)
        return text[: site.start] + instead + text[site.end :], replaced_note(written, instead)

    def _options(self, site: _Site) -> Iterator[str]:
        if site.after == "verb":
            yield from self._with_verb(site)
        elif site.form == "sans" and site.after == "word":
            yield from self._without(site, "sans aucun")
        else:
            yield from self._fragments(site)

    def _fragments(self, site: _Site) -> Iterator[str]:
        """As a statement of its own, or behind a comma."""
        items = site.items
        if site.form in ("sans", "feverless") and site.after == "comma" and not (site.last and site.in_note):
            # Part of a sentence, which a statement would interrupt.
            yield f"sans {' ni '.join(items)}"
        else:
            yield from self._statements(site)
            if site.after in ("comma", "and") and site.ends and not site.below:
                yield f"sans {' ni '.join(items)}"
        if items == (_FEVER,) and site.ends and (site.form == "feverless" or (site.in_note and site.after != "lead")):
            yield from sorted(_FEVERLESS)

    def _statements(self, site: _Site) -> Iterator[str]:
        items = site.items
        if site.after in ("start", "lead") and not site.said:
            yield f"absence {' et '.join(elide('de', each) for each in items)}"
        if site.after != "and":
            yield f"pas {' ni '.join(elide('de', each) for each in items)}"
        if len(items) > 1 and site.ends and site.after == "start":
            yield " ".join(f"ni {each}" for each in items)
        if len(items) == 1:
            yield from self._without(site, "aucun")

    def _without(self, site: _Site, denial: str) -> Iterator[str]:
        """With "aucun", for what can be put in the singular without touching more words."""
        noun = self._singular.get(site.items[0], "")
        if noun and len(site.items) == 1 and (site.ends or noun == site.items[0]):
            yield f"{denial}{'e' if self._gender[noun] == 'f' else ''} {noun}"
            if denial == "sans aucun":
                yield f"sans {noun}"

    def _with_verb(self, site: _Site) -> Iterator[str]:
        items = site.items
        said = f"pas {' ni '.join(elide('de', each) for each in items)}"
        yield from (f"{verb} {said}" for verb in (site.verb, *_OTHER_VERBS.get(site.verb, ())))
        if len(items) > 1:
            yield f"{site.verb} {' '.join(f'ni {each}' for each in items)}"
            return
        yield from (f"{site.verb} {each}" for each in self._without(site, "aucun"))
        if site.verb in _TOLD:
            yield from (f"nie {each}" for each in self._without(site, "tout"))


def _pattern(nouns: list[str]) -> re.Pattern[str]:
    noun = rf"(?:{'|'.join(map(re.escape, nouns))})(?![\w'-])"
    more = rf"(?:,?\s+ni\s+(?:de |d')?{noun})*"
    also = rf"(?:\s+(?:et|ou|ni)\s+(?:de |d'){noun})*"
    verb = rf"(?:{'|'.join(sorted(_OTHER_VERBS, key=len, reverse=True))})"
    return re.compile(
        rf"(?<![\w'-])(?:"
        rf"(?:(?P<verb>{verb}) )?(?:(?P<pas>pas (?:de |d'))|(?P<aucun>aucune? )|(?P<ni>ni (?={noun},?\s+ni )))"
        rf"(?P<items>{noun}{more})"
        rf"|(?P<absence>absence (?:de |d'))(?P<missing>{noun}{also})"
        rf"|(?P<sans>sans (?:aucune? )?)(?P<without>{noun}{more})"
        rf"|(?P<tout>nie toute? )(?P<denied>{noun})"
        rf"|(?P<feverless>{'|'.join(sorted(_FEVERLESS))})(?!\w))"
    )


def _site(plain: str, found: re.Match[str], *, said: bool) -> _Site:
    form = next(name for name in ("pas", "absence", "aucun", "ni", "sans", "tout", "feverless") if found[name])
    denied = found["items"] or found["missing"] or found["without"] or found["denied"] or _FEVER
    items = tuple(_AND.split(denied))
    before = _BEFORE.search(plain, max(0, found.start() - _LOOK_BACK), found.start())
    after = before.lastgroup or "" if before else ""
    if after == "comma" and _LEADS.search(plain, max(0, found.start() - _LEAD), found.start()):
        after = "lead"
    verb = found["verb"] or ""
    if form == "tout":
        verb = "ne rapporte"
    return _Site(
        found.start(),
        found.end(),
        form,
        items,
        _place(plain, found.end(), form, after, verb),
        verb,
        _ENDS.match(plain, found.end()) is not None,
        _LAST.match(plain, found.end()) is not None,
        (form in ("sans", "feverless") or items == (_FEVER,)) and _is_note(plain, found.start()),
        _BELOW.search(plain, 0, found.start()) is not None,
        said,
    )


def _place(plain: str, end: int, form: str, after: str, verb: str) -> Place:
    """Where the denial stands, "" where its form cannot be changed there."""
    if _GOES_ON.match(plain, end):
        return ""
    if verb:
        return "verb"
    if form == "aucun" and _SUBJECT.match(plain, end):
        return ""
    ends = _ENDS.match(plain, end) is not None
    if form == "sans":
        return "comma" if after == "comma" and ends else "word"
    allowed = _PLACES_OF_ADJECTIVES if form == "feverless" else _PLACES.get(form, _PLACES_OF_NOUNS)
    return allowed.get(after, "") if ends or form != "feverless" else ""


def _is_note(plain: str, start: int) -> bool:
    """Whether the sentence is a note without a verb so far, in a text that no patient tells."""
    begun = _SENTENCE.search(plain, 0, start)
    words = WORD.findall(begun[0]) if begun else []
    known = readings()
    verbs = any(KIND.get(word) in _VERBAL or known.get(word, 0) & ~Word.PARTICIPLE == Word.VERB for word in words)
    return not verbs and not _FIRST_PERSON.search(plain)
