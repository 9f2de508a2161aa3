import pytest

from studio.text.french.number import plural, plural_phrase, singulars

PAIRS = [
    ("céphalée", "céphalées"),
    ("abcès", "abcès"),
    ("cérébral", "cérébraux"),
    ("final", "finals"),
    ("mal", "maux"),
    ("genou", "genoux"),
    ("bleu", "bleus"),
    ("œil", "yeux"),
    ("hémorragique", "hémorragiques"),
    ("eau", "eaux"),
]


@pytest.mark.parametrize(("singular", "several"), PAIRS)
def test_plural_and_back(singular: str, several: str) -> None:
    assert plural(singular) == several
    assert singular in singulars(several)


def test_abbreviations_have_no_plural_of_their_own() -> None:
    assert plural("IRM") == "IRM"


def test_only_the_noun_and_its_adjectives_take_the_plural() -> None:
    assert plural_phrase("mal de tête") == "maux de tête"
    assert plural_phrase("accident vasculaire cérébral") == "accidents vasculaires cérébraux"
    assert plural_phrase("imagerie par résonance magnétique") == "imageries par résonance magnétique"
