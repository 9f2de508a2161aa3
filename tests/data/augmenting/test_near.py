"""Near texts are found exactly as a comparison with every text would find them."""

from hypothesis import given
from hypothesis import strategies as st

from studio.data.augmenting.near import Near, NearTexts, Wording, likeness

WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=14).map(" ".join)


@given(known=st.lists(WORDS, max_size=12), later=st.lists(WORDS, max_size=3), asked=WORDS)
def test_the_nearest_text_is_found(known: list[str], later: list[str], asked: str) -> None:
    wording = Wording()
    shingles = [wording.shingles([text]) for text in known + later]
    for at_least in (0.5, 0.85, 1.0):
        texts = NearTexts(at_least, list(enumerate(shingles[: len(known)])))
        for at in range(len(known), len(shingles)):
            texts.add(at, shingles[at])
        wanted = wording.shingles([asked])
        alike = [Near(at, likeness(wanted, each)) for at, each in enumerate(shingles)]
        near = [each for each in alike if each.likeness >= at_least]
        assert texts.nearest(wanted) == min(near, key=lambda each: (-each.likeness, each.key), default=None)


def test_case_accents_and_spaces_aside_texts_are_the_same() -> None:
    wording = Wording()
    assert wording.shingles(["Des  CÉPHALÉES brutales"]) == wording.shingles(["des cephalees", "brutales"])
    assert wording.shingles(["un deux trois"]) != wording.shingles(["trois un deux"])


def test_texts_as_the_one_set_aside_do_not_count() -> None:
    wording = Wording()
    parent, other = wording.shingles(["a b c d e f"]), wording.shingles(["a b c d e"])
    texts = NearTexts(0.7, [(1, parent), (2, parent), (3, other)])
    assert texts.nearest(parent) == Near(1, 1.0)
    found = texts.nearest(parent, apart_from=lambda: parent)
    assert found is not None
    assert found.key == 3
