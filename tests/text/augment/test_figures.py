"""Which numbers a rewriting may not change."""

import pytest

from studio.text.augment.figures import changed_figures

CASE = "Femme de 34 ans, fièvre à 38,5 °C depuis trois jours, tension 140/80."


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("Une femme (34 ans) a 38.50 °C depuis 3 jours. Sa tension est de 140/80.", []),
        ("Une femme (43 ans) a 38,5 °C depuis 3 jours. Sa tension est de 140/80.", ["43 is not", "34 of the example"]),
        ("Une femme de 34 ans a 38 °C depuis trois jours, avec 140/80.", ["38 is not", "38,5 of the example"]),
        ("Une femme de 34 ans a 38,5 °C depuis trois nuits.", ["80 of the example", "140 of the example"]),
        ("Femme de 34 ans, 38,5 °C depuis cinq jours, 140/80.", ["cinq is not", "trois of the example"]),
        ("Femme de 34 ans, 38,5 °C depuis trois jours, 140/80, mal aux deux tempes, un jour pire.", []),
    ],
)
def test_a_number_may_neither_come_nor_go(after: str, said: list[str]) -> None:
    told = [each.text() for each in changed_figures(CASE, after)]
    assert len(told) == len(said)
    assert all(part in each for part, each in zip(said, told, strict=True))
