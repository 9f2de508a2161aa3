"""What is dictated says its marks aloud only where nothing reaches over them."""

from random import Random

import pytest

from studio.text.augment.case import Case
from studio.text.augment.dictation import Dictated
from studio.text.augment.transformation import Changed


def dictated(text: str) -> str:
    done = Dictated().apply(Case((text,)), 1.0, Random(0))
    assert isinstance(done, Changed)
    return done.case.texts[0].replace("euh ", "").replace("hum ", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fièvre, toux.", "fièvre virgule toux point"),
        ("Pas de fièvre, toux.", "pas de fièvre, toux."),
        ("Fièvre.\nToux", "fièvre point à la ligne toux"),
        ("Fièvre. Pas de toux.", "fièvre. pas de toux."),
        ("ATCD : HTA, asthme.", "atcd : hta, asthme."),
        ("T° 38,5 °C depuis 3 j", "température 38,5 degrés depuis trois jours"),
        ("TA 120/80 mmHg, SpO2 98 %", "TA 120/80 millimètres de mercure virgule spo2 98 pour cent"),
        ("Crise de 1 h, puis 2 h", "crise de 1 heure virgule puis deux heures"),
        ("Toux depuis 1 j", "toux depuis 1 jour"),
        ("Toux depuis 11 j", "toux depuis 11 jours"),
        ("Crise de 1,5 h à 21 h", "crise de 1,5 heure à 21 heures"),
        ("EVA 8/10", "eva 8 sur 10"),
        ("BU négative à 12 SA, IRM normale", "BU négative à 12 SA, irm normale"),
        ("BPCO stade III. Pas de toux.", "bpco stade III. pas de toux."),
    ],
)
def test_as_speech_recognition_writes(text: str, expected: str) -> None:
    assert dictated(text) == expected


def test_hesitations_stand_between_sentences() -> None:
    done = Dictated().apply(Case(("Fièvre. Toux. Frissons.",)), 1.0, Random(1))
    assert isinstance(done, Changed)
    assert sum(word in ("euh", "hum") for word in done.case.texts[0].split()) == 2
