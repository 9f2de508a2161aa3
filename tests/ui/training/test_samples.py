"""How the answers to one question are told: newest first, what changed in them marked."""

from pathlib import Path

import pytest

from studio.core.events import Sample
from studio.runs.folder import RunFolder, RunState
from studio.ui.theme import LIGHT
from studio.ui.training.listed_run import ListedRun
from studio.ui.training.sample_words import MOST, Against, emptiness_words, story_html
from studio.ui.training.samples import AnswerStory, SampleBook, Stretch

REFERENCE = "Surveillance à 48 heures"


def story(*texts: str) -> AnswerStory:
    book = SampleBook()
    for at, text in enumerate(texts):
        book.take(Sample(step=20 * at, index=0, prompt="Que faire ?", text=text, reference=REFERENCE))
    found = book.story(0)
    assert found is not None
    return found


def test_the_same_answer_at_several_checks_is_told_once() -> None:
    found = story("Repos", "Repos", "Surveillance", "Repos")
    assert found.answers == (
        Stretch(0, 20, 2, "Repos"),
        Stretch(40, 40, 1, "Surveillance"),
        Stretch(60, 60, 1, "Repos"),
    )
    assert "the same at 2 checks, up to step 20" in story_html(found, "nothing", LIGHT)


@pytest.mark.parametrize(
    ("against", "removed", "added"),
    [("before", "72", "48"), ("reference", None, None), ("nothing", None, None)],
)
def test_what_changed_is_struck_out_and_underlined(against: Against, removed: str | None, added: str | None) -> None:
    html = story_html(story("Surveillance à 72 heures", REFERENCE), against, LIGHT)
    newest = html[: html.index("Untrained")]
    assert ("<s " in newest, "<u " in newest) == (bool(removed), bool(added))
    if removed and added:
        assert f">{removed}</s>" in newest
        assert f">{added}</u>" in newest
    assert "like the reference" in newest


def test_the_reference_is_compared_with_every_answer() -> None:
    html = story_html(story("Surveillance à 72 heures", "Surveillance"), "reference", LIGHT)
    assert html.count("<s ") == 2
    assert html.index("Step 20") < html.index("Untrained")
    assert "words: +1 −1" in html


def test_markup_in_an_answer_is_text_and_no_answer_is_said() -> None:
    html = story_html(story("<b>& fin", ""), "before", LIGHT)
    assert "&lt;b&gt;&amp; fin" in html
    assert "no answer" in html


def test_of_very_many_answers_the_newest_are_told_and_the_others_counted() -> None:
    html = story_html(story(*(f"Réponse {at}" for at in range(MOST + 5))), "nothing", LIGHT)
    assert f"Réponse {MOST + 4}" in html
    assert "Réponse 4<" not in html
    assert "5 earlier answers" in html


@pytest.mark.parametrize(
    ("state", "samples", "words"),
    [
        ("running", True, "appear here at every check"),
        ("running", False, "asks for no sample answers"),
        ("finished", False, "asks for no sample answers"),
        ("finished", True, "has given no sample answers"),
        ("died", True, "has given no sample answers"),
    ],
)
def test_answers_are_announced_only_where_some_will_come(state: RunState, samples: bool, words: str) -> None:
    run = ListedRun(RunFolder(Path("runs/0001-x")), state, samples=samples)
    assert words in emptiness_words(run)
