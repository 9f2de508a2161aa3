"""Whom a word agrees with: the patient, or something else; when it cannot be told, that is said too."""

from studio.text.french.ellipsis import Ellipsis
from studio.text.french.function_words import EVENTS, NOUNS_WHEN_ALONE, ORDINALS, TIMES
from studio.text.french.morphology import NOUN, PARTICIPLE, VERB
from studio.text.french.passage import Passage
from studio.text.french.pronouns import Pronouns
from studio.text.french.subjects import Subjects

_JOINING_MARKS = frozenset("-%°'\"«»/")
_ALONE = ("seul", "seule")
_OF = frozenset(("de", "d'", "du", "des"))
_TIMES = frozenset(("ans", "mois", "jours"))
_SKIPPED = frozenset(("adverb", "number"))
_SEPARATORS = frozenset(("comma", "coordinator"))
_SETTING_APART = _SEPARATORS | {"clitic"}
_AFTER_ADJECTIVES = frozenset(("stop", "comma", "coordinator", "preposition", "adverb"))


class Reference:
    """Decides, for words in the patient's gender and in the order of the text, whether they speak of the patient."""

    def __init__(self, passage: Passage, pronouns: Pronouns) -> None:
        self._passage, self._reading, self._people = passage, passage.reading, passage.people
        self._pronouns = pronouns
        self._subjects, self._ellipsis = Subjects(passage, pronouns), Ellipsis(passage, pronouns)

    def is_patient(self, at: int) -> bool:
        """Whether a target of the passage agrees with the patient; raises UnsureError."""
        if self._is_event(at):
            self._passage.decided[at] = False
            return False
        found = self._passage.decided[at] = self._decided(at)
        if not found and self._passage.word_class(at) == "person" and not self._may_be_of_others(at):
            raise self._passage.unsure(at)
        if not found and self._is_unclaimed(at):
            raise self._passage.unsure(at)
        return found

    def _is_unclaimed(self, at: int) -> bool:
        """Whether nothing but the patient was named, in the sentence, that an adjective set apart could describe."""
        reading = self._reading
        before = at - 1
        while reading.kind(before) == "adverb":
            before -= 1
        if reading.kind(before) not in _SETTING_APART and reading.kinds[before]:
            return False
        if reading.kind(at + 1) not in _AFTER_ADJECTIVES:
            return False
        # "Apparue" is said of the rash even behind a comma: "une éruption des coudes, apparue hier".
        governed_too = reading.kind(before) not in _SEPARATORS or self._passage.word_class(at) == "thing"
        claims = (self._claim(each, governed_too) for each in range(before, -1, -1) if self._are_together(each, at))
        return next((found == "patient" for found in claims if found), False)

    def _are_together(self, at: int, other: int) -> bool:
        return self._reading.sentences[at] == self._reading.sentences[other]

    def _claim(self, at: int, governed_too: bool) -> str:
        """Of whom a word further on may be said because of this one: "patient", "other" or "" for nobody."""
        if self._is_of_patient(at):
            return "patient"
        noun = self._people.roles[at] and self._passage.fits(at) and self._reading.words[at] not in TIMES
        claimed = noun and (governed_too or not self._reading.follows_preposition(at))
        return "other" if claimed or at in self._passage.decided else ""

    def _is_of_patient(self, at: int) -> bool:
        if self._people.is_patient(at) or self._passage.decided.get(at):
            return True
        named = self._reading.words[at] == ("il" if self._passage.gender == "m" else "elle")
        return named and self._pronouns.is_patient(at)

    def _may_be_of_others(self, at: int) -> bool:
        sentences, roles = self._reading.sentences, self._people.roles
        others = any(roles[j] in ("other", "spouse") and sentences[j] == sentences[at] for j in range(at + 1))
        return others or self._reading.kind(at - 1) in ("determiner", "preposition")

    def _decided(self, at: int) -> bool:
        reading = self._reading
        followed = reading.words[at] in ("suivi", "suivie") and reading.word(at + 1) in ("de", "d'", "du", "des")
        if (
            reading.words[at] in ORDINALS
            and reading.kind(at - 1) == "determiner"
            and not self._ellipsis.noun_follows(at)
        ):
            raise self._passage.unsure(at)
        if followed or self._people.roles[at] == "other" or self._passage.is_noun_use(at):
            return False
        return not self._ellipsis.describes_next(at) and self._to_the_left(at)

    def _is_event(self, at: int) -> bool:
        """Whether what looks like a participle is a noun: "Femme de 48 ans, découverte d'un nodule", "Mise sous …"."""
        reading, word = self._reading, self._reading.words[at]
        opens = reading.kind(at - 1) == "stop" and reading.kind(at + 1) == "preposition"
        if opens and word in EVENTS:
            return True
        named = reading.known[at] & NOUN and not self._passage.word_class(at) and word not in NOUNS_WHEN_ALONE
        return bool(named) and reading.kind(at - 1) in ("stop", "comma") and reading.word(at + 1) in _OF

    def _to_the_left(self, at: int) -> bool:
        """Walk back over adverbs, numbers and other adjectives to what decides."""
        have = self._auxiliary(at) if self._reading.words[at] in _ALONE else None
        if have is not None:
            return self._subjects.has_patient_as_object(at, have)
        crossed = False
        j = at - 1
        while self._reading.kind(j) != "stop":
            kind = self._reading.kind(j)
            if kind == "mark":
                opening = self._opening(j)
                if opening is None:
                    break
                j = opening
            elif kind in ("comma", "coordinator"):
                crossed = True
            elif kind not in _SKIPPED:
                found = self._at_grammar(at, j) if kind else self._at_word(at, j, crossed)
                if found is not None:
                    return found
                if kind:
                    return self._far(at, crossed)
            j -= 1
        return self._ellipsis.is_patient_alone(at)

    def _auxiliary(self, at: int) -> int | None:
        """The "a" of "a arrêté seule"."""
        reading, j = self._reading, at - 1
        if reading.kind(j) or not reading.known[j] & PARTICIPLE:
            return None
        j -= 1
        while reading.kind(j) in ("adverb", "clitic"):
            j -= 1
        return j if reading.kind(j) == "have" else None

    def _opening(self, at: int) -> int | None:
        """Where a bracket that closes here was opened; the place itself for marks that join words."""
        word = self._reading.words[at]
        if word == ")":
            return next((j for j in range(at, -1, -1) if self._reading.words[j] == "("), None)
        return at if word in _JOINING_MARKS else None

    def _at_grammar(self, at: int, j: int) -> bool | None:
        kind = self._reading.kinds[j]
        if kind == "be":
            return self._subjects.is_patient(at, j)
        if kind == "have":
            return self._subjects.has_patient_as_object(at, j)
        if kind == "subject" and self._reading.word(j - 1) == "-":
            verb = j - 4 if self._reading.word(j - 2) == "t" else j - 2
            return self._reading.kind(verb) != "have" and self._pronouns.is_patient(j)
        return None

    def _at_word(self, at: int, j: int, crossed: bool) -> bool | None:
        """What a word to the left says; None when the walk goes on over it."""
        passage = self._passage
        if self._is_verb(j) and passage.of_people(at) and not crossed:
            return self._subjects.is_patient(at, j)
        if j in passage.decided:
            return self._chained(at, j, crossed)
        if passage.fits(j):
            return self._beside_noun(at, j, crossed)
        if passage.is_plural(j) and self._reading.words[at].endswith(("s", "x")):
            return self._beside_plural(at, crossed)
        if self._people.roles[j] or not passage.is_adjective(j):
            return self._far(at, crossed)
        return None

    def _far(self, at: int, crossed: bool) -> bool:
        return self._ellipsis.is_patient_far(at, crossed or self._reading.kind(at - 1) in ("comma", "coordinator"))

    def _is_verb(self, at: int) -> bool:
        known = self._reading.known[at]
        return known == VERB or (bool(known & VERB) and self._reading.kind(at - 1) in ("subject", "clitic"))

    def _chained(self, at: int, j: int, crossed: bool) -> bool:
        """After another adjective that is decided: "connue et suivie"."""
        passage, found = self._passage, self._passage.decided[j]
        if not found and self._reading.kind(at - 1) == "coordinator":
            if passage.of_people(at):
                raise passage.unsure(at)
            return False
        if crossed and not found and passage.word_class(at) != "thing":
            return self._ellipsis.is_patient_far(at, crossed=True)
        if crossed and found and passage.word_class(at) == "thing":
            raise passage.unsure(at)
        return found

    def _beside_noun(self, at: int, noun: int, crossed: bool) -> bool:
        role = self._people.roles[noun]
        if self._people.is_patient(noun):
            return True
        if role in ("one gender", "spouse"):
            raise self._passage.unsure(at)
        if crossed:
            return self._ellipsis.is_patient_far(at, crossed=True)
        return role != "other" and self._beside_thing(at, noun)

    def _beside_thing(self, at: int, noun: int) -> bool:
        passage, kind, word = self._passage, self._passage.word_class(at), self._reading.words[noun]
        if self._reading.words[at] in passage.vocabulary.admissions:
            return self._ellipsis.is_patient_far(at, crossed=False)
        doubtful = self._people.genders[noun] == "mf" or word in passage.vocabulary.never_treated
        if kind == "person" or (kind == "either" and doubtful):
            raise passage.unsure(at)
        return False

    def _beside_plural(self, at: int, crossed: bool) -> bool:
        """A word such as "nerveux" or "admis" may be plural: beside a plural it is, unless only people are so."""
        passage, vocabulary = self._passage, self._passage.vocabulary
        before = self._reading.word(at - 1)
        coordinated = self._reading.kind(at - 1) == "coordinator" and passage.word_class(at) != "person"
        singular = before.removesuffix("s")
        if coordinated or singular in vocabulary.patients or singular in vocabulary.others:
            raise passage.unsure(at)
        if crossed or before in _TIMES or self._reading.words[at] in vocabulary.admissions:
            return self._ellipsis.is_patient_far(at, crossed)
        return False
