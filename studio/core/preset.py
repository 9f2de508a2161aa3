"""A preset: a recipe with a name and a description for people, in both languages."""

from pydantic import ValidationError

from studio.core.bilingual import Bilingual
from studio.core.options import OptionGroup
from studio.core.recipe import Recipe, recipe_problem


class Preset(OptionGroup):
    """A recipe with a name and a description for people."""

    name: Bilingual
    description: Bilingual
    recipe: Recipe = Recipe()


def parse_preset(data: object) -> Preset:
    """Check a preset as read from YAML; raises RecipeInvalid naming each wrong field."""
    try:
        return Preset.model_validate(data)
    except ValidationError as error:
        raise recipe_problem(error) from error
