"""What the transformations of form share: findings stay as they are, and the same seed gives the same text."""

from pathlib import Path
from random import Random

import pytest

from studio.text.augment.case import Case
from studio.text.augment.dictation import Dictated
from studio.text.augment.distractors import Distractors, distractors_lexicon
from studio.text.augment.numbers import Numbers
from studio.text.augment.ordering import Ordering
from studio.text.augment.register import Sms, Telegraphic
from studio.text.augment.register_lexicon import register_lexicon
from studio.text.augment.transformation import Refusal, Transformation
from studio.text.augment.typing_noise import TypingNoise
from studio.text.findings.engine import engine_for
from studio.text.findings.finding import statuses_by_concept
from studio.text.findings.lexicon import findings_lexicon

NOTES = [
    note.replace("\\n", "\n") for note in Path(__file__).with_name("notes.txt").read_text(encoding="utf-8").splitlines()
]
FORMS: tuple[Transformation, ...] = (
    Numbers(),
    Ordering(),
    Telegraphic(register_lexicon(None)),
    Sms(register_lexicon(None)),
    Dictated(),
    TypingNoise(findings_lexicon(None)),
    Distractors(distractors_lexicon(None)),
)
each_form = pytest.mark.parametrize("form", FORMS, ids=[form.info.key for form in FORMS])


def said(form: Transformation, text: str, strength: float, seed: str) -> str | None:
    done = form.apply(Case((text,), ("La réponse.",)), strength, Random(seed))
    if isinstance(done, Refusal):
        return None
    assert done.case.answers == ("La réponse.",)
    assert done.notes
    assert done.case.texts[0] != text
    return done.case.texts[0]


@each_form
@pytest.mark.parametrize("strength", [0.2, 1.0])
def test_findings_and_their_statuses_stay(form: Transformation, strength: float) -> None:
    engine = engine_for(None)
    lost = {
        (note, varied)
        for note in NOTES
        for seed in "abc"
        if (varied := said(form, note, strength, seed))
        and statuses_by_concept(engine.find(varied)) != statuses_by_concept(engine.find(note))
    }
    assert lost == set()


@each_form
def test_most_notes_can_be_varied_and_seeds_repeat(form: Transformation) -> None:
    varied = [said(form, note, 1.0, "seed") for note in NOTES]
    assert sum(each is not None for each in varied) >= len(NOTES) // 4
    assert varied == [said(form, note, 1.0, "seed") for note in NOTES]


@each_form
def test_examples_are_made_by_itself(form: Transformation) -> None:
    for before, after in form.info.examples:
        done = form.apply(Case((before,)), 1.0, Random(0))
        assert not isinstance(done, Refusal)
        assert done.case.texts == (after,)


@each_form
@pytest.mark.parametrize("text", ["", " ", "\n", ".", "12", "Oui"])
def test_there_may_be_nothing_to_change(form: Transformation, text: str) -> None:
    done = form.apply(Case((text,)), 1.0, Random(0))
    assert isinstance(done, Refusal) or done.case.texts[0].strip()
