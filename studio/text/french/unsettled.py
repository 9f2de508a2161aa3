"""What in a text about a patient nobody can turn for the other sex with certainty."""

from studio.text.french.gender import NOUN_IS, OTHER, Gender, other_gender
from studio.text.french.morphology import ADJECTIVE, VERB, readings
from studio.text.french.passage import Passage

_EPICENE = NOUN_IS["m"] | NOUN_IS["f"]
_YEARS = ("ans", "an", "mois")
_AND = ("et", "ou")
_AGENTS: dict[Gender, tuple[str, ...]] = {"m": ("eur", "ien", "ier"), "f": ("euse", "trice", "ienne")}
_PAIRED: dict[Gender, tuple[str, ...]] = {
    "m": ("ier", "er", "on", "ant", "ard", "ais", "ois", "ain", "in", "ol"),
    "f": ("ière", "ère", "onne", "ante", "arde"),
}


class Unsettled:
    """Words that may say something of the patient, but may as well say it of someone else."""

    def __init__(self, passage: Passage) -> None:
        self._passage, self._reading, self._people = passage, passage.reading, passage.people

    def is_described(self, at: int) -> bool:
        """Whether a spouse is told to be something: "sa femme, infirmière"."""
        reading, vocabulary = self._reading, self._passage.vocabulary
        if reading.kind(at + 1) != "comma" or reading.kind(at + 2):
            return False
        word = reading.word(at + 2)
        return any(vocabulary.inflected(word, gender) not in (None, word) for gender in OTHER)

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
