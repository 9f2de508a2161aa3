"""A preset: a recipe and, in both languages, what it is for, what it needs, how long it takes, where it comes from."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from studio.core.bilingual import Bilingual
from studio.core.option import OptionGroup
from studio.core.recipe import Recipe, recipe_problem
from studio.words import current_language


def _in_both(value: Any) -> Any:
    """Users write in one language, and mean it for both."""
    return {"en": value, "fr": value} if isinstance(value, str) else value


Words = Annotated[Bilingual, BeforeValidator(_in_both)]


class Duration(OptionGroup):
    """How long a run takes on a machine that people know: so many examples of so many tokens.

    An estimate by the formula of docs/presets.md, which is tools/preset_times.py, unless someone measured it.
    """

    machine: Words
    minutes: float = Field(gt=0, allow_inf_nan=False)
    basis: Literal["estimate", "measured"] = "estimate"
    examples: int = Field(1000, gt=0)
    tokens: int = Field(500, gt=0)
    note: Words | None = None


class Preset(OptionGroup):
    """A recipe with words for people; those that users write may leave out all but the name."""

    name: Words
    description: Words
    for_whom: Words | None = None
    needs: Words | None = None
    memory_gb: float | None = Field(None, ge=0, allow_inf_nan=False)
    """Of the graphics card that it is made for; 0 for none, None where nobody said."""
    time: tuple[Duration, ...] = ()
    sources: tuple[Words, ...] = ()
    recipe: Recipe = Recipe()


def parse_preset(data: object) -> Preset:
    """Check a preset as read from YAML; raises RecipeInvalid naming each wrong field."""
    try:
        return Preset.model_validate(data)
    except ValidationError as error:
        raise recipe_problem(error) from error


def words_of(text: Bilingual | None) -> str:
    """In the language in use, empty where there is nothing."""
    return getattr(text, current_language()) if text is not None else ""


def both(text: str) -> Bilingual:
    """What a user wrote, for both languages."""
    return Bilingual(en=text, fr=text)
