"""What in a text about a patient nobody can turn for the other sex with certainty."""

from studio.text.french.function_words import TIMES
from studio.text.french.gender import ADJECTIVE_IS, NOUN_IS, OTHER, Gender, other_gender
from studio.text.french.morphology import ADJECTIVE, NOUN, PARTICIPLE, VERB, readings
from studio.text.french.passage import Passage

_EPICENE = NOUN_IS["m"] | NOUN_IS["f"]
_YEARS = ("ans", "an", "mois")
_AND = ("et", "ou")
_AGENTS: dict[Gender, tuple[str, ...]] = {"m": ("eur", "ien", "ier"), "f": ("euse", "trice", "ienne")}
_PAIRED: dict[Gender, tuple[str, ...]] = {
    "m": ("ier", "er", "on", "ant", "ard", "ais", "ois", "ain", "in", "ol"),
    "f": ("ière", "ère", "onne", "ante", "arde"),
}
_REFLEXIVE = frozenset(("me", "m'", "te", "t'", "se", "s'"))
_WHEN = TIMES | {"nuit", "journée", "semaine", "veille", "matinée", "soirée", "heure", "année", "fois"}
_PRESENT: dict[Gender, str] = {"m": "ant", "f": "ante"}
_APART = frozenset(("stop", "comma", "coordinator"))
_TOWARDS_A_PREDICATE = frozenset(("be", "have", "modal", "adverb", "clitic", "comma", "relative", "coordinator"))


class Unsettled:
    """Words that may say something of the patient, but may as well say it of someone else."""

    def __init__(self, passage: Passage) -> None:
        self._passage, self._reading, self._people = passage, passage.reading, passage.people

    def description(self, at: int) -> int | None:
        """Where a spouse is told to be something that shows a sex: "sa femme, infirmière"; None for nowhere."""
        reading, people = self._reading, self._people
        gender: Gender = OTHER[self._passage.gender]
        j = at + 1
        while reading.kind(j) in _TOWARDS_A_PREDICATE or (j < len(reading.words) and not reading.kinds[j]):
            if not reading.kinds[j]:
                if self._shows(j, gender):
                    return j
                if not reading.known[j] & (VERB | ADJECTIVE) or people.roles[j] in ("thing", "other"):
                    return None
            j += 1
        return None

    def _shows(self, at: int, gender: Gender) -> bool:
        """Whether the word would look otherwise of somebody of the other sex."""
        word, known = self._reading.words[at], self._reading.known[at]
        other = self._passage.vocabulary.other.get((word, OTHER[gender]))
        if other is not None:
            return other != word
        return bool(known & ADJECTIVE_IS[gender]) and not known & ADJECTIVE_IS[OTHER[gender]]

    def is_unowned_spouse(self, at: int) -> bool:
        """Whether somebody's husband or wife is named without a word that says whose: "Tél. du mari"."""
        word, vocabulary = self._reading.words[at], self._passage.vocabulary
        return word in vocabulary.spouses and word not in vocabulary.patients and self._people.roles[at] != "spouse"

    def keeps_its_form(self, at: int) -> bool:
        """Whether a reflexive's participle has its object behind it: "elle s'est fait mal"; raises UnsureError."""
        reading, word = self._reading, self._reading.words[at]
        before = at - 1
        while reading.kind(before) == "adverb":
            before -= 1
        if reading.kind(before) != "be" or reading.word(before - 1) not in _REFLEXIVE:
            return False
        if word == "fait" or (word == "rendu" and reading.word(at + 1) == "compte"):
            return True
        timed = {reading.word(at + 2), reading.word(at + 3)} & (_WHEN | {"peu"})
        if word == "faite" or (reading.known[at] & PARTICIPLE and reading.kind(at + 1) == "determiner" and not timed):
            raise self._passage.unsure(at)
        return False

    def is_bare_participle(self, at: int) -> bool:
        """Whether "geignant" stands where it may be an adjective that no lexicon has: "il est geignant"."""
        reading, word, gender = self._reading, self._reading.words[at], self._passage.gender
        known = reading.known[at]
        if reading.kinds[at] or not word.endswith(_PRESENT[gender]) or known & (ADJECTIVE | NOUN):
            return False
        if reading.word(at - 1) == "en":
            return False
        if word in self._passage.vocabulary.classes or self._people.roles[at] in ("patient", "name", "other"):
            return False
        if gender == "f":
            return not known
        before = at - 1
        while reading.kind(before) == "adverb":
            before -= 1
        aged = reading.word(at + 1) == "de" and reading.kind(at + 2) == "number"
        return reading.kind(before) == "be" or reading.kind(at + 1) in _APART or aged or not known

    def is_one_of_two(self, at: int) -> bool:
        """Whether another noun without an article is joined to this one by "et" or "ou"."""
        reading, vocabulary = self._reading, self._passage.vocabulary
        other = at + 2 if reading.word(at + 1) in _AND else at - 2 if reading.word(at - 1) in _AND else -1
        if not 0 <= other < len(reading.words):
            return False
        return self._people.roles[other] != "" or reading.words[other] in (*vocabulary.spouses, *vocabulary.others)

    def is_attribute(self, at: int) -> bool:
        """Whether the patient is said to be one: "c'est un ancien fumeur", "un jeune Marocain de 16 ans"."""
        reading = self._reading
        start = at - 1
        while start >= 0 and not reading.kinds[start] and reading.known[start] & ADJECTIVE:
            start -= 1
        if reading.words[start : start + 1] not in (("un",), ("une",)):
            return False
        epicene = reading.known[at] & _EPICENE == _EPICENE and not reading.known[at] & VERB
        said = reading.kind(start - 1) == "be" or reading.word(start - 1) in ("c'", "comme")
        if said or (reading.word(start - 1) == "d'" and reading.word(start - 2).startswith("agi")):
            return self._people.roles[at] == "other" or epicene
        following = at + 2 if reading.word(at + 1) in ("de", "âgé", "âgée", ",") else at + 1
        following += reading.word(following) == "de"
        aged = reading.kind(following) == "number" and reading.word(following + 1) in _YEARS
        other = self._passage.vocabulary.inflected(reading.words[at], OTHER[self._passage.gender])
        return aged and (epicene or other not in (None, reading.words[at]))

    def is_apposed_agent(self, at: int) -> bool:
        """Whether a noun that may say what the patient does stands by itself: "Homme en surpoids, ronfleur"."""
        reading, gender = self._reading, self._passage.gender
        known = reading.known[at] & (NOUN_IS["m"] | NOUN_IS["f"])
        unknown = not reading.known[at] and reading.words[at].endswith("ière")
        before = reading.word(at - 1)[-1:]
        if reading.kind(at + 1) == "number" and reading.word(at + 2) not in _YEARS:
            return False  # "dossier 7919"
        if before.isalnum() or before == "'" or reading.words[at] in self._passage.vocabulary.others:
            return False
        agent = reading.words[at].endswith(_AGENTS[gender]) and known == NOUN_IS[gender]
        noun = known & NOUN_IS[gender] and not reading.known[at] & VERB
        return agent or unknown or (bool(noun) and self._has_counterpart(at))

    def _has_counterpart(self, at: int) -> bool:
        """Whether there is a noun for the other sex: banquière, vigneronne."""
        word, gender = self._reading.words[at], self._passage.gender
        if not word.endswith(_PAIRED[gender]):
            return False
        other = other_gender(word, OTHER[gender])
        return other not in (None, word) and bool(readings().get(other or "", 0) & NOUN_IS[OTHER[gender]])
