"""What the overview says, without a window."""

from itertools import pairwise

import pytest

from studio.data.portion import Portion
from studio.ui.data.overview.histogram import ticks
from studio.ui.data.overview.words import Bar, missing_sentence, portion_title, share_text
from studio.words import use_language


@pytest.mark.parametrize(("share", "said"), [(0.0, "0%"), (0.001, "< 1%"), (0.4, "40%"), (1.0, "100%")])
def test_a_small_share_is_not_said_to_be_nothing(share: float, said: str) -> None:
    assert share_text(share) == said


@pytest.mark.parametrize(
    ("portion", "said"),
    [
        (Portion("split", "test"), "Test"),
        (Portion("split", ""), "No split"),
        (Portion("source", ""), "written here"),
        (Portion("language", ""), "undecided"),
        (Portion("language", "xx"), "xx"),
        (Portion("kind", "Urgent"), "En urgence"),
        (Portion("kind", ""), "none of the contract"),
        (Portion("question", shortest=1200, longest=1249), "1,200 to 1,249 characters"),
        (Portion("answer", shortest=12, longest=12), "12 characters"),
        (Portion("tokens", shortest=1025), "1,025 tokens or more"),
    ],
)
def test_rows_that_are_opened_say_what_they_have_in_common(portion: Portion, said: str) -> None:
    assert portion_title(portion, {"Urgent": "En urgence"}) == said


def test_what_is_missing_names_the_first_and_sums_up_the_others() -> None:
    bars = tuple(Bar(name, 1, 0.1, target=0.2, missing=at) for at, name in enumerate("abcdef"))
    assert missing_sentence(bars) == ("Missing: 1 row of “b”, 2 rows of “c”, 3 rows of “d”, 9 rows of others.")
    assert missing_sentence((Bar("a", 1, 1.0, target=1.0),)) == "The target is reached."
    assert missing_sentence((Bar("a", 1, 1.0),)) == ""


def test_numbers_under_a_histogram_are_few_and_never_over_each_other() -> None:
    even = ticks([0, 50, 100, 150, 200], 3)
    assert even == [(0.0, "0"), (2.0, "100"), (4.0, "200")]
    edges = [*range(0, 1550, 50), 9_000]
    found = ticks(edges, 5)
    assert found[-1] == (30.5, "1,500+")
    gaps = [later[0] - earlier[0] for earlier, later in pairwise(found)]
    assert min(gaps) > len(edges) / 5 * 0.6
    assert ticks([0, 1], 4) == [(0.0, "0"), (1.0, "1")]


def test_french_numbers_have_narrow_spaces() -> None:
    use_language("fr")
    try:
        assert Bar("a", 1234, 0.5).numbers() == "1\u202f234 · 50\u00a0%"
    finally:
        use_language("en")
