"""Whether a pronoun in the patient's gender means the patient."""

import re

from studio.text.french.function_words import ABOUT_PEOPLE, NEVER_OF_PEOPLE
from studio.text.french.passage import Passage

_IMPERSONAL = re.compile(
    r"""il\ (?:ne\ |n'\ ?|s'\ ?|se\ |en\ |lui\ |nous\ |me\ |y\ )*(?:
    y\ (?:a|avait|aura|ait|aurait|eut)\b|faut|faudra|fallait|faudrait|falloir|existe|existait|agit|agissait|agira
    |convient|conviendra|vaut|suffit|importe|résulte|ressort|manque|pleut|paraît|parait
    |semble\ [,.;?]
    |semble\ (?:que|qu|s|y|n|exister|utile|nécessaire|important|prudent|logique)|reste\ (?:à|un|une|des|que)
    |(?:est|était|serait|sera|semble|paraît|parait)[ ]
    (?:(?:pas|très|plus|donc|alors|aussi|à|fort|toujours|peu|encore|bien|assez|trop|\w+ment)\ ){0,2}
    (?:important|nécessaire|possible|impossible|probable|recommandé|conseillé|préférable|urgent|utile|indispensable
    |souhaitable|(?:prudent|certain|raisonnable|difficile|exclu)(?=\ (?:de|d'|que|qu'))
    |essentiel|rare|fréquent|logique|facile|licite|prévu|convenu|noter|temps|vrai
    |clair|évident|capital|impératif|intéressant|admis\ que|décidé|proposé|inutile|trop\ tôt|tard|habituel
    |classique|évoqué|retrouvé\ (?:un|une|des)|noté|constaté|rapporté)\b
    |(?:a|avait)\ été\ (?:décidé|noté|constaté|proposé|convenu|conseillé|recommandé|procédé|retrouvé|mis|demandé|réalisé
    |prescrit|objectivé|instauré|montré|observé|découvert|pratiqué)
    \ (?:de|d'|que|qu'|à|un|une|des|le|la|les|l'|en\ évidence)
    |(?:est|a)\ (?:survenu|apparu)\ (?:un|une|des))""",
    re.VERBOSE,
)
_SKIPPED = frozenset(("clitic", "adverb"))
_NEVER_THE_PATIENT = frozenset(("on", "nous", "ils", "elles", "c'", "ça", "cela", "ceci"))
_PASSED_OVER = frozenset(("été", "resté", "restée", "devenu", "devenue", "-", "t", "elle", "il"))
_SHORT = 4


class Pronouns:
    """Reads il, elle, je and vous in one text."""

    def __init__(self, passage: Passage) -> None:
        self._passage, self._reading, self._people = passage, passage.reading, passage.people
        self._words, self._gender = passage.vocabulary, passage.gender
        self._known: dict[int, bool | None] = {}

    def is_patient(self, at: int) -> bool:
        """Whether the pronoun at a place means the patient; raises UnsureError."""
        if at not in self._known:
            self._known[at] = self._decide(at)
        found = self._known[at]
        if found is None:
            raise self._passage.unsure(at)
        return found

    def _decide(self, at: int) -> bool | None:
        word = self._reading.words[at]
        if word in ("je", "j'", "vous", "tu"):
            return self._passage.direct
        if word in _NEVER_THE_PATIENT or (word in ("il", "lui")) != (self._gender == "m"):
            return False
        if word == "il" and self._is_impersonal(at):
            return False
        if self._is_disjunctive(at):
            whose = self._reading.word(at - 1) in ("selon", "chez")
            return self._of_candidates(at, True if whose else None)
        return self._of_candidates(at, self._verb_says(at))

    def is_personal(self, at: int) -> bool:
        """Whether the word is a subject pronoun that stands for somebody or something."""
        word = self._reading.words[at]
        if word == "il":
            return not self._is_impersonal(at)
        return word in ("elle", "je", "j'", "on")

    def is_last_named(self, at: int) -> bool:
        """Whether "celle-ci" or "cette dernière" at a place means the patient; raises UnsureError."""
        things, others = self.candidates(at)
        found = True if not things and not others else self._verb_says(at + 2)
        if found is None or others:
            raise self._passage.unsure(at)
        return found

    def is_object_patient(self, at: int) -> bool:
        """Whether "la" or "le" before a verb means the patient; raises UnsureError."""
        following = at + 1
        while self._reading.kind(following) == "clitic":
            following += 1
        if self._reading.word(following) in self._words.done_to_persons and not self.candidates(at)[1]:
            return True
        raise self._passage.unsure(at)

    def _is_disjunctive(self, at: int) -> bool:
        return self._reading.kind(at - 1) == "preposition" or self._reading.word(at - 1) == "comme"

    def _is_impersonal(self, at: int) -> bool:
        """Whether "il" stands for nobody, also where it comes after the verb: "Y a-t-il", "Est-il possible"."""
        reading = self._reading
        before: tuple[str, ...] = ()
        if reading.word(at - 1) == "-":
            verb = at - 4 if reading.word(at - 2) == "t" else at - 2
            start = verb - 1 if reading.kind(verb - 1) == "clitic" else verb
            before = reading.words[max(0, start) : verb + 1]
        words = ("il", *before, *reading.words[at + 1 : at + 8])
        return _IMPERSONAL.match(" ".join(words)) is not None

    def _of_candidates(self, at: int, verb: bool | None) -> bool | None:
        things, others = self.candidates(at)
        if others:
            return False if verb is False else None
        if things:
            return verb
        # A verb of things with no thing in sight: something was misread.
        return None if verb is False else True

    def candidates(self, at: int) -> tuple[bool, bool]:
        """Whether things, and whether other people, of this gender were named in this sentence or the one before."""
        reading, people = self._reading, self._people
        things = others = False
        sentence = reading.sentences[at] - 1
        for j in range(at - 1, -1, -1):
            if reading.sentences[j] < sentence:
                break
            if self._gender in people.genders[j] and not people.is_patient(j):
                if people.roles[j] == "other":
                    here = reading.sentences[j] > sentence
                    others = others or here or not reading.follows_preposition(j)
                else:
                    things = True
        return things, others

    def _verb_says(self, at: int) -> bool | None:
        """Whether the verb of this subject is one of persons; None when it may be of things too."""
        reading = self._reading
        verb = self._verb_after(at)
        if verb is None:
            return None
        reflexive = any(reading.words[j] in ("se", "s'") for j in range(max(0, min(at, verb)), verb))
        return self._judged(verb, reflexive)

    def _verb_after(self, at: int) -> int | None:
        reading = self._reading
        if reading.word(at - 1) == "-":
            return at - 4 if reading.word(at - 2) == "t" else at - 2
        j = at + 1
        while reading.kind(j) in _SKIPPED or reading.words[j : j + 1] in (("le",), ("la",), ("l'",), ("les",)):
            j += 1
        return j if reading.kind(j) in ("", "be", "have", "modal") else None

    def _judged(self, verb: int, reflexive: bool) -> bool | None:
        reading = self._reading
        kind = reading.kind(verb)
        if kind == "modal":
            return self._judged(verb + 1, reflexive) if verb + 1 < len(reading.words) else None
        if kind in ("be", "have") or reading.word(verb) == "été":
            return self._complement(verb, kind, reflexive)
        return self._class_of_verb(reading.words[verb], reflexive)

    def _complement(self, verb: int, kind: str, reflexive: bool) -> bool | None:
        reading = self._reading
        j = verb + 1
        while reading.kind(j) in _SKIPPED or reading.word(j) in _PASSED_OVER:
            kind = "be" if reading.word(j) == "été" else kind
            j += 1
        word = reading.word(j)
        if f"{word} {reading.word(j + 1)}" in ABOUT_PEOPLE:
            return True
        if reflexive:
            return self._class_of_verb(word, reflexive=True)
        if kind == "have":
            if reading.kind(j) in ("determiner", "preposition", "number") or word in ("mal", "froid", "faim", "peur"):
                return True
            return self._class_of_verb(word, reflexive=False)
        return self._said_of(word, verb)

    def _said_of(self, word: str, verb: int) -> bool | None:
        """Whether the word behind "est" is said of people; None when it may be of things too."""
        words = self._words
        if word in words.person_predicates and not self._things_in_sentence(verb):
            return True
        if word in words.patients_or_things:
            return None
        if word in words.persons or word in words.occupations or word == "sous":
            return True
        return False if word in NEVER_OF_PEOPLE else None

    def _things_in_sentence(self, at: int) -> bool:
        """Whether a thing of this gender stands before in the sentence: "la migraine est connue, elle est traitée"."""
        reading, people = self._reading, self._people
        before = (j for j in range(at) if reading.sentences[j] == reading.sentences[at])
        return any(self._gender in people.genders[j] and not people.is_patient(j) for j in before)

    def _class_of_verb(self, word: str, reflexive: bool) -> bool | None:
        words = self._words
        person = _begins(word, words.person_verbs_reflexive if reflexive else words.person_verbs)
        thing = _begins(word, words.thing_verbs_reflexive if reflexive else words.thing_verbs)
        return None if person == thing else person


def _begins(word: str, beginnings: tuple[str, ...]) -> bool:
    return any(word == each or (len(each) >= _SHORT and word.startswith(each)) for each in beginnings)
