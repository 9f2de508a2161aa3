"""All transformations are there, in their order, each with words of its own, and from the project's own lexicons."""

from pathlib import Path

import pytest

from studio.errors import LexiconWrong
from studio.text.augment.catalogue import catalogue

KEYS = (
    *("synonyms", "abbreviations", "negations", "durations", "sex", "age", "numbers", "ordering"),
    *("telegraphic", "sms", "dictated", "typing_noise", "distractors", "minimal_pair"),
)


def test_they_are_presented_in_their_order_with_different_words() -> None:
    ways = catalogue(None)
    assert tuple(ways) == KEYS
    assert [way.info.key for way in ways.values()] == list(ways)
    for words in ("title", "explanation", "examples"):
        assert len({getattr(way.info, words) for way in ways.values()} - {"", ()}) == len(ways)


def test_only_minimal_pairs_change_what_is_found() -> None:
    touches = {key: way.info.touches for key, way in catalogue(None).items()}
    assert [key for key, touched in touches.items() if touched == "finding"] == ["minimal_pair"]
    assert {key for key, touched in touches.items() if touched == "patient"} == {"sex", "age"}


@pytest.mark.parametrize("name", ["findings", "synonyms", "abbreviations", "sexes", "register", "distractors"])
def test_a_wrong_lexicon_of_the_project_is_named(tmp_path: Path, name: str) -> None:
    file = tmp_path / "lexicons" / f"{name}.yaml"
    file.parent.mkdir()
    file.write_text("v: 1\nnonsense: true\n", "utf-8")
    with pytest.raises(LexiconWrong, match=name):
        catalogue(tmp_path)
