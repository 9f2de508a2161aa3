"""Words with no noun beside them, as notes have them: "Hospitalisée pour …", "…, très inquiet"."""

from studio.text.french.function_words import AFTER_A_PARTICIPLE, BEFORE_A_NOUN, NOUNS_WHEN_ALONE, OF_PATIENTS
from studio.text.french.passage import Passage
from studio.text.french.pronouns import Pronouns

_SURELY_A_NOUN = frozenset(("prise", "mise", "vue", "sortie", "arrivée"))
_OF_BOTH = frozenset(("douloureux", "douloureuse"))
"""Said of what hurts, and in notes of who is in pain."""
_AFTER_SUIVI = frozenset(("pour", "par", "depuis", "chez"))


class Ellipsis:
    """Decides by what kind of word it is, and by the nouns it could belong to instead."""

    def __init__(self, passage: Passage, pronouns: Pronouns) -> None:
        self._passage, self._reading = passage, passage.reading
        self._pronouns = pronouns

    def is_patient_far(self, at: int, crossed: bool) -> bool:
        """In the middle of a sentence, `crossed` when a comma or "et" stands before; raises UnsureError."""
        passage, kind = self._passage, self._passage.word_class(at)
        if kind == "thing":
            return self._thing(at)
        if kind == "person":
            return self._unless_others(at)
        if crossed and self._reading.words[at] in OF_PATIENTS and self._is_followed(at):
            return self._unless_others(at)
        nouns = passage.nouns_before(at)
        if not nouns and passage.patient_before(at):
            return True
        if crossed and kind == "either" and self._reading.kind(at + 1) in ("preposition", "stop", "comma"):
            self._unless_others(at)
            if not nouns or self._reading.word(at + 1) in AFTER_A_PARTICIPLE:
                return self._either(at)
        raise passage.unsure(at)

    def is_patient_alone(self, at: int) -> bool:
        """At the start of a sentence, of a line, or after a colon; raises UnsureError."""
        kind = self._passage.word_class(at)
        if self._reading.words[at] in self._passage.vocabulary.person_predicates and self._is_followed(at):
            return True
        if kind == "either":
            return self._either(at)
        if kind == "thing" and (self._reading.words[at] in _OF_BOTH or self._is_unnamed(at)):
            raise self._passage.unsure(at)
        if kind:
            return kind == "person"
        if self.noun_follows(at) or (self._reading.kind(at - 1) == "stop" and self._passage.people.roles[at]):
            return False
        raise self._passage.unsure(at)

    def _is_unnamed(self, at: int) -> bool:
        """Whether neither this sentence nor the one before has a noun that the word could describe."""
        passage, sentences = self._passage, self._reading.sentences
        near = [j for j, sentence in enumerate(sentences) if sentences[at] - 1 <= sentence <= sentences[at]]
        named = (j for j in near if passage.fits(j) and not passage.people.is_patient(j))
        return all(self._reading.follows_preposition(j) for j in named)

    def _is_followed(self, at: int) -> bool:
        """Whether what follows makes a participle of it: "Traitée par …", "Suivi pour …"."""
        following = self._reading.word(at + 1)
        noun = self._reading.words[at] in NOUNS_WHEN_ALONE and following not in _AFTER_SUIVI
        return following in AFTER_A_PARTICIPLE and following not in ("de", "d'", "du") and not noun

    def describes_next(self, at: int) -> bool:
        """Whether it is an adjective before the noun it describes."""
        return self._reading.words[at] in BEFORE_A_NOUN and self.noun_follows(at)

    def noun_follows(self, at: int) -> bool:
        """Whether another noun that fits comes next, over its adjectives."""
        passage, roles = self._passage, self._passage.people.roles
        following = at + 1
        while not self._reading.kind(following) and passage.is_adjective(following) and not roles[following]:
            following += 1
        if following >= len(roles) or passage.people.is_patient(following):
            return False
        return passage.fits(following)

    def _thing(self, at: int) -> bool:
        if self._passage.word_class(at - 1) == "person":
            raise self._passage.unsure(at)  # "hémiplégique droite"
        if not self._passage.nouns_before(at) and self._passage.patient_before(at):
            raise self._passage.unsure(at)
        return False

    def _unless_others(self, at: int) -> bool:
        if self._passage.others_before(at):
            raise self._passage.unsure(at)
        return True

    def _either(self, at: int) -> bool:
        word, following = self._reading.words[at], self._reading.word(at + 1)
        noun = word in NOUNS_WHEN_ALONE and following not in _AFTER_SUIVI
        other = word in _SURELY_A_NOUN or following not in AFTER_A_PARTICIPLE or any(self._pronouns.candidates(at))
        if noun or other:
            raise self._passage.unsure(at)
        return True
