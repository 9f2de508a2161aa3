"""Sentences of clinical notes are told apart where they end, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.text.augment.sentences import sentences

PROSE = [
    ["Patiente de 32 ans.", "Céphalées depuis 3 j.", "Pas de fièvre."],
    ["Adressée par le Dr. Martin, cf. courrier.", "T° 38.5.", "TA 12/8."],
    ["Vue par M. R. ce matin.", "Nuque souple."],
    ["Température à 38,5.", "Sortie à J+3"],
    ["Madame R... Nathalie a mal.", "Elle vomit…", "Puis elle dort."],
    ["Douleur intense... mais brève.", "Pas de fièvre"],
    ["Est-ce grave ?", "J'ai peur !", "Merci."],
    ["pas de fièvre.", "pas de vomissements."],
    ["Prend du paracétamol, ibuprofène, etc. sans effet.", "Dort mal."],
    ["Score NIHSS à 0.", "Glasgow 15 (E4V5M6).", "PA 13/8 mmHg."],
    ["« Un coup de tonnerre. »", "Début à 8 h."],
    ["Reçue par Mme D. aux urgences.", "Prise de 500 mg/24 h env. 3 fois.", "Va mieux."],
    ["Chir. vasculaire : homme de 70 ans.", "Pouls perçus."],
    ["CRP < 5 mg/L.", "LCR : clair."],
    ["Pupilles égales.", "Dolipr. 1g si douleur."],
    ["Amox. trois fois par jour.", "Revoir si fièvre."],
    ["Vomissements.", "2 épisodes hier."],
    ["Mme Perrot, ch. 112, 87 ans.", "Fièvre."],
]
LINES = [
    ["Antécédents :", "- HTA", "- migraine ;", "- 2 césariennes", "Examen :", "Nuque souple"],
    ["1. Céphalées brutales.", "2. Fièvre à 39."],
]


def told(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("expected", "between"), [(each, between) for each in PROSE for between in " \n"] + [(each, "\n") for each in LINES]
)
def test_sentences_end_where_they_end(expected: list[str], between: str) -> None:
    assert told(between.join(expected)) == expected


def test_a_full_line_goes_on() -> None:
    text = "La patiente décrit une douleur\nfrontale et brutale.\nPas de fièvre."
    assert told(text) == ["La patiente décrit une douleur\nfrontale et brutale.", "Pas de fièvre."]


def test_a_forgotten_space_hides_no_sentence() -> None:
    assert told("Pas de fièvre.Vomissements ce matin.") == ["Pas de fièvre.", "Vomissements ce matin."]


@given(
    st.lists(st.sampled_from(["Dr.", "T° 38.5", ".", "…", "\n", " ", "- ", "Pas", "é", "?", "»", ";", "3"])).map(
        "".join
    )
)
def test_nothing_but_white_space_lies_between(text: str) -> None:
    spans = sentences(text)
    inside = {at for start, end in spans for at in range(start, end)}
    assert all(text[at].isspace() for at in range(len(text)) if at not in inside)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert list(spans) == sorted(spans)
