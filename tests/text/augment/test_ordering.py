"""Findings change places; what hangs on an order, a heading or a sentence before does not."""

from random import Random

import pytest

from studio.text.augment.case import Case
from studio.text.augment.ordering import Ordering
from studio.text.augment.transformation import Refusal

SEEDS = range(30)


def orders(text: str) -> set[str]:
    done = [Ordering().apply(Case((text,)), 1.0, Random(seed)) for seed in SEEDS]
    return {text if isinstance(each, Refusal) else each.case.texts[0] for each in done}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Patiente de 32 ans. Pas de fièvre. Photophobie. Elle est intense. Nuque souple.", "Photophobie. Elle est"),
        ("Homme vu ce jour. Pas de fièvre. Photophobie. Majorée par la lumière. Glasgow 15.", "Photophobie. Majorée"),
        (
            "Motif : toux.\nATCD : HTA. Migraine. Fièvre.\nExamen : calme. Glasgow 15. Fébrile.",
            "HTA. Migraine. Fiè",
        ),
        ("Homme de 40 ans. Fièvre. Scanner réalisé. Pas de déficit. Nuque souple.", "Fièvre. Scanner réalisé. "),
        ("Femme de 30 ans. Fièvre. La 2ème crise fut brève. Toux.", " La 2ème crise fut brève. "),
        ("Femme de 30 ans. Douleur de la joue. Nuque souple. Fébrile.", "Femme de 30 ans. Douleur de la joue. "),
        ("Bonjour. J'ai mal. J'ai de la fièvre. J'ai vomi. Que faire ?", "Bonjour. J'ai mal. "),
        ("Homme de 40 ans. Fièvre. Toux. Antibiothérapie débutée. Nuque souple.", ". Antibiothérapie débutée. Nuque"),
        (
            "Femme de 40 ans. Fièvre. Une coloscopie est programmée. Toux.",
            "Fièvre. Une coloscopie est programmée. Toux",
        ),
        ("Fille de 9 ans. Fièvre. La mère est inquiète. Peau sèche.", "Fièvre. La mère est inquiète. Peau"),
        ("Cher ami, merci. Fièvre. Toux. Bien confraternellement.", " Bien confraternellement."),
        (
            "Homme de 40 ans. Fièvre. Toux. Cas 2 : femme de 50 ans. Asthénie.",
            " Cas 2 : femme de 50 ans. ",
        ),
    ],
)
def test_what_hangs_together_stays_together(text: str, kept: str) -> None:
    found = orders(text)
    assert all(kept in each for each in found)


def test_all_orders_are_met_and_nothing_is_lost() -> None:
    found = orders("Patiente de 32 ans. Pas de fièvre. Photophobie. Nuque souple")
    assert len(found) > 3
    assert {tuple(sorted(each.replace(".", "").split())) for each in found} == {
        tuple(sorted(["Patiente", "de", "32", "ans", "Pas", "de", "fièvre", "Photophobie", "Nuque", "souple"]))
    }
    assert all(each.startswith("Patiente de 32 ans. ") and "souple " not in each for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "Patiente de 32 ans. Pas de fièvre.",
        "Homme opéré en 2014. Puis fièvre. Ensuite toux. Le lendemain, convulsion.",
        "Antécédents :\n- HTA\n- migraine\n- diabète",
        "Céphalées, fièvre, vomissements",
        "Femme de 30 ans. Fièvre.\n\nNuque souple.",
    ],
)
def test_nothing_moves_where_fewer_than_two_could(text: str) -> None:
    assert orders(text) == {text}
