"""edsnlp's own view of a mention, and what becomes of a text on which it crashes."""

from typing import TYPE_CHECKING

import pytest

from studio.data.child import rows_from_child

if TYPE_CHECKING:
    from studio.text.nlp import SecondOpinion

pytestmark = pytest.mark.slow
# Half a character, as a damaged export holds it: no text to spaCy.
CRASHING = "Une fièvre \ud83d ce matin."


@pytest.fixture(scope="module")
def opinion() -> "SecondOpinion":
    pytest.importorskip("edsnlp")
    from studio.text.nlp import SecondOpinion

    return SecondOpinion()


def place(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


@pytest.mark.parametrize(
    ("text", "words", "status"),
    [
        ("Le patient présente une fièvre.", "fièvre", "present"),
        ("Pas de fièvre ce jour.", "fièvre", "absent"),
        ("Suspicion de pneumopathie.", "pneumopathie", "uncertain"),
        ("Antécédent de phlébite.", "phlébite", "history"),
        ("Son père avait un diabète.", "diabète", "family"),
        ("Le patient ne semble pas avoir de fièvre.", "fièvre", "uncertain"),
        ("Pas d'antécédent familial de cancer.", "cancer", "absent"),
        ("Sa mère a un antécédent de phlébite.", "phlébite", "family"),
    ],
)
def test_the_qualifiers_make_one_status(opinion: "SecondOpinion", text: str, words: str, status: str) -> None:
    assert opinion.statuses(text, [place(text, words)]) == (status,)


def test_mentions_of_one_text_may_overlap_and_stand_in_any_order(opinion: "SecondOpinion") -> None:
    text = "Fièvre élevée. Pas de toux grasse."
    spans = [place(text, "toux grasse"), place(text, "Fièvre"), place(text, "toux"), place(text, "grasse")]
    assert opinion.statuses(text, spans) == ("absent", "present", "absent", "absent")
    assert opinion.statuses(text, []) == ()


@pytest.mark.parametrize(("text", "span"), [(CRASHING, (4, 10)), ("Toux.", (2, 90))])
def test_a_crash_is_no_opinion_and_the_next_text_has_one(
    opinion: "SecondOpinion", text: str, span: tuple[int, int]
) -> None:
    assert opinion.statuses(text, [span, (0, 3)]) == (None, None)
    assert opinion.statuses("Pas de toux.", [(7, 11)]) == ("absent",)


@pytest.mark.parametrize(
    "text",
    ["\n\n \t", "\x00\x01", "\u0301\u0301", "😀" * 50, "fièvre 31/02/0000 il y a 99999 ans", "a" * 50_000],
)
def test_odd_texts_have_an_opinion(opinion: "SecondOpinion", text: str) -> None:
    assert opinion.statuses(text, [(0, len(text))]) == ("present",)


def test_the_job_lists_a_text_that_crashes_and_goes_on() -> None:
    pytest.importorskip("edsnlp")
    rows = [
        {"text": "Pas de fièvre."},
        {"text": CRASHING, "start": 4, "end": 10},
        {"text": "Suspicion de zona.", "start": 13, "end": 17},
        {"text": "Bonjour."},
    ]
    fever, crashed, shingles, nothing = rows_from_child("studio.text.findings.job:examined", {"rows": rows})
    assert [(each["start"], each["end"], each["status"]) for each in fever["findings"]] == [(7, 13, "absent")]
    assert crashed == {"problem": "This text cannot be examined; it was left as it is."}
    (given,) = shingles["findings"]
    assert (given["concept"], given["start"], given["end"], given["status"]) == ("", 13, 17, "uncertain")
    assert given["why"]
    assert nothing == {"findings": []}
