"""Numbers are written in other ways of the same value, or left alone."""

from random import Random

import pytest

from studio.text.augment.case import Case
from studio.text.augment.numbers import Numbers
from studio.text.augment.transformation import Refusal


def ways(text: str) -> set[str]:
    done = [Numbers().apply(Case((text,)), 1.0, Random(seed)) for seed in range(40)]
    return {each.case.texts[0] for each in done if not isinstance(each, Refusal)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fébrile à 39 °C", {"Fébrile à 39°C", "Fébrile à 39°"}),
        ("T° 38.5°", {"T° 38.5 °C", "T° 38,5 °C", "T° 38.5°C", "T° 38,5°C", "T° 38,5°"}),
        ("TA 120/80 mmHg.", {"TA 12/8."}),
        ("TA 15/9", {"TA 150/90 mmHg"}),
        ("EVA 8/10.", {"EVA 8 sur 10."}),
        ("Depuis 3 jours", {"Depuis trois jours"}),
        ("six crises", {"6 crises"}),
        ("glycémie 1,2 g/L", {"glycémie 120 mg/dL"}),
        ("glycémie 85 mg/dL", {"glycémie 0,85 g/L"}),
        ("1 g de paracétamol", {"1 000 mg de paracétamol"}),
        ("aspirine 500 mg.", set()),
        ("ibuprofène 400 mg.", set()),
        ("amoxicilline 1000 mg.", {"amoxicilline 1 g."}),
        ("pendant 48 h", {"pendant 48 heures", "pendant 48h"}),
        ("2 x/j", {"2 fois par jour", "deux fois par jour", "2x/jour"}),
        ("le 03/02/2024", {"le 3 février 2024", "le 03.02.2024"}),
        ("le 1er mai 2023", {"le 01/05/2023"}),
        ("masse de 3 cm", {"masse de 30 mm"}),
    ],
)  # fmt: skip
def test_other_ways_are_of_the_same_value(text: str, expected: set[str]) -> None:
    assert ways(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "un kyste de 2 à 3 cm",
        "col à 3 cm",
        "un col utérin dilaté à 4 cm",
        "tumeur de 27x34x4cm",
        "500 à 1000 mg",
        "12 500 mg",
        "tension artérielle à 140/10",
        "TA 142/83 mmHg",
        "cyphose de 35°",
        "âgé de 3 mois",
        "2 comprimés",
        "grade 2, stade 3",
        "vingt-deux jours",
        "vingt deux jours",
        "le 45/13/2020",
        "amoxicilline 50 mg/kg",
        "VS à 48 mm",
        "Glasgow 15",
        "leucocytes à 12 000/mm3",
        "à 24 h",
    ],
)
def test_what_has_no_other_exact_way_stays(text: str) -> None:
    assert ways(text) == set()
