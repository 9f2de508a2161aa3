"""What a form knows of an option: how to read what was typed and how to say what is wrong with it."""

import re
from collections.abc import Mapping
from typing import Any

from annotated_types import Ge, Gt, Le
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from studio.core.option import choice_title, unit_of
from studio.core.recipe import Recipe, option_fields, option_values
from studio.ui.formats import integer, number
from studio.words import _, current_language

Typed = str | bool
# Long whole numbers are still shown in full in a field.
_EXACT = 12
_ENGLISH_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")


def field_text(value: object) -> str:
    """A value as a field shows it, without spaces between thousands so that it can be edited."""
    if isinstance(value, float):
        text = f"{value:.{_EXACT}g}"
        return text.replace(".", ",") if current_language() == "fr" else text
    return str(value)


def value_text(name: str, value: object) -> str:
    """A value as people read it where it cannot be edited."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = choice_title(_field(name), str(value))
    if text != str(value) or not isinstance(value, int | float):
        return text
    text = integer(value) if isinstance(value, int) else number(value, _EXACT)
    measured = unit_of(_field(name), value)
    return f"{text} {measured}" if measured else text


def read_recipe(base: Recipe, typed: Mapping[str, Typed]) -> tuple[Recipe | None, dict[str, str]]:
    """The recipe with what was typed, or None and a sentence for each option that is not right."""
    data: dict[str, dict[str, Any]] = base.model_dump()
    for name, text in typed.items():
        group, option = name.split(".")
        data[group][option] = _bare(name, text)
    wrong = _problems(data)
    if not wrong:
        return Recipe.model_validate(data), {}
    for name in wrong:
        group, option = name.split(".")
        data[group][option] = getattr(getattr(base, group), option)
    # What does not go together is looked for only among values that are right by themselves.
    return None, {**_problems(data), **wrong}


def _problems(data: dict[str, dict[str, Any]]) -> dict[str, str]:
    try:
        Recipe.model_validate(data)
    except ValidationError as error:
        found = [(".".join(str(part) for part in each["loc"][:2]), each) for each in error.errors()]
        return {name: each["msg"] if each["type"] == "conflict" else explain(_field(name)) for name, each in found}
    return {}


def typed_values(base: Recipe, typed: Mapping[str, Typed]) -> dict[str, object]:
    """Every option as it stands in a form, by which it is judged what applies; right or not yet."""
    values = option_values(base)
    for name, text in typed.items():
        bare = _bare(name, text)
        is_whole = _field(name).annotation is int and isinstance(bare, str) and bare.isdecimal()
        values[name] = int(bare) if is_whole else bare
    return values


def explain(field: FieldInfo) -> str:
    """What an option accepts, as the note beside a field that holds something else."""
    if field.annotation not in (int, float):
        return _("This may not be empty.")
    what = _("a whole number") if field.annotation is int else _("a number")
    above, low, high = _bound(field, Gt, "gt"), _bound(field, Ge, "ge"), _bound(field, Le, "le")
    if above is not None:
        return _("Enter {what} above {low} and up to {high}.").format(what=what, low=_exact(above), high=_exact(high))
    return _("Enter {what} from {low} to {high}.").format(what=what, low=_exact(low), high=_exact(high))


def _field(name: str) -> FieldInfo:
    return option_fields()[name]


def _bare(name: str, text: Typed) -> Typed:
    kind = _field(name).annotation
    return _plain(text, whole=kind is int) if kind in (int, float) and isinstance(text, str) else text


def _plain(text: str, *, whole: bool) -> str:
    """A number typed in either language: 2,5 and 2.5, 1 000 and, where the words are English, 1,000."""
    bare = "".join(text.split()).replace("−", "-")
    if current_language() == "en" and _ENGLISH_THOUSANDS.fullmatch(bare):
        return bare.replace(",", "")
    # Pydantic reads 1.000 as the whole number 1, and whoever typed it may have meant a thousand; 1,000 it refuses.
    return bare.replace(".", ",") if whole else bare.replace(",", ".")


def _bound(field: FieldInfo, kind: type, name: str) -> float | None:
    return next((float(getattr(each, name)) for each in field.metadata if isinstance(each, kind)), None)


def _exact(value: float | None) -> str:
    if value is None:
        return "…"
    return integer(int(value)) if value.is_integer() else number(value, _EXACT)
