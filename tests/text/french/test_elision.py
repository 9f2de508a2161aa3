import pytest

from studio.text.french.elision import contracted, elide, repaired, starts_with_vowel

VOWELS = ["homme", "hémorragie", "hypertension", "héroïne", "haleine", "y", "yeux", "IRM", "HTA", "œdème"]
CONSONANTS = ["hanche", "handicap", "haricot", "huit", "onze", "oui", "yaourt", "hile", "Hodgkin", "LCR", "8"]


@pytest.mark.parametrize("word", VOWELS)
def test_articles_are_elided_before(word: str) -> None:
    assert starts_with_vowel(word)


@pytest.mark.parametrize("word", CONSONANTS)
def test_articles_stay_whole_before(word: str) -> None:
    assert not starts_with_vowel(word)


@pytest.mark.parametrize(
    ("before", "put", "after", "wanted"),
    [
        ("Pas de ", "hypertension", " connue", "Pas d'hypertension connue"),
        ("Pas d'", "fièvre", "", "Pas de fièvre"),
        ("Bilan d’", "scanner", " normal", "Bilan de scanner normal"),
        ("Résultat de l'", "scanner", "", "Résultat du scanner"),
        ("Résultat du ", "IRM", "", "Résultat de l'IRM"),
        ("Les suites de l’", "lésion", "", "Les suites de la lésion"),
        ("À l'", "examen", "", "À l'examen"),
        ("À l'", "scanner", "", "Au scanner"),
        ("Au ", "hôpital", "", "À l'hôpital"),
        ("au ", "haut", " du bras", "au haut du bras"),
        ("S'", "elle", " vient", "Si elle vient"),
        ("si ", "il", " vient", "s'il vient"),
        ("elle s'", "plaint", "", "elle se plaint"),
        ("Ce ", "homme", "", "Cet homme"),
        ("cet ", "garçon", "", "ce garçon"),
        ("un nouveau ", "épisode", "", "un nouvel épisode"),
        ("un nouvel ", "malaise", "", "un nouveau malaise"),
        ("à nouveau ", "une", " crise", "à nouveau une crise"),
        ("de vieux ", "abcès", "", "de vieux abcès"),
        ("sa ", "hypertension", "", "son hypertension"),
        ("", "se plaint de", " asthénie", "se plaint d'asthénie"),
        ("", "souffre de", " le dos", "souffre du dos"),
        ("Depuis qu'", "la patiente", " tousse", "Depuis que la patiente tousse"),
        ("jusque ", "hier", "", "jusqu'hier"),
        ("ce ", "est", "", "c'est"),
        ("Il ne ", "a", " rien", "Il n'a rien"),
        ("Le ", "AVC", "", "L'AVC"),
        ("dites-le ", "à", " tous", "dites-le à tous"),
        ("le ", "onzième", "", "le onzième"),
        ("la ", "hanche", "", "la hanche"),
        ("l'", "hanche", "", "la hanche"),
    ],
)
def test_both_borders_are_mended(before: str, put: str, after: str, wanted: str) -> None:
    text, start, end = before + put + after, len(before), len(before + put)
    mended = repaired(text, start, end)
    assert mended == wanted
    at = mended.index(put) if put in mended else 0
    assert repaired(mended, at, at + len(put)) == wanted  # nothing more to mend


def test_gender_decides_what_the_elided_article_becomes() -> None:
    assert repaired("l'toux", 2, 6, "f") == "la toux"
    assert repaired("son tension", 4, 11, "f") == "sa tension"


def test_words_are_joined_and_built_phrases_contracted() -> None:
    assert elide("de", "IRM") == "d'IRM"
    assert elide("de", "scanner") == "de scanner"
    assert contracted("Bilan de le scanner, à les urgences, de le AVC") == "Bilan du scanner, aux urgences, de l'AVC"
