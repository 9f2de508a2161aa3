"""Slips fall where they mislead nobody, and are as many as the strength says."""

import re
from pathlib import Path
from random import Random

import pytest

from studio.core.folding import folded
from studio.text.augment.case import Case
from studio.text.augment.keyboard import NEIGHBOURS
from studio.text.augment.transformation import Changed
from studio.text.augment.typing_noise import TypingNoise
from studio.text.findings.lexicon import findings_lexicon

NOISE = TypingNoise(findings_lexicon(None))
TEXT = (
    "Le service signale une évaluation clinique particulièrement tranquille, la chambre donnant sur le jardin,"
    " avec hyperglycémie à 2,5 g/L, pas de photophobie, ni vomissements, sans antécédents, IRM programmée,"
    " patiente calme."
)


def slips(text: str, strength: float, seed: int) -> list[tuple[str, str]]:
    done = NOISE.apply(Case((text,)), strength, Random(seed))
    return [(str(n.words["before"]), str(n.words["after"])) for n in done.notes] if isinstance(done, Changed) else []


def test_neighbours_are_those_of_azerty() -> None:
    assert NEIGHBOURS["a"] == "zq"
    assert all(letter in NEIGHBOURS[other] for letter, beside in NEIGHBOURS.items() for other in beside)


@pytest.mark.parametrize(("strength", "most"), [(0.1, 1), (1.0, 2)])
def test_strength_is_a_rate(strength: float, most: int) -> None:
    assert max(len(slips(TEXT, strength, seed)) for seed in range(100)) == most


def test_what_decides_is_never_mistyped() -> None:
    told = [slip for seed in range(500) for slip in slips(TEXT, 1.0, seed)]
    changed = {before for before, after in told if folded(before) != folded(after)}
    assert {"tranquille", "chambre"} <= changed
    assert not changed & {"pas", "ni", "sans", "antécédents", "IRM", "patiente", "photophobie", "vomissements", "Le"}
    assert not any(re.search(r"\d", before) for before, _after in told)
    assert all(after.startswith("hyper") for before, after in told if before.startswith("hyper"))
    assert all(after[-2:] == before[-2:] for before, after in told if " " not in before)


def test_the_rest_of_the_text_stays() -> None:
    for seed in range(100):
        done = NOISE.apply(Case((TEXT,)), 1.0, Random(seed))
        assert isinstance(done, Changed)
        back = done.case.texts[0]
        for note in done.notes:
            back = back.replace(str(note.words["after"]), str(note.words["before"]), 1)
        assert back == TEXT


def test_a_negated_note_keeps_its_negations() -> None:
    for note in Path(__file__).with_name("notes.txt").read_text(encoding="utf-8").splitlines():
        done = NOISE.apply(Case((note,)), 1.0, Random(note))
        if isinstance(done, Changed):
            denials = re.compile(r"\b(?:pas|sans|ni|aucun\w*|non|absence|nie|jamais|plus)\b", re.IGNORECASE)
            assert denials.findall(done.case.texts[0]) == denials.findall(note)
