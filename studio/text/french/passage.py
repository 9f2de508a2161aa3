"""A text with its people, seen from the patient's gender: what the rules of agreement ask of it."""

from dataclasses import dataclass
from functools import cached_property

from studio.text.french.function_words import PREFIXES, TIMES
from studio.text.french.gender import ADJECTIVE_IS, OTHER, Gender
from studio.text.french.morphology import ADJECTIVE, NOUN, PARTICIPLE, VERB
from studio.text.french.people import People
from studio.text.french.reading import Reading
from studio.text.french.sexes import Vocabulary

_BORDERS = frozenset(("comma", "stop"))
_SET_APART = _BORDERS | {"coordinator"}
_DEGREES = frozenset(("mal", "peu", "bien", "très", "non", "assez", "plutôt", "trop"))


_COMPOUNDS = frozenset(
    (("compte", "rendu"), ("comptes", "rendus"), ("procès", "verbal"), ("rendez", "vous"), ("nulle", "part"))
)


class UnsureError(Exception):
    """It cannot be told whom a word agrees with; `word` as it is written."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True)
class Passage:
    """`direct` when the patient speaks or is spoken to; `decided` says which words, so far, speak of the patient."""

    reading: Reading
    people: People
    vocabulary: Vocabulary
    gender: Gender
    direct: bool

    @cached_property
    def decided(self) -> dict[int, bool]:
        """Filled in the order of the text."""
        return {}

    def unsure(self, at: int) -> UnsureError:
        """The error that names the word there."""
        return UnsureError(self.reading.raw(at))

    def word_class(self, at: int) -> str:
        """Whether the lexicon says it of a "person", a "thing" or "either"; "" when it is not in it."""
        return self.vocabulary.classes.get(self.reading.words[at], "")

    def of_people(self, at: int) -> bool:
        """Whether the lexicon says it of people, at least."""
        return self.word_class(at) in ("person", "either")

    def fits(self, at: int) -> bool:
        """Whether the word is a noun of the patient's gender."""
        return self.gender in self.people.genders[at]

    def is_adjective(self, at: int) -> bool:
        """Whether the word can be an adjective of either gender."""
        return bool(self.reading.known[at] & ADJECTIVE) or self.of_people(at)

    def is_plural(self, at: int) -> bool:
        """Whether the word is a noun or adjective in the plural."""
        return self.people.roles[at] == "thing" and not self.people.genders[at]

    def nouns_before(self, at: int) -> list[int]:
        """Other nouns of the patient's gender earlier in the sentence, back to the word for the patient."""
        found: list[int] = []
        sentence = self.reading.sentences[at]
        for j in range(at - 1, -1, -1):
            if self.reading.sentences[j] != sentence or self.people.is_patient(j):
                break
            if self.fits(j) and self.reading.words[j] not in TIMES:
                found.append(j)
        return found

    def others_before(self, at: int) -> bool:
        """Whether one of these nouns is another person."""
        return any(self.people.roles[each] == "other" for each in self.nouns_before(at))

    def patient_before(self, at: int) -> bool:
        """Whether the patient was spoken of earlier in the sentence."""
        j = at
        while j and self.reading.sentences[j - 1] == self.reading.sentences[at]:
            j -= 1
            if self.people.is_patient(j) or j in self.people.cues or self.decided.get(j):
                return True
        return False

    def is_target(self, at: int) -> bool:
        """Whether the word shows the patient's gender, and would look otherwise for the other sex."""
        reading = self.reading
        if reading.kinds[at] or self.people.roles[at] in ("patient", "name", "spouse") or self._is_no_adjective(at):
            return False
        if reading.words[at] in PREFIXES and reading.word(at + 1) == "-":
            return False
        if reading.word(at - 1) == "-" and reading.word(at - 2) in PREFIXES:
            if self.of_people(at) and self.shows_gender(at):
                # "Pré-traité" may be the patient; "péri-orbitaire" is not.
                raise self.unsure(at)
            return False
        return self.shows_gender(at) and not self._is_plain_noun(at) and not self._is_plain_verb(at)

    def shows_gender(self, at: int) -> bool:
        """Whether the word, taken for an adjective, is of the patient's gender alone."""
        other = self.vocabulary.other.get((self.reading.words[at], OTHER[self.gender]))
        if other is not None:
            return other != self.reading.words[at]
        known = self.reading.known[at]
        return bool(known & ADJECTIVE_IS[self.gender]) and not known & ADJECTIVE_IS[OTHER[self.gender]]

    def _is_no_adjective(self, at: int) -> bool:
        """Whether it is an abbreviation, "BU", or part of a phrase, "compte rendu", "nulle part"."""
        raw, before = self.reading.raw(at), self.reading.word(at - 1)
        abbreviated = raw.isupper() and len(raw) > 1 and any(each.islower() for each in self.reading.text)
        word, after = self.reading.words[at], self.reading.word(at + 1)
        return abbreviated or (before, word) in _COMPOUNDS or (word, after) in _COMPOUNDS

    def _is_plain_noun(self, at: int) -> bool:
        noun = self.people.roles[at] == "thing" or self.reading.kind(at - 1) in ("determiner", "preposition")
        return noun and (self.reading.words[at] in self.vocabulary.nouns or not self.word_class(at))

    def _is_plain_verb(self, at: int) -> bool:
        """Whether a form such as "dit", "plaint" or "vivant" is no agreeing participle here."""
        reading, word = self.reading, self.reading.words[at]
        if not reading.known[at] & VERB or self.is_noun_use(at):
            return False
        if word.endswith("ant"):
            return self._is_present_participle(at)
        if not reading.known[at] & PARTICIPLE:
            return self._is_finite(at)
        before = at - 1
        if reading.kind(before) in ("subject", "clitic"):
            return True
        while reading.kind(before) == "adverb":
            before -= 1
        if reading.kind(before) in ("be", "have") or before in self.decided:
            return False
        if self.of_people(at):
            raise self.unsure(at)
        return True

    def _is_present_participle(self, at: int) -> bool:
        """Whether "irradiant" is a verb, which does not agree, and no adjective as "confiant" in "il est confiant"."""
        reading, kind = self.reading, self.word_class(at)
        governs = reading.kind(at + 1) in ("determiner", "preposition")
        if kind:
            return kind == "thing" and governs and reading.kind(at - 1) in ("", "comma")
        before = at - 1
        while reading.kind(before) == "adverb":
            before -= 1
        if reading.known[at] & ADJECTIVE and (reading.kind(before) == "be" or before in self.decided):
            return False
        apart = reading.kind(before) in _SET_APART and reading.kind(at + 1) in _SET_APART
        aged = reading.word(at + 1) == "de" and reading.kind(at + 2) == "number"
        alone = reading.known[at] & ADJECTIVE and (apart or aged)
        if alone or reading.word(at - 1) in _DEGREES:
            raise self.unsure(at)
        return True

    def _is_finite(self, at: int) -> bool:
        reading = self.reading
        if reading.kind(at - 1) in _BORDERS and reading.kind(at + 1) in _BORDERS:
            # "Sourd" is a verb, too; between two commas it hardly is one.
            if not self.of_people(at):
                raise self.unsure(at)
            return False
        ends = reading.words[at].endswith("ent")
        return not ends and (reading.kind(at + 1) == "determiner" or not self.of_people(at))

    def is_noun_use(self, at: int) -> bool:
        """Whether an article, a preposition or a number before it makes a noun of the word."""
        reading = self.reading
        before, kind = reading.word(at - 1), reading.kind(at - 1)
        if kind == "determiner" and not reading.is_object_pronoun(at - 1):
            initials = reading.raw(at - 1).isupper() and len(before) > 1 and not reading.raw(at).isupper()
            attribute = before in ("un", "une") and reading.kind(at - 2) == "be"
            if initials or (attribute and reading.words[at] in self.vocabulary.occupations):
                raise self.unsure(at)
            return True
        return kind == "preposition" or (kind == "number" and bool(reading.known[at] & NOUN))
