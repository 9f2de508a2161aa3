"""Whom a word agrees with: the patient, or something else; when it cannot be told, that is said too."""

from studio.text.french.gender import ADJECTIVE_IS, IS, OTHER, Gender
from studio.text.french.morphology import NOUN, Word
from studio.text.french.people import People
from studio.text.french.pronouns import Pronouns, UnsureError
from studio.text.french.reading import Reading
from studio.text.french.sexes import Vocabulary

_PRENOMINAL = frozenset(
    [
        "bon",
        "bonne",
        "mauvais",
        "mauvaise",
        "nouveau",
        "nouvelle",
        "petit",
        "petite",
        "grand",
        "grande",
        "gros",
        "grosse",
        "premier",
        "première",
        "second",
        "seconde",
        "dernier",
        "dernière",
        "ancien",
        "ancienne",
        "vieux",
        "vieille",
        "beau",
        "belle",
        "léger",
        "légère",
        "fort",
        "forte",
        "long",
        "longue",
        "seul",
        "seule",
        "discret",
        "discrète",
        "haut",
        "haute",
        "vif",
        "vive",
        "franc",
        "franche",
        "important",
        "importante",
        "volumineux",
        "volumineuse",
        "éventuel",
        "éventuelle",
        "faible",
        "moindre",
        "simple",
        "bref",
        "brève",
        "demi",
        "demie",
        "plein",
        "pleine",
        "court",
        "courte",
        "mauvaise",
        "meilleur",
        "meilleure",
        "certain",
        "certaine",
        "différent",
        "différente",
        "prochain",
        "prochaine",
        "nouvel",
        "vaste",
        "large",
        "net",
        "nette",
        "véritable",
        "possible",
        "probable",
        "double",
    ]
)
_AFTER_A_PERSON = frozenset(
    [
        "pour",
        "par",
        "de",
        "d'",
        "du",
        "depuis",
        "à",
        "au",
        "en",
        "sous",
        "dans",
        "chez",
        "avec",
        "sans",
        "il",
        "hier",
        "après",
        "sur",
        "contre",
    ]
)
_NOUN_WHEN_ALONE = frozenset(
    [
        "suivi",
        "prise",
        "mise",
        "vue",
        "sortie",
        "arrivée",
        "venue",
        "entrée",
        "conduite",
        "reprise",
        "levée",
        "montée",
        "descente",
        "traité",
        "traitée",
        "reçu",
        "admise",
        "passé",
        "passée",
        "fait",
        "connu",
        "poussée",
    ]
)


class Reference:
    """Decides, for words in the patient's gender and in the order of the text, whether they speak of the patient."""

    def __init__(self, reading: Reading, people: People, vocabulary: Vocabulary, gender: Gender, direct: bool) -> None:
        self._reading, self._people, self._words, self._gender = reading, people, vocabulary, gender
        self.pronouns = Pronouns(reading, people, vocabulary, gender, direct)
        self.decided: dict[int, bool] = {}

    def is_target(self, at: int) -> bool:
        """Whether the word shows the patient's gender, and would look otherwise for the other sex."""
        reading, gender = self._reading, self._gender
        if reading.kinds[at] or self._people.roles[at] in ("patient", "name", "spouse"):
            return False
        word, known = reading.words[at], reading.known[at]
        noun = self._people.roles[at] == "thing" or reading.kinds[at - 1 : at] in (("determiner",), ("preposition",))
        if noun and (word in self._words.nouns or not self._word_class(at)):
            return False
        if known & Word.VERB and not self._is_noun_use(at) and self._is_verb_use(at):
            return False
        other = self._words.other.get((word, OTHER[gender]))
        if other is not None:
            return other != word
        return bool(known & ADJECTIVE_IS[gender]) and not known & ADJECTIVE_IS[OTHER[gender]]

    def _is_verb_use(self, at: int) -> bool:
        """Whether a form such as "dit", "plaint" or "vivant" is no agreeing participle here."""
        reading, word = self._reading, self._reading.words[at]
        if word.endswith("ant"):
            return not self._word_class(at)
        if word.endswith("ent") and not reading.known[at] & Word.PARTICIPLE:
            return False
        if reading.kind(at - 1) in ("subject", "clitic"):
            return True
        before = at - 1
        while reading.kind(before) == "adverb":
            before -= 1
        if reading.kind(before) in ("be", "have") or reading.word(before) == "été" or before in self.decided:
            return False
        if self._word_class(at) in ("person", "either"):
            raise UnsureError(reading.raw(at))
        return True

    def decide(self, at: int) -> bool:
        """Whether a target agrees with the patient; raises UnsureError."""
        self.decided[at] = found = self._decide(at)
        if not found and self._word_class(at) == "person" and not self._may_be_of_others(at):
            raise UnsureError(self._reading.raw(at))
        return found

    def _may_be_of_others(self, at: int) -> bool:
        reading = self._reading
        sentence = reading.sentences[at]
        return any(
            role in ("other", "spouse") and reading.sentences[j] == sentence
            for j, role in enumerate(self._people.roles[: at + 1])
        ) or reading.kind(at - 1) in ("determiner", "preposition", "subject")

    def _decide(self, at: int) -> bool:
        reading = self._reading
        if self._people.roles[at] == "other" or self._is_noun_use(at):
            return False
        if reading.words[at] in ("suivi", "suivie") and reading.word(at + 1) in ("de", "d'", "du", "des"):
            return False
        if reading.words[at] in _PRENOMINAL and self._noun_follows(at):
            return False
        return self._walk_left(at)

    def _is_noun_use(self, at: int) -> bool:
        reading = self._reading
        before, kind = reading.word(at - 1), reading.kind(at - 1)
        if kind == "determiner" and not reading.is_object_pronoun(at - 1):
            if reading.raw(at - 1).isupper() and len(before) > 1 and not reading.raw(at).isupper():
                raise UnsureError(reading.raw(at))
            return before not in ("un", "une") or not self._is_attribute_noun(at)
        return kind == "preposition" or (kind == "number" and bool(reading.known[at] & NOUN))

    def _is_attribute_noun(self, at: int) -> bool:
        if self._reading.kind(at - 2) == "be" and self._reading.words[at] in self._words.occupations:
            raise UnsureError(self._reading.raw(at))
        return False

    def _noun_follows(self, at: int) -> bool:
        following = at + 1
        while not self._reading.kind(following) and self._is_adjective(following) and not self._is_thing(following):
            following += 1
        if following >= len(self._reading.words) or (
            not self._people.roles[following] or self._people.is_patient(following)
        ):
            return False
        return self._people.compatible(following, self._gender)

    def _is_thing(self, at: int) -> bool:
        return self._people.roles[at] != ""

    def _is_adjective(self, at: int) -> bool:
        known = self._reading.known[at]
        return bool(known & (ADJECTIVE_IS["m"] | ADJECTIVE_IS["f"])) or self._word_class(at) in ("person", "either")

    def _walk_left(self, at: int) -> bool:
        reading, people = self._reading, self._people
        crossed = False
        j = at - 1
        while reading.kind(j) != "stop":
            kind = reading.kind(j)
            if kind == "mark":
                opening = self._opening(j)
                if opening is None:
                    return self._alone(at)
                j = opening
            elif kind in ("comma", "coordinator"):
                crossed = True
            elif kind == "be" or reading.words[j] == "été":
                return self._by_subject(at, j)
            elif kind == "have":
                return self._object_of(at, j)
            elif kind == "subject" and reading.word(j - 1) == "-":
                return self.pronouns.is_patient(j)
            elif kind in ("adverb", "number"):
                pass
            elif self._is_verb(j) and self._word_class(at) in ("person", "either"):
                return self._by_subject(at, j)
            elif j in self.decided:
                return self._chained(at, j, crossed)
            elif people.roles[j] and people.compatible(j, self._gender):
                return self._beside_noun(at, j, crossed)
            elif self._is_plural(j) and reading.words[at].endswith(("s", "x")):
                return self._with_plural(at, crossed)
            elif kind or people.roles[j] or not self._is_adjective(j):
                return self._apart(at, crossed or reading.kind(at - 1) in ("comma", "coordinator"))
            j -= 1
        return self._alone(at)

    def _is_verb(self, at: int) -> bool:
        known = self._reading.known[at]
        return known == Word.VERB or (bool(known & Word.VERB) and self._reading.kind(at - 1) in ("subject", "clitic"))

    def _is_plural(self, at: int) -> bool:
        return self._people.roles[at] == "thing" and not self._people.genders[at]

    def _with_plural(self, at: int, crossed: bool) -> bool:
        """ "Nerveux" or "admis" may be plural: beside a plural they are, unless only people are so."""
        before = self._reading.word(at - 1).removesuffix("s")
        coordinated = self._reading.kind(at - 1) == "coordinator" and self._word_class(at) != "person"
        if coordinated or before in self._words.patients or before in self._words.others:
            raise UnsureError(self._reading.raw(at))
        if crossed or self._reading.words[at] in self._words.admissions:
            return self._apart(at, crossed)
        return self._apart(at, crossed) if self._reading.word(at - 1) in ("ans", "mois", "jours") else False

    def _opening(self, at: int) -> int | None:
        """Where a bracket that closes here was opened; the place itself for marks that join words."""
        word = self._reading.words[at]
        if word == ")":
            return next((j for j in range(at, -1, -1) if self._reading.words[j] == "("), None)
        return at if word in "-%°'\"«»/" else None

    def _chained(self, at: int, j: int, crossed: bool) -> bool:
        found = self.decided[j]
        if not found and self._reading.kind(at - 1) == "coordinator":
            if self._word_class(at) in ("person", "either"):
                raise UnsureError(self._reading.raw(at))
            return False
        if crossed and not found and self._word_class(at) != "thing":
            return self._apart(at, crossed=True)
        if crossed and found and self._word_class(at) == "thing":
            raise UnsureError(self._reading.raw(at))
        return found

    def _beside_noun(self, at: int, j: int, crossed: bool) -> bool:
        role = self._people.roles[j]
        if self._people.is_patient(j):
            return True
        if role in ("one gender", "spouse"):
            raise UnsureError(self._reading.raw(at))
        if crossed:
            return self._apart(at, crossed=True)
        return False if role == "other" else self._beside_thing(at, j)

    def _beside_thing(self, at: int, noun: int) -> bool:
        kind = self._word_class(at)
        if self._reading.words[at] in self._words.admissions:
            return self._apart(at, crossed=False)
        doubtful = self._people.genders[noun] == "mf" or self._reading.words[noun] in self._words.never_treated
        if kind == "person" or (kind == "either" and doubtful):
            raise UnsureError(self._reading.raw(at))
        return False

    def _apart(self, at: int, crossed: bool) -> bool:
        """Nothing near decides: what kind of word it is must, with the nouns between it and the patient."""
        kind = self._word_class(at)
        nouns = self._nouns_before(at)
        if kind == "thing":
            return self._thing_apart(at, nouns)
        if kind == "person":
            self._unless_others(at, nouns)
            return True
        if not nouns and self._patient_before(at):
            return True
        if crossed and kind == "either" and self._reading.kind(at + 1) in ("preposition", "stop", "comma"):
            self._unless_others(at, nouns)
            if not nouns or self._reading.word(at + 1) in _AFTER_A_PERSON:
                return self._either_alone(at)
        raise UnsureError(self._reading.raw(at))

    def _thing_apart(self, at: int, nouns: list[int]) -> bool:
        if not nouns and self._patient_before(at) and self._reading.kind(at - 1) != "stop":
            raise UnsureError(self._reading.raw(at))
        return False

    def _unless_others(self, at: int, nouns: list[int]) -> None:
        if any(self._people.roles[each] == "other" for each in nouns):
            raise UnsureError(self._reading.raw(at))

    def _alone(self, at: int) -> bool:
        """At the start of a sentence, of a line, or after a colon."""
        kind = self._word_class(at)
        if kind == "person":
            return True
        if kind == "thing":
            return False
        if kind == "either":
            return self._either_alone(at)
        if self._noun_follows(at) or (self._reading.kind(at - 1) == "stop" and self._is_noun_too(at)):
            return False
        raise UnsureError(self._reading.raw(at))

    def _is_noun_too(self, at: int) -> bool:
        return bool(self._people.roles[at])

    def _either_alone(self, at: int) -> bool:
        if any(self.pronouns.candidates(at)) or self._reading.word(at + 1) not in _AFTER_A_PERSON:
            raise UnsureError(self._reading.raw(at))
        word, following = self._reading.words[at], self._reading.word(at + 1)
        if word in _NOUN_WHEN_ALONE and following not in ("pour", "par", "depuis", "chez"):
            raise UnsureError(self._reading.raw(at))
        if word in ("prise", "mise", "vue", "sortie", "arrivée"):
            raise UnsureError(self._reading.raw(at))
        return True

    def _by_subject(self, at: int, verb: int) -> bool:
        return self._agrees(at, self._subject(verb), verb)

    def _agrees(self, at: int, subject: int | None, verb: int) -> bool:
        """`subject` is the place of the word that is the subject; None when the sentence does not name it."""
        kind = self._word_class(at)
        if subject is None:
            return self._without_subject(at, kind)
        if self._reading.kinds[subject] == "subject":
            return self.pronouns.is_patient(subject)
        role = self._people.roles[subject]
        if self._people.is_patient(subject):
            near = all(
                self._reading.kind(j) in ("clitic", "adverb", "be", "have", "modal") for j in range(subject + 1, verb)
            )
            if kind != "person" and kind != "either" and not near:
                raise UnsureError(self._reading.raw(at))
            return True
        if role == "other":
            return False
        if role != "thing" or kind == "person" or (kind != "thing" and self._is_weak_subject(subject, verb)):
            raise UnsureError(self._reading.raw(at))
        return False

    def _is_weak_subject(self, subject: int, verb: int) -> bool:
        """Whether something stands between a noun and the verb that makes the noun doubtful as its subject."""
        between = range(subject + 1, verb)
        return self._people.genders[subject] == "mf" or any(
            self._reading.kinds[j] in ("comma", "relative") for j in between
        )

    def _without_subject(self, at: int, kind: str) -> bool:
        if kind == "person":
            self._unless_others(at, self._nouns_before(at))
            return True
        if kind == "thing":
            return False
        raise UnsureError(self._reading.raw(at))

    def _subject(self, verb: int) -> int | None:
        """The subject of a verb: a pronoun beside it, or the nearest noun that fits and depends on no preposition."""
        reading = self._reading
        if reading.word(verb + 1) == "-" and reading.kind(verb + 2) == "subject":
            return verb + 2
        j = verb - 1
        while reading.kind(j) in ("clitic", "adverb", "have", "modal", "be"):
            if reading.word(j + 1) == "-" and reading.kind(j + 2) == "subject":
                return j + 2
            j -= 1
        if reading.kind(j) == "subject":
            return j
        if reading.kind(j) == "relative":
            return self._noun_of_relative(j)
        return self._named_before(j)

    def _named_before(self, at: int) -> int | None:
        """The nearest pronoun or noun that can be the subject; the patient, named after a preposition, comes last."""
        reading, patient = self._reading, None
        for j in range(at, -1, -1):
            if reading.kinds[j] == "stop":
                break
            if self.pronouns.is_personal(j):
                return j
            if self._fits(j):
                if not reading.follows_preposition(j):
                    return j
                patient = j if patient is None and self._people.is_patient(j) else patient
        return patient

    def _fits(self, at: int) -> bool:
        return bool(self._people.roles[at]) and self._people.compatible(at, self._gender)

    def _noun_of_relative(self, at: int) -> int | None:
        j = at - 1
        while self._reading.kind(j) != "stop":
            if self._fits(j):
                return j
            j -= 1
        return None

    def _object_of(self, at: int, have: int) -> bool:
        """A participle after avoir agrees with an object before it: "son mari l'a amenée"."""
        reading = self._reading
        if reading.word(have - 1) == "l'" or (
            reading.word(have - 1) in ("lui", "y") and reading.word(have - 2) == "l'"
        ):
            if self._word_class(at) in ("person", "either") or reading.words[at] in self._words.done_to_persons:
                return True
            raise UnsureError(reading.raw(at))
        if reading.raw(have) == "A" and self._word_class(at) in ("person", "either"):
            raise UnsureError(reading.raw(at))
        if self._gender == "f" and at == have + 1 and reading.known[at]:
            return False
        if any(reading.known[j] & IS["m"] and not reading.kinds[j] for j in range(have + 1, at)):
            raise UnsureError(reading.raw(at))
        return False

    def _nouns_before(self, at: int) -> list[int]:
        """Other nouns of the patient's gender earlier in the sentence, back to the word for the patient."""
        found: list[int] = []
        sentence = self._reading.sentences[at]
        for j in range(at - 1, -1, -1):
            if self._reading.sentences[j] != sentence or self._people.is_patient(j):
                break
            if self._fits(j):
                found.append(j)
        return found

    def _patient_before(self, at: int) -> bool:
        reading = self._reading
        j = at
        while j and reading.sentences[j - 1] == reading.sentences[at]:
            j -= 1
            if self._people.is_patient(j) or j in self._people.cues or self.decided.get(j):
                return True
        return False

    def _word_class(self, at: int) -> str:
        word = self._reading.words[at]
        if word in self._words.patients_or_things:
            return "either"
        if word in self._words.persons or word in self._words.occupations:
            return "person"
        return "thing" if word in self._words.things else ""
