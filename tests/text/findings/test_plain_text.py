"""Places in folded text lead back to the text itself."""

import random

import pytest

from studio.text.findings.engine import engine_for
from studio.text.findings.plain_text import plain_text

PIECES = (
    "œdème",
    "Ça",
    "ﬁèvre",
    "e\u0301",
    "  ",
    "\r\n",
    " ",
    "…",
    "’",
    "\u00a0",
    "AÏE",
    "ß",
    "½",
    "\n",
    "pas",
    "🙂",
    ", ",
)


@pytest.mark.parametrize("seed", range(40))
def test_every_place_leads_back_to_the_characters_it_came_from(seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(chance.choice(PIECES) for _ in range(30))
    folded = plain_text(text)
    places = [folded.place(at, at + 1) for at in range(len(folded.plain))]
    assert all(start < end for start, end in places)
    assert [start for start, _end in places] == sorted(start for start, _end in places)
    for (start, end), character in zip(places, folded.plain, strict=True):
        assert character.isspace() or character in plain_text(text[start:end]).plain


@pytest.mark.parametrize("before", ["", "Œdème  des papilles…\r\n", "Ça va mieux 🙂  ", "e\u0301tat ", "\u00a0\u00a0"])
@pytest.mark.parametrize("mention", ["fièvre", "FIÈVRE", "fie\u0300vre", "maux  de\u00a0tête", "œdème papillaire"])
def test_findings_and_given_mentions_are_where_they_stand(before: str, mention: str) -> None:
    text = f"{before}Pas de {mention}, céphalées intenses."
    start = text.index(mention)
    found = engine_for().find(text)
    assert (start, start + len(mention), "absent") in [(each.start, each.end, each.status) for each in found]
    given = engine_for().judge(text, start, start + len(mention))
    assert (given.status, given.evidence) == ("absent", (start - 7, start - 4))


def test_a_wrapped_line_goes_on_and_an_item_ends() -> None:
    long = "Le patient de cinquante ans ne présente à ce jour, d'après lui, pas de"
    assert [each.status for each in engine_for().find(f"{long}\nfièvre")] == ["absent"]
    assert [each.status for each in engine_for().find("pas de toux\nfièvre")] == ["present"]
