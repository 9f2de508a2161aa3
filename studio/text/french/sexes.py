"""The lexicon of words that tell a patient's sex, and the same made quick to look up."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from studio.core.folding import folded
from studio.text.french.function_words import KIND
from studio.text.french.gender import Gender, other_gender, regular_feminine
from studio.text.lexicons import Lexicon, read_lexicon

Pair = tuple[str, str]


class SexesLexicon(Lexicon):
    """`sexes.yaml`; lists are words separated by spaces, pairs are the form for a man and that for a woman."""

    v: Literal[1]
    patients: tuple[Pair, ...]
    titles: tuple[Pair, ...]
    spouses: tuple[Pair, ...]
    one_gender: tuple[str, ...]
    others: tuple[Pair, ...]
    persons: str
    patients_or_things: str
    admissions: str
    person_predicates: str = ""
    never_treated: str
    occupations: str
    things: str
    person_verbs: str
    person_verbs_reflexive: str
    thing_verbs: str
    thing_verbs_reflexive: str
    done_to_persons: str
    feminine_nouns: str
    masculine_nouns: str
    sex_bound: str
    sex_bound_phrases: tuple[str, ...]
    either_sex: str = ""
    first_names: str


@dataclass(frozen=True)
class Vocabulary:
    """The lexicon with both forms of every word; `other` gives the form of the other sex, by the sex of the word."""

    patients: dict[str, str]
    """Gender of the nouns for the patient: "m", "f", or "mf"."""
    titles: dict[str, Gender]
    other_titles: dict[str, str]
    exact_titles: frozenset[str]
    spouses: dict[str, Gender]
    others: frozenset[str]
    one_gender: frozenset[str]
    persons: frozenset[str]
    patients_or_things: frozenset[str]
    admissions: frozenset[str]
    person_predicates: frozenset[str]
    never_treated: frozenset[str]
    occupations: frozenset[str]
    things: frozenset[str]
    person_verbs: tuple[str, ...]
    person_verbs_reflexive: tuple[str, ...]
    thing_verbs: tuple[str, ...]
    thing_verbs_reflexive: tuple[str, ...]
    done_to_persons: frozenset[str]
    nouns: dict[str, Gender]
    sex_bound: frozenset[str]
    sex_bound_phrases: tuple[str, ...]
    either_sex: frozenset[str]
    first_names: frozenset[str]
    other: dict[tuple[str, Gender], str]

    @cached_property
    def classes(self) -> dict[str, str]:
        """Of whom the adjectives are said: "person", "thing" or "either"."""
        persons = self.persons | self.occupations
        kinds = (("thing", self.things), ("person", persons), ("either", self.patients_or_things))
        return {word: kind for kind, words in kinds for word in words}

    @cached_property
    def special(self) -> frozenset[str]:
        """Every noun and title that gives somebody a role, and words of people, which may be nouns."""
        nouns = (self.patients, self.titles, self.spouses, self.others, self.one_gender, self.nouns)
        people = {word for word, kind in self.classes.items() if kind == "person"}
        return frozenset(people.union(*nouns))

    @cached_property
    def unaccented(self) -> frozenset[str]:
        """The same words as hurried people write them, where that is another word."""
        of_people = (word for word, kind in self.classes.items() if kind != "thing")
        return frozenset(plain for word in of_people if (plain := folded(word)) != word and plain not in KIND)

    def inflected(self, word: str, gender: Gender) -> str | None:
        """A word of the other gender in `gender`, or None when its form is not sure."""
        return self.other.get((word, gender)) or other_gender(word, gender)


def sexes_lexicon(project: Path | None = None) -> SexesLexicon:
    """The project's lexicon, else the one that ships."""
    return read_lexicon("sexes", SexesLexicon, project)


@lru_cache(4)
def vocabulary_of(lexicon: SexesLexicon) -> Vocabulary:
    """The lexicon made ready; kept, because it takes some milliseconds."""
    other: dict[tuple[str, Gender], str] = {}
    return Vocabulary(
        patients=_genders(lexicon.patients, other),
        titles={form.lower(): gender for pair in lexicon.titles for form, gender in _forms(pair)},
        other_titles={one.lower(): two for pair in lexicon.titles for one, two in (pair, pair[::-1])},
        exact_titles=frozenset(form for pair in lexicon.titles for form in pair),
        spouses=_spouses(lexicon.spouses, other),
        others=frozenset(form for pair in lexicon.others for form in pair),
        one_gender=frozenset(lexicon.one_gender),
        persons=_both(lexicon.persons, other),
        patients_or_things=_both(lexicon.patients_or_things, other),
        admissions=_both(lexicon.admissions, other),
        person_predicates=_both(lexicon.person_predicates, other),
        never_treated=frozenset(lexicon.never_treated.split()),
        occupations=_both(lexicon.occupations, other),
        things=_both(lexicon.things, other),
        person_verbs=tuple(lexicon.person_verbs.split()),
        person_verbs_reflexive=tuple(lexicon.person_verbs_reflexive.split()),
        thing_verbs=tuple(lexicon.thing_verbs.split()),
        thing_verbs_reflexive=tuple(lexicon.thing_verbs_reflexive.split()),
        done_to_persons=frozenset(lexicon.done_to_persons.split()),
        nouns=_nouns(lexicon),
        sex_bound=frozenset(lexicon.sex_bound.split()),
        sex_bound_phrases=tuple(folded(each) for each in lexicon.sex_bound_phrases),
        either_sex=frozenset(lexicon.either_sex.split()),
        first_names=frozenset(lexicon.first_names.split()),
        other=other,
    )


def _nouns(lexicon: SexesLexicon) -> dict[str, Gender]:
    found: dict[str, Gender] = {each: "m" for each in lexicon.masculine_nouns.split()}
    return found | {each: "f" for each in lexicon.feminine_nouns.split()}


def _forms(pair: Pair) -> tuple[tuple[str, Gender], tuple[str, Gender]]:
    return (pair[0], "m"), (pair[1], "f")


def _genders(pairs: Iterable[Pair], other: dict[tuple[str, Gender], str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for man, woman in pairs:
        other[man, "f"], other[woman, "m"] = woman, man
        found[man] = "m"
        found[woman] = "mf" if man == woman else "f"
    return found


def _spouses(pairs: Iterable[Pair], other: dict[tuple[str, Gender], str]) -> dict[str, Gender]:
    found: dict[str, Gender] = {}
    for man, woman in pairs:
        other.setdefault((man, "f"), woman)
        other.setdefault((woman, "m"), man)
        found |= {man: "m", woman: "f"}
    return found


def _both(words: str, other: dict[tuple[str, Gender], str]) -> frozenset[str]:
    """Both forms of each word, which is given in the masculine."""
    forms: set[str] = set()
    for man in words.split():
        woman = other_gender(man, "f") or regular_feminine(man)
        other.setdefault((man, "f"), woman)
        other.setdefault((woman, "m"), man)
        forms |= {man, woman}
    return frozenset(forms)
