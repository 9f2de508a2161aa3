"""What a form knows of an option: how to read what was typed and how to say what is wrong with it."""

import re
from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from studio.core.recipe import Recipe, option_fields
from studio.ui.formats import integer, number
from studio.words import N_, _, current_language

Typed = str | bool
CHOICES = {
    "qlora": N_("QLoRA (4 bits)"),
    "lora": N_("LoRA (16 bits)"),
    "auto": N_("Automatic"),
    "on": N_("On"),
    "off": N_("Off"),
    "linear": N_("Linear"),
    "cosine": N_("Cosine"),
    "constant": N_("Constant"),
}
# Long whole numbers are still shown in full in a field.
_EXACT = 12
_ENGLISH_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")


def choices(field: FieldInfo) -> tuple[str, ...]:
    """The values of an option that is a choice, none for any other."""
    return tuple(get_args(field.annotation)) if get_origin(field.annotation) is Literal else ()


def choice_words(value: str) -> str:
    """A choice as people read it; names of methods keep theirs."""
    return _(CHOICES[value]) if value in CHOICES else value


def field_text(value: object) -> str:
    """A value as a field shows it, without spaces between thousands so that it can be edited."""
    if isinstance(value, float):
        text = f"{value:.{_EXACT}g}"
        return text.replace(".", ",") if current_language() == "fr" else text
    return str(value)


def unit(field: FieldInfo) -> str:
    """The unit shown beside the field, empty when it has none."""
    extra = field.json_schema_extra
    return _(str(extra.get("unit", ""))) if isinstance(extra, dict) else ""


def read_recipe(base: Recipe, typed: Mapping[str, Typed]) -> tuple[Recipe | None, dict[str, str]]:
    """The recipe with what was typed, or None and a sentence for each option that is not right."""
    data: dict[str, dict[str, Any]] = base.model_dump()
    for name, text in typed.items():
        group, option = name.split(".")
        kind = _field(name).annotation
        data[group][option] = (
            _plain(text, whole=kind is int) if kind in (int, float) and isinstance(text, str) else text
        )
    try:
        return Recipe.model_validate(data), {}
    except ValidationError as error:
        names = [".".join(str(part) for part in each["loc"][:2]) for each in error.errors()]
        return None, {name: explain(_field(name)) for name in names}


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
