"""Shorter wordings keep who has what, and every denial."""

from random import Random

import pytest
from pydantic import ValidationError

from studio.text.augment.case import Case
from studio.text.augment.register import Sms, Telegraphic
from studio.text.augment.register_lexicon import Shortening, register_lexicon
from studio.text.augment.transformation import Refusal

LEXICON = register_lexicon(None)


def telegraphic(text: str) -> str:
    done = Telegraphic(LEXICON).apply(Case((text,)), 1.0, Random(0))
    return text if isinstance(done, Refusal) else done.case.texts[0]


def messages(text: str) -> set[str]:
    done = [Sms(LEXICON).apply(Case((text,)), 1.0, Random(seed)) for seed in range(10)]
    return {text if isinstance(each, Refusal) else each.case.texts[0] for each in done}


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("Elle n'a pas de fièvre.", "Pas de fièvre."),
        ("Il n’y a aucun déficit.", "Aucun déficit."),
        ("La patiente ne présente pas d'aura.", "Pas d'aura."),
        ("On retrouve une raideur.", "Raideur."),
        ("La nuque n'est pas souple.", "La nuque n'est pas souple."),
        ("Elle a un peu de fièvre.", "Elle a un peu de fièvre."),
        ("Elle a vomi.", "Elle a vomi."),
        ("Il présente une toux et des frissons.", "Il présente une toux et des frissons."),
        ("Homme vu pour des douleurs et une fièvre.", "Homme vu pour des douleurs et une fièvre."),
        ("Homme vu pour des douleurs.", "Homme vu pour douleurs."),
        ("Il s'est blessé avec une scie.", "Il s'est blessé avec une scie."),
        ("Il y a une semaine, chute.", "Il y a une semaine, chute."),
        ("Prend 1 g 3 fois par jour.", "Prend 1 g 3x/j."),
        ("Enceinte de 12 semaines d'aménorrhée.", "Enceinte de 12 semaines d'aménorrhée."),
    ],
)
def test_notes_in_haste(later: str, expected: str) -> None:
    assert telegraphic(f"Vue ce jour. {later}") == f"Vue ce jour. {expected}"


@pytest.mark.parametrize(
    "text",
    [
        "Sa mère est migraineuse. Elle a une aura.",
        "Vue avec sa sœur. Elle n'a pas de fièvre.",
        "Elle n'a pas de fièvre.",
        "J'ai vomi. La nuque est souple.",
    ],
)
def test_it_stays_clear_who_has_it(text: str) -> None:
    assert telegraphic(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Je n'ai pas de fièvre.", {"j'ai pas de fievre", "jai pas de fievre", "j ai pas de fievre"}),
        ("Elle n’est pas enceinte.", {"elle est pas enceinte"}),
        ("Je ne vomis pas.", {"je ne vomis pas"}),
        ("Je n'ai plus mal.", {"je n'ai plus mal"}),
        ("Il n'a ni fièvre ni toux.", {"il n'a ni fievre ni toux"}),
        ("Pas d'AVC. IRM prévue.", {"pas d'AVC. IRM prevue"}),
        ("Vaccins à jour.", {"vaccins a jour"}),
    ],
)
def test_no_denial_is_lost_in_a_message(text: str, expected: set[str]) -> None:
    assert messages(text) <= expected


def test_documents_are_no_messages() -> None:
    assert messages("Motif : céphalées\nExamen : normal") == {"Motif : céphalées\nExamen : normal"}


def test_letters_are_no_messages() -> None:
    text = "Cher confrère, merci de recevoir cette patiente. Bien confraternellement."
    assert messages(text) == {text}


def test_a_rule_must_be_a_pattern() -> None:
    with pytest.raises(ValidationError):
        Shortening(find="(oups", write="")
