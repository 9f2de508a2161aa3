"""The subject of a verb, and with it what an attribute or participle after the verb agrees with."""

from studio.text.french.gender import IS
from studio.text.french.morphology import PARTICIPLE, VERB
from studio.text.french.passage import Passage
from studio.text.french.pronouns import Pronouns

_BETWEEN = frozenset(("clitic", "adverb", "have", "modal", "be"))


class Subjects:
    """Decides by the subject of a verb."""

    def __init__(self, passage: Passage, pronouns: Pronouns) -> None:
        self._passage, self._reading, self._people = passage, passage.reading, passage.people
        self._pronouns = pronouns

    def is_patient(self, at: int, verb: int) -> bool:
        """Whether the word there, after a verb, agrees with the patient as subject; raises UnsureError."""
        subject = self._subject(verb)
        if subject is None:
            return self._unnamed(at)
        if self._reading.kinds[subject] == "subject":
            return self._pronouns.is_patient(subject)
        if self._people.is_patient(subject):
            return self._with_patient(at, subject, verb)
        if self._people.roles[subject] == "other":
            return False
        kind = self._passage.word_class(at)
        weak = kind != "thing" and self._is_weak(subject, verb)
        if self._people.roles[subject] != "thing" or kind == "person" or weak:
            raise self._passage.unsure(at)
        return False

    def has_patient_as_object(self, at: int, have: int) -> bool:
        """A participle after avoir agrees with an object before it ("son mari l'a amenée"); raises UnsureError."""
        reading, passage = self._reading, self._passage
        between = have - 2 if reading.word(have - 1) in ("lui", "y") else have - 1
        if reading.word(between) == "l'":
            if passage.of_people(at) or reading.words[at] in passage.vocabulary.done_to_persons:
                return True
            raise passage.unsure(at)
        if any(self._is_participle(j) for j in range(have + 1, at)):
            # "Elle a arrêté seule son traitement": no object, the subject.
            if reading.words[at] not in ("seul", "seule"):
                raise passage.unsure(at)
            return self.is_patient(at, have)
        initial = reading.raw(have) == "A" and passage.of_people(at)
        if initial or any(self._is_masculine(j) for j in range(have + 1, at)):
            raise passage.unsure(at)
        return False

    def _is_participle(self, at: int) -> bool:
        return not self._reading.kinds[at] and bool(self._reading.known[at] & PARTICIPLE)

    def _is_masculine(self, at: int) -> bool:
        return bool(self._reading.known[at] & IS["m"]) and self._passage.gender == "m"

    def _with_patient(self, at: int, subject: int, verb: int) -> bool:
        near = all(self._reading.kind(j) in _BETWEEN for j in range(subject + 1, verb))
        if not near and not self._passage.of_people(at):
            raise self._passage.unsure(at)
        return True

    def _is_weak(self, subject: int, verb: int) -> bool:
        """Whether something stands between a noun and the verb that makes the noun doubtful as its subject."""
        between = range(subject + 1, verb)
        unknown = self._people.genders[subject] == "mf"
        return unknown or any(self._reading.kinds[j] in ("comma", "relative") for j in between)

    def _unnamed(self, at: int) -> bool:
        kind = self._passage.word_class(at)
        if kind not in ("person", "thing") or (kind == "person" and self._passage.others_before(at)):
            raise self._passage.unsure(at)
        return kind == "person"

    def _subject(self, verb: int) -> int | None:
        """A pronoun beside the verb, or the nearest noun that fits and depends on no preposition."""
        reading = self._reading
        j = verb
        while j == verb or reading.kind(j) in _BETWEEN:
            if reading.word(j + 1) == "-" and reading.kind(j + 2) == "subject":
                return j + 2
            j -= 1
        if reading.kind(j) == "subject":
            return j
        return self._of_relative(j) if reading.kind(j) == "relative" else self._named_before(j)

    def _of_relative(self, at: int) -> int | None:
        j = at - 1
        while self._reading.kind(j) != "stop":
            if self._passage.fits(j):
                return j
            j -= 1
        return None

    def _is_object(self, at: int) -> bool:
        """Whether a verb stands right before a noun and its article: "a présenté un malaise"."""
        before = at - 1
        while self._reading.kind(before) == "determiner" or self._people.roles[before : before + 1] == ("",):
            if not self._reading.kind(before) and self._reading.known[before] & (VERB | PARTICIPLE):
                return True
            if self._reading.kind(before) not in ("", "determiner"):
                return False
            before -= 1
        return False

    def _named_before(self, at: int) -> int | None:
        """The nearest pronoun or noun that can be the subject; the patient, named after a preposition, comes last."""
        reading, patient = self._reading, None
        for j in range(at, -1, -1):
            if reading.kinds[j] == "stop":
                break
            if self._pronouns.is_personal(j):
                return j
            if self._passage.fits(j) and not self._is_object(j):
                if not reading.follows_preposition(j):
                    return j
                patient = j if patient is None and self._people.is_patient(j) else patient
        return patient
