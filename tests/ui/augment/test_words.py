"""What the Augment tab says: names, mixes, and what is cut from a long text."""

import pytest

from studio.core.contract import parse_contract
from studio.paths import RESOURCES
from studio.text.augment.catalogue import catalogue
from studio.text.word_difference import Piece, word_difference
from studio.ui.augment.mixes import Group, Mix, asking_group, mix_of, shares_of
from studio.ui.augment.outlook_lines import GroupLine, PlanOutlook, total_words
from studio.ui.augment.preview import EDGE, ShownVariant, abridged, preview_summary, readable_difference
from studio.ui.augment.words import MAKERS, STRENGTHS, first_sentence, nearest_strength

GROUPS = (Group("Three questions", "Trois questions", 80), Group("Monitoring", "Surveillance", 20))


def test_transformations_have_one_name_everywhere() -> None:
    for key, transformation in catalogue(None).items():
        assert MAKERS[key] == transformation.info.title


def test_half_asking_back_is_offered_where_the_contract_asks() -> None:
    contract = parse_contract((RESOURCES / "demo" / "contract.yaml").read_text("utf-8"))
    asking = asking_group(contract, GROUPS)
    assert asking == "Three questions"
    assert shares_of("half", GROUPS, asking, {}) == {"Three questions": 50.0, "Monitoring": 50.0}
    assert asking_group(None, GROUPS) == ""


@pytest.mark.parametrize("mix", ["present", "equal", "steps"])
def test_an_offered_mix_is_known_again_in_a_file(mix: Mix) -> None:
    shares = {name: 3 * share for name, share in shares_of(mix, GROUPS, "", {}).items()}
    assert mix_of(shares, GROUPS, "") == mix


def test_any_other_shares_are_ones_own() -> None:
    assert mix_of({"Three questions": 71.0, "Monitoring": 29.0}, GROUPS, "") == "own"


@pytest.mark.parametrize(
    ("before", "variants", "said"),
    [(1, 1, "1 usable example + 1 variant = 2"), (1200, 0, "1,200 usable examples + 0 variants = 1,200")],
)
def test_the_whole_is_told_as_a_sum(before: int, variants: int, said: str) -> None:
    outlook = PlanOutlook((GroupLine("", "Training examples", before, before + variants),), variants)
    assert total_words(outlook).replace("\u202f", ",") == said


def test_a_check_that_is_still_to_come_is_told_above_the_variants() -> None:
    quick = ShownVariant(1, ("a",), ("b",), (), checking=True)
    settled = ShownVariant(2, ("a",), ("c",), ())
    assert preview_summary([quick, settled]) == "2 variants tried, none refused · full check under way…"
    assert preview_summary([settled]) == "1 variant tried, none refused"


def test_a_long_text_is_cut_to_what_stands_near_its_changes() -> None:
    filler = "Rien de plus à dire. " * 60
    before, after = f"{filler}mal de tête {filler}", f"{filler}céphalée {filler}"
    pieces = abridged(word_difference(before, after))
    assert [piece.kind for piece in pieces] == ["same", "removed", "added", "same"]
    assert all(len(piece.text) <= EDGE + 2 for piece in pieces)
    assert pieces[0].text.startswith("…")
    assert pieces[-1].text.endswith("…")


def test_another_answer_stands_whole_below_the_old_one() -> None:
    before, after = "Pour préciser : début | fièvre ?", "Recommandation : IRM en urgence devant une fièvre."
    assert readable_difference(before, after) == (Piece("removed", before), Piece("same", "\n"), Piece("added", after))
    assert Piece("removed", "fièvre") in readable_difference("Pas de fièvre hier soir.", "Pas de toux hier soir.")


def test_a_short_text_stays_whole() -> None:
    pieces = word_difference("Femme de 34 ans.", "Homme de 34 ans.")
    assert abridged(pieces) == pieces


@pytest.mark.parametrize(("strength", "step"), [(0.01, 0), (0.25, 0), (0.45, 1), (1.0, 2)])
def test_any_strength_of_a_file_has_a_step(strength: float, step: int) -> None:
    assert nearest_strength(strength) == step
    assert len(STRENGTHS) == 3


def test_the_first_sentence_stands_in_the_list() -> None:
    assert first_sentence("Writes “3 days” out. Values stay.") == "Writes “3 days” out."
