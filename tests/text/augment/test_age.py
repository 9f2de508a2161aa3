import re
from random import Random

import pytest

from studio.text.augment.age import Age, ages_lexicon
from studio.text.augment.case import Case
from studio.text.augment.transformation import Changed, Refusal
from studio.text.french.cardinals import HIGHEST, in_words, values
from studio.text.french.sexes import sexes_lexicon
from studio.text.patient import AGE_BANDS, age_band, patient_age

AGE = Age(ages_lexicon(), sexes_lexicon())


def texts_of(done: Changed | Refusal) -> tuple[str, ...]:
    assert isinstance(done, Changed), done
    return (*done.case.texts, *done.case.answers)


def every_outcome(text: str, strength: float = 1.0) -> set[str]:
    return {texts_of(AGE.apply(Case((text,)), strength, Random(seed)))[0] for seed in range(60)}


@pytest.mark.parametrize(("before", "after"), AGE.info.examples)
def test_the_examples_are_its_own_work(before: str, after: str) -> None:
    assert after in every_outcome(before)


@pytest.mark.parametrize("age", range(2, 96))
def test_the_age_moves_within_its_band(age: int) -> None:
    found = {patient_age(text) for text in every_outcome(f"Patient de {age} ans.")}
    first, last = age_band(age)
    assert age not in found
    assert all(new is not None and first <= new <= last for new in found)


def test_fifty_is_a_border() -> None:
    assert age_band(49) != age_band(50)
    assert [last + 1 for _first, last in AGE_BANDS[:-1]] == [first for first, _last in AGE_BANDS[1:]]


def test_a_small_strength_moves_it_a_little() -> None:
    ages = {patient_age(text) for text in every_outcome("Femme de 55 ans.", 0.1)}
    assert ages == {54, 56}


def test_the_same_seed_gives_the_same_age() -> None:
    case = Case(("Femme de 55 ans, migraine.",), ("À 55 ans, une imagerie s'impose.",))
    done = [AGE.apply(case, 0.8, Random("case 7")) for _ in range(2)]
    assert done[0] == done[1]


def test_every_mention_changes_alike() -> None:
    case = Case(("Patiente âgée de 32 ans.", "Elle a trente-deux ans."), ("Femme de 32 ans : scanner.",))
    texts = texts_of(AGE.apply(case, 1.0, Random(1)))
    new = patient_age(texts[0])
    assert new not in (None, 32)
    assert texts == (
        f"Patiente âgée de {new} ans.",
        f"Elle a {in_words(new or 0)} ans.",
        f"Femme de {new} ans : scanner.",
    )


@pytest.mark.parametrize(
    "kept",
    [
        "migraine depuis 20 ans",
        "opérée il y a 10 ans",
        "mère de 60 ans migraineuse",
        "un fils de 8 ans",
        "céphalée récente après 50 ans",
        "appendicite à l'âge de 12 ans",
        "3 ans d'évolution",
    ],
)
def test_other_numbers_of_years_stay(kept: str) -> None:
    for text in every_outcome(f"Femme de 55 ans, {kept}."):
        assert re.fullmatch(rf"Femme de \d+ ans, {kept}\.", text)


def test_past_events_bound_the_age_from_below() -> None:
    ages = {patient_age(text) for text in every_outcome("Femme de 36 ans, AVC à l'âge de 34 ans.")}
    assert ages == {35, 37, 38, 39}


def test_limits_are_not_crossed() -> None:
    ages = {patient_age(text) for text in every_outcome("Homme de 62 ans. Maladie de Horton : plus de 60 ans.")}
    assert ages == {61, 63, 64}


@pytest.mark.parametrize(
    "text",
    [
        "Femme née en 1980, âgée de 45 ans.",
        "Nourrisson de 6 mois, fièvre.",
        "Céphalée depuis 3 ans.",
        "Enfant de 8 ans, 25 kg.",
        "Patient de 45 ans, retraité.",
        "Patiente de 32 ans. Patient de 60 ans.",
    ],
)
def test_ages_that_are_bound_stay(text: str) -> None:
    assert isinstance(AGE.apply(Case((text,)), 1.0, Random(0)), Refusal)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Patiente de 32 ans", 32),
        ("F 32 a, céphalée", 32),
        ("H45, céphalée", 45),
        ("Homme, quatre-vingt-un ans", 81),
        ("J'ai 40 ans et ma mère en a 70", 40),
        ("Nourrisson de 18 mois, âgé de 18 mois", 1),
        ("Céphalée depuis 20 ans", None),
        ("Son père âgé de 60 ans", None),
    ],
)
def test_the_age_of_the_patient_is_read(text: str, age: int | None) -> None:
    assert patient_age(text) == age


def test_numbers_are_read_as_they_are_written() -> None:
    assert [values()[in_words(number)] for number in range(HIGHEST + 1)] == list(range(HIGHEST + 1))
    assert (in_words(71), in_words(80), in_words(81), in_words(91)) == (
        "soixante et onze",
        "quatre-vingts",
        "quatre-vingt-un",
        "quatre-vingt-onze",
    )
