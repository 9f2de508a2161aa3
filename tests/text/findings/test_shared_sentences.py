"""What a text says is put together from what its sentences say, each looked at once for all texts that hold it."""

from itertools import islice
from pathlib import Path

import pytest

from studio.text.findings.context import Context
from studio.text.findings.engine import FindingsEngine, engine_for
from studio.text.findings.lexicon import Concept, Names, findings_lexicon
from studio.text.findings.plain_text import plain_text
from studio.text.findings.reach import Verdict

MARKED = [
    line.split(": ", 1)[1] for line in Path(__file__).with_name("statuses.txt").read_text("utf-8").splitlines() if line
]
EVERY_NTH = 7
BETWEEN = (" ", "\n", "\n- ", " Non. ", "\nATCD : ")
TEXTS = [
    f"{one}{between}{other}"
    for at, one in enumerate(islice(MARKED, 0, None, EVERY_NTH))
    for between, other in [(BETWEEN[at % len(BETWEEN)], MARKED[-1 - at])]
]


class SeeingFurther(Context):
    """Cues see the words that follow a sentence, as far as any looks."""

    def _behind(self, ends: int, *, short: bool) -> str:
        return self._plain[ends : ends + 80]


def test_what_follows_a_sentence_changes_nothing_said_in_it() -> None:
    assert [marked for marked in TEXTS if _verdict(Context, marked) != _verdict(SeeingFurther, marked)] == []


def _verdict(context: type[Context], marked: str) -> Verdict:
    """Of the first mention."""
    before, mention, *after = marked.replace("]]", "[[").split("[[")
    text = plain_text("".join((before, mention, *after)))
    place = text.plain_place(len(before), len(before + mention))
    return context(text.plain).verdict(*place, named=False)


@pytest.fixture(scope="module")
def dotted() -> FindingsEngine:
    """Of the lexicon that ships, and a form with full stops, for which no text may be cut at them."""
    lexicon = findings_lexicon()
    sclerosis = Concept(id="sclerosis", name=Names(en="Sclerosis", fr="Sclérose"), forms=("s.e.p.",))
    return FindingsEngine(lexicon.model_copy(update={"concepts": (*lexicon.concepts, sclerosis)}))


def test_a_form_with_full_stops_is_found(dotted: FindingsEngine) -> None:
    assert [each.concept for each in dotted.find("Suivie pour une S.E.P. depuis dix ans.")] == ["sclerosis"]


def test_cut_into_sentences_a_text_holds_the_same_findings(dotted: FindingsEngine) -> None:
    engine = engine_for()
    texts = [marked.replace("[[", "").replace("]]", "") for marked in TEXTS]
    assert [text for text in texts if engine.find(text) != dotted.find(text)] == []
    assert any(engine.find(text) for text in texts)
