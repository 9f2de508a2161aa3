"""Labels are read out of generated answers, and not guessed where those leave them open."""

import pytest

from studio.assess.predictions import read_labels

LABELS = ("urgent", "non urgent", "différé")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("urgent", "urgent"),
        ("**Urgent**", "urgent"),
        ("NON URGENT.", "non urgent"),
        ("Non-urgent", "non urgent"),
        ("differe", "différé"),
        ("L’étiquette est : différé.", "différé"),
        ("Urgent, car un examen différé serait dangereux.", "urgent"),
        ("Urgent. Ce n’est donc pas un cas non urgent.", "urgent"),
        ("Le cas n’est pas urgent, il est différé.", "différé"),
    ],
)
def test_one_label(text: str, label: str) -> None:
    assert read_labels(text, LABELS, several=False) == (LABELS.index(label),)


@pytest.mark.parametrize("text", ["", "Je ne sais pas.", "Le cas est urgent ou différé.", "Pas urgent", "urgentiste"])
def test_none_of_the_labels(text: str) -> None:
    assert read_labels(text, LABELS, several=False) is None


@pytest.mark.parametrize(
    ("text", "places"),
    [("urgent, différé", (0, 2)), ("Urgent et différé", (0, 2)), ("Aucune", ()), ("", ()), ("?!", ())],
)
def test_several_labels(text: str, places: tuple[int, ...]) -> None:
    assert read_labels(text, LABELS, several=True) == places
