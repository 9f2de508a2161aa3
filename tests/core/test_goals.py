"""When several rows are to share a sequence."""

import pytest

from studio.core.goals import packs
from studio.core.recipe import Recipe, with_changes


@pytest.mark.parametrize(
    ("changes", "on_processor", "on_card"),
    [
        ({}, False, True),
        ({"data.packing": "on"}, True, True),
        ({"data.packing": "off"}, False, False),
        ({"method.name": "prefix"}, False, False),
        ({"goal.objective": "dpo"}, False, False),
        ({"goal.task": "classification"}, False, False),
    ],
)
def test_only_answers_are_packed_and_by_itself_only_on_a_card(
    changes: dict[str, str], on_processor: bool, on_card: bool
) -> None:
    recipe = with_changes(Recipe(), changes)
    assert (packs(recipe, on_card=False), packs(recipe, on_card=True)) == (on_processor, on_card)
