"""A text about a patient rewritten for the other sex: what agrees with the patient changes, and nothing else."""

import re

from studio.text.french.elision import starts_with_vowel
from studio.text.french.gender import OTHER, Gender
from studio.text.french.morphology import ADJECTIVE
from studio.text.french.passage import Passage, UnsureError
from studio.text.french.pronouns import Pronouns
from studio.text.french.reference import Reference
from studio.text.french.tokens import apostrophe_of, cased_like
from studio.text.french.unsettled import Unsettled

_DETERMINERS: dict[Gender, dict[str, str]] = {
    "f": {"le": "la", "un": "une", "ce": "cette", "cet": "cette", "mon": "ma", "ton": "ta", "son": "sa", "du": "de la"}
    | {"au": "à la", "aucun": "aucune", "quel": "quelle", "autre": "autre", "l'": "la"},
    "m": {"la": "le", "une": "un", "cette": "ce", "ma": "mon", "ta": "ton", "sa": "son", "aucune": "aucun"}
    | {"quelle": "quel", "l'": "le", "mon": "mon", "ton": "ton", "son": "son"},
}
_ELIDES = {"le": "l'", "la": "l'", "ce": "cet", "ma": "mon", "ta": "ton", "sa": "son", "de la": "de l'", "à la": "à l'"}
_BEFORE_VOWEL = {"vieux": "vieil", "nouveau": "nouvel", "beau": "bel"}
_CONTRACTED = {("de", "le"): "du", ("à", "le"): "au"}
_PRONOUNS: dict[str, Gender] = {"il": "m", "elle": "f"}
_OTHER_PRONOUN = {"il": "elle", "elle": "il", "celui": "celle", "celle": "celui", "le": "la", "la": "le", "lui": "elle"}
_CHANGING_GRAMMAR = frozenset(_OTHER_PRONOUN)
_LETTERS = {"F": "H", "H": "F", "♀": "♂", "♂": "♀", "M": "F", "f": "h", "h": "f"}
_SEXES = {"féminin": "masculin", "masculin": "féminin", "feminin": "masculin"}
_BEFORE_A_PREDICATE = frozenset(("clitic", "adverb", "have", "modal", "be"))
_SPACES = re.compile(r"\s*")


def swapped(passage: Passage) -> str:
    """The text for the other sex; raises UnsureError naming the word that cannot be settled."""
    return _Swapping(passage).text()


class _Swapping:
    def __init__(self, passage: Passage) -> None:
        self._passage, self._reading, self._people = passage, passage.reading, passage.people
        self._pronouns = Pronouns(passage)
        self._unsettled = Unsettled(passage)
        self._reference = Reference(passage, self._pronouns)
        self._new: dict[int, str] = {}
        self._phrases: list[int] = []
        """Tokens that begin a noun phrase whose article may have to be mended."""

    def text(self) -> str:
        for at, role in enumerate(self._people.roles):
            if role == "patient" and self._unsettled.is_one_of_two(at):
                # "Patient et compagne informés": what agrees with both follows neither.
                raise self._passage.unsure(at)
            described = self._unsettled.description(at) if role == "spouse" else None
            if described is not None:
                raise self._passage.unsure(described)
            if role in ("patient", "spouse"):
                self._noun(at, self._passage.gender if role == "patient" else OTHER[self._passage.gender])
        for at in range(len(self._reading.words)):
            self._word(at)
            self._wholly(at)
        for start in self._phrases:
            self._article(start)
        for at in [each for each in self._new if self._reading.words[each] in _PRONOUNS]:
            self._check_predicate(at)
        return self._rebuilt()

    def _check_predicate(self, pronoun: int) -> None:
        """Nothing behind "elle est" may stay as it was for "il": a word that nobody knew may agree, too."""
        reading = self._reading
        linked, at = False, pronoun + 1
        while reading.kind(at) in _BEFORE_A_PREDICATE or (linked and reading.kind(at) in ("comma", "coordinator")):
            if linked and reading.kind(at) in ("clitic", "have", "modal"):
                return
            linked = linked or reading.kind(at) == "be"
            at += 1
            while linked and not reading.kind(at):
                if at not in self._new and self._passage.shows_gender(at) and self._people.roles[at] != "thing":
                    raise self._passage.unsure(at)
                if not reading.known[at] & ADJECTIVE:
                    return
                at += 1

    def _wholly(self, at: int) -> None:
        """ "Tout" before an adjective of the patient, which agrees before consonants in the feminine only."""
        reading = self._reading
        if reading.word(at - 1) not in ("tout", "toute"):
            return
        if reading.known[at] & ADJECTIVE == ADJECTIVE and reading.kind(at + 1) in ("stop", "comma"):
            raise self._passage.unsure(at - 1)
        if at in self._new:
            agrees = self._passage.gender == "m" and not starts_with_vowel(self._new[at])
            self._new[at - 1] = "toute" if agrees else "tout"

    def _noun(self, at: int, gender: Gender) -> None:
        """The noun with the adjectives and the article before it."""
        reading = self._reading
        self._inflect(at, gender)
        if reading.words[at] == "fille" and reading.word(at - 1) == "jeune":
            raise UnsureError("jeune fille")
        start = at - 1
        while start >= 0 and not reading.kinds[start] and self._agrees_before(start, gender):
            self._inflect(start, gender)
            if starts_with_vowel(self._new[start + 1]):
                self._new[start] = _BEFORE_VOWEL.get(self._new[start], self._new[start])
            self._passage.decided[start] = True
            start -= 1
        if reading.word(start) in _DETERMINERS[OTHER[gender]] or reading.kind(start) in ("determiner", "preposition"):
            self._phrases.append(start)

    def _agrees_before(self, at: int, gender: Gender) -> bool:
        word = self._reading.words[at]
        other = self._passage.vocabulary.inflected(word, OTHER[gender])
        return bool(self._reading.known[at] & ADJECTIVE) and other is not None

    def _inflect(self, at: int, gender: Gender) -> None:
        word = self._reading.words[at]
        form = self._spouse(at, word) or self._passage.vocabulary.inflected(word, OTHER[gender])
        if form is None:
            raise self._passage.unsure(at)
        self._new[at] = form

    def _spouse(self, at: int, word: str) -> str | None:
        """A wife is a "femme", and so is a woman: only the first becomes a husband."""
        return {"femme": "mari", "mari": "femme"}.get(word) if self._people.roles[at] == "spouse" else None

    def _word(self, at: int) -> None:
        word = self._reading.words[at]
        if at in self._new or (
            self._reading.kinds[at] and word not in _CHANGING_GRAMMAR and at not in self._people.cues
        ):
            return
        if at in self._people.cues:
            self._cue(at)
        elif word in _PRONOUNS or word == "lui":
            self._pronoun(at)
        elif word in ("celui", "celle"):
            self._demonstrative(at)
        elif word in ("la", "le"):
            self._object(at)
        elif self._agrees(at):
            self._inflect(at, self._passage.gender)
        elif (
            self._people.roles[at] == "one gender"
            or self._unsettled.is_unowned_spouse(at)
            or self._unsettled.is_bare_participle(at)
            or self._unsettled.is_attribute(at)
            or self._unsettled.is_apposed_agent(at)
        ):
            raise self._passage.unsure(at)

    def _agrees(self, at: int) -> bool:
        target = self._passage.is_target(at) and not self._unsettled.keeps_its_form(at)
        return target and self._reference.is_patient(at)

    def _cue(self, at: int) -> None:
        word, raw = self._reading.words[at], self._reading.raw(at)
        if raw in _LETTERS and word not in _SEXES:
            self._new[at] = _LETTERS[raw]
        elif word in _SEXES:
            self._new[at] = _SEXES[word]
        else:
            self._new[at] = self._passage.vocabulary.other_titles[word]

    def _pronoun(self, at: int) -> None:
        reading, word = self._reading, self._reading.words[at]
        if word == "lui" and (self._passage.gender == "f" or reading.kind(at - 1) != "preposition"):
            if reading.word(at + 1) == "-" and self._passage.gender == "m":
                raise self._passage.unsure(at)
            return
        if word in _PRONOUNS and _PRONOUNS[word] != self._passage.gender:
            return
        if self._pronouns.is_patient(at):
            disjunctive = reading.kind(at - 1) == "preposition" or (
                reading.word(at + 1) == "-" and reading.word(at + 2) == "même"
            )
            self._new[at] = "lui" if word == "elle" and disjunctive else _OTHER_PRONOUN[word]
            if word == "elle" and not disjunctive and reading.word(at - 1) == "si":
                self._new[at - 1] = "s'"
            elif word == "il" and reading.word(at - 1) == "s'":
                self._new[at - 1] = "si"

    def _demonstrative(self, at: int) -> None:
        gender: Gender = "m" if self._reading.words[at] == "celui" else "f"
        pointing = self._reading.word(at + 1) == "-" and self._reading.word(at + 2) == "ci"
        if gender == self._passage.gender and pointing and self._pronouns.is_last_named(at):
            self._new[at] = _OTHER_PRONOUN[self._reading.words[at]]

    def _object(self, at: int) -> None:
        gender: Gender = "m" if self._reading.words[at] == "le" else "f"
        if gender == self._passage.gender and self._reading.word(at - 1) == "-":
            raise self._passage.unsure(at)
        if gender != self._passage.gender or not self._reading.is_object_pronoun(at):
            return
        if self._pronouns.is_object_patient(at):
            self._new[at] = _OTHER_PRONOUN[self._reading.words[at]]

    def _article(self, start: int) -> None:
        """Mend the article of a phrase that begins after `start`."""
        reading = self._reading
        word, following = reading.words[start], self._new.get(start + 1, reading.word(start + 1))
        if word == "autre":
            raise UnsureError(word)
        noun_gender = self._gender_after(start)
        new = _DETERMINERS[OTHER[noun_gender]].get(word, word)
        if starts_with_vowel(following):
            new = _ELIDES.get(new, new)
            if new in ("mon", "ton", "son") and word in ("mon", "ton", "son"):
                new = word
        if (new in ("le",)) and reading.word(start - 1) in ("de", "à"):
            new = _CONTRACTED[reading.word(start - 1), "le"]
            self._new[start - 1] = ""
        if reading.kind(start) == "preposition" and word in ("de", "d'"):
            new = "d'" if starts_with_vowel(following) else "de"
        self._new[start] = new

    def _gender_after(self, start: int) -> Gender:
        at = next(
            j for j in range(start + 1, len(self._reading.words)) if self._people.roles[j] in ("patient", "spouse")
        )
        return self._passage.gender if self._people.is_patient(at) else OTHER[self._passage.gender]

    def _rebuilt(self) -> str:
        reading, text = self._reading, self._reading.text
        apostrophe = apostrophe_of(text)
        parts: list[str] = []
        done = 0
        for at in sorted(self._new):
            start, old, new = reading.starts[at], reading.raw(at), self._new[at]
            if start < done:
                continue
            model = old if new or at + 1 not in self._new else ""
            parts.append(text[done:start])
            done = start + len(old)
            space = _SPACES.match(text, done)
            gap = space.group() if space else ""
            if new == "":
                done += len(gap)
                self._new[at + 1] = cased_like(old, self._new[at + 1])
                continue
            if new not in self._passage.vocabulary.exact_titles:
                new = cased_like(model, new)
            if new.endswith("'"):
                parts.append(new[:-1] + apostrophe)
                done += len(gap)
            elif old.endswith(("'", "’")):
                parts.append(new + " ")
            else:
                parts.append(new)
        parts.append(text[done:])
        return "".join(parts)
