"""The language of a text, told where it can be told."""

import pytest

from studio.data.languages import LANGUAGES, bears_out, languages_of

TEXTS = {
    "fr": "Le patient présente une céphalée brutale depuis deux jours.",
    "en": "A 45-year-old woman presents with fever and a stiff neck.",
    "es": "La paciente refiere cefalea intensa desde hace dos días.",
    "de": "Der Patient klagt seit zwei Tagen über starke Kopfschmerzen.",
    "it": "Il paziente lamenta una forte cefalea da due giorni.",
    "pt": "O doente refere uma cefaleia intensa há dois dias.",
    "nl": "De patiënt klaagt sinds twee dagen over hevige hoofdpijn.",
}


def test_languages_are_told_apart() -> None:
    assert languages_of(TEXTS.values()) == list(TEXTS)
    assert set(TEXTS) == set(LANGUAGES)


def test_the_little_words_of_each_language_bear_it_out() -> None:
    for language, text in TEXTS.items():
        assert [other for other in LANGUAGES if other != language and not bears_out(text, language, other)] == []


@pytest.mark.parametrize(
    ("text", "found", "usual"),
    [
        ("Fatigue\nFièvre\nPerte de poids\nEcchymoses faciles\nInfections récurrentes", "en", "fr"),
        ("Which statement best describes the process of absorption of vitamins from the intestine?", "fr", "en"),
        ("Quel est l’adresse du repo github d’Open Assistant ?", "it", "fr"),
    ],
)
def test_names_alone_bear_nothing_out(text: str, found: str, usual: str) -> None:
    assert not bears_out(text, found, usual)


@pytest.mark.parametrize("text", ["", "oui", "12,5 – 13,7 (2024)", "CRP 12 mg/L"])
def test_what_is_too_short_to_tell_has_none(text: str) -> None:
    assert languages_of([text]) == [""]


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    text = "Le patient va mieux et rentre chez lui. " * 20 + "The patient feels better. " * 1000
    assert languages_of([text]) == ["fr"]
