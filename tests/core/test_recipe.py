"""A recipe takes what is right and says in the user's language what is not."""

import pytest

from studio.core.preset import parse_preset
from studio.core.recipe import Recipe, option_fields, with_changes
from studio.errors import RecipeInvalid
from studio.words import use_language


def test_assignments_change_what_they_name() -> None:
    changed = with_changes(
        Recipe(), {"training.max_steps": "30", "training.learning_rate": "2e-4", "data.packing": "on"}
    )
    assert (changed.training.max_steps, changed.training.learning_rate, changed.data.packing) == (30, 2e-4, "on")
    assert changed.method == Recipe().method


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("training.max_steps", "abc", "un nombre entier est attendu"),
        ("training.learning_rate", "fort", "un nombre est attendu"),
        ("training.learning_rate", "0", "la valeur doit dépasser 0"),
        ("method.rank", "0", "au moins 1"),
        ("method.rank", "9999", "au plus 256"),
        ("method.name", "magie", "'qlora', 'lora'"),
    ],
)
def test_a_wrong_value_is_explained_in_french(name: str, value: str, words: str) -> None:
    use_language("fr")
    try:
        with pytest.raises(RecipeInvalid) as caught:
            with_changes(Recipe(), {name: value})
    finally:
        use_language("en")
    assert name in caught.value.message
    assert words in caught.value.message


def test_an_unknown_option_is_answered_with_the_known_ones() -> None:
    with pytest.raises(RecipeInvalid, match=r"no option “training\.steps”") as caught:
        with_changes(Recipe(), {"training.steps": "3"})
    assert all(name in caught.value.hint for name in option_fields())


def test_all_that_is_wrong_with_a_preset_is_said_at_once() -> None:
    with pytest.raises(RecipeInvalid) as caught:
        parse_preset({"name": {"en": "x"}, "recipe": {"training": {"batch": 0, "speed": 3}}})
    assert all(name in caught.value.message for name in ("name.fr", "description", "recipe.training.batch", "speed"))
