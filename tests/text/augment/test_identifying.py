"""What could identify somebody is found by its form, and only where a variant brought it in."""

import pytest

from studio.text.augment.identifying import introduced

FOUND = [
    ("Écrire à jean.durand@chu-exemple.fr.", "jean.durand@chu-exemple.fr"),
    ("Voir https://dossier.exemple/12.", "https://dossier.exemple/12."),
    ("Tél. 06 12 34 56 78.", "06 12 34 56 78"),
    ("Rappeler au +33 6.12.34.56.78", "+33 6.12.34.56.78"),
    ("NIR 2 85 05 78 006 084 36.", "2 85 05 78 006 084 36"),
    ("NIR 185057800608436", "185057800608436"),
    ("Corse : 1 70 02 2A 123 456", "1 70 02 2A 123 456"),
    ("IPP : 8001234567", "IPP : 8001234567"),
    ("Numéro de dossier A12345", "Numéro de dossier A12345"),
    ("dossier n° 2024-118", "dossier n° 2024-118"),
    ("Né le 3 mai 1961", "Né le 3 mai 1961"),
    ("née en 1956, suivie", "née en 1956"),
    ("Vu le 12/03/2024.", "12/03/2024"),
    ("Vu le 2024-03-12.", "2024-03-12"),
    ("Vu le 1er août 2023.", "1er août 2023"),
    ("Habite 12 bis, rue de la Paix.", "12 bis, rue de la Paix"),
    ("Adresse : 4 avenue des Lilas", "4 avenue des Lilas"),
    ("Vit à 76000 Rouen.", "76000 Rouen"),
    ("Monsieur DURAND consulte.", "Monsieur DURAND"),
    ("Adressée par le Dr Le Goff.", "Dr Le Goff"),
    ("mme Martin-Leroy a mal", "mme Martin-Leroy"),
]


@pytest.mark.parametrize(("text", "what"), FOUND)
def test_what_identifies_is_named(text: str, what: str) -> None:
    assert what in [sentence.words["found"] for sentence in introduced("Céphalée depuis hier.", text)]


@pytest.mark.parametrize("text", [text for text, _what in FOUND])
def test_what_was_there_before_is_not_introduced(text: str) -> None:
    assert list(introduced(text, f"On note ceci. {text}")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Homme de 54 ans, TA 12/8, FC 80, température 38,5 °C, plaquettes 150 000/mm3, depuis le 12/03.",
        "M. présente une céphalée. Mme aussi. Le médecin dit que la rue est bruyante.",
        "Leucocytes 12000 GB/mm3, 2 à 3 crises par mois, EVA 7/10, 0,612345678 unité.",
        "La patiente me dit Bonjour, il y a 20 ans de cela, en mai 2019.",
        "Le dossier est complet, sans numéro.",
    ],
)
def test_ordinary_notes_identify_nobody(text: str) -> None:
    assert [sentence.text() for sentence in introduced("", text)] == []


def test_another_title_or_another_way_to_write_a_date_introduces_nothing() -> None:
    assert list(introduced("Mme Durand, vue le 03/05/2024.", "Monsieur DURAND, vu le 3 mai 2024.")) == []
