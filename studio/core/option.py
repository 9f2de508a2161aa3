"""What is declared of one option besides its type: words, level, and the other options under which it says anything."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.fields import FieldInfo

from studio.words import _, current_language

Level = Literal["simple", "expert"]
Condition = Mapping[str, Sequence[str | int]]
"""Options by dotted name with the values they must have, all of them."""
_FRENCH_MANY = 2
_EXTRAS = ("unit", "one", "plain", "choices", "only_for", "quiet")


def option(default: Any, title: str, explanation: str, level: Level = "expert", **more: Any) -> Any:
    """A pydantic field with its words; what `more` holds beyond the bounds is read back by the functions below.

    `unit` is shown beside the value (`one` beside a single one), `plain` is the title in the simple form, `choices` has
    the words for each value, or for numbers that stand for something else.
    `only_for` is one condition or several of which one must hold. A `quiet` option stands in the simple form only
    where a recipe sets it.
    """
    extra = {"level": level, **{name: more.pop(name) for name in _EXTRAS if name in more}}
    return Field(default, title=title, description=explanation, json_schema_extra=extra, **more)


class OptionGroup(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _read_word(cls, value: Any, info: ValidationInfo) -> Any:
        """YAML 1.1 reads `on` as true and `8` as a number, also where they are words to choose from."""
        words = choices_of(cls.model_fields[str(info.field_name)])
        if isinstance(value, bool) and "on" in words:
            return "on" if value else "off"
        return str(value) if isinstance(value, int) and str(value) in words else value


def choices_of(field: FieldInfo) -> tuple[str, ...]:
    """The values of an option that is a choice, none for any other."""
    return tuple(get_args(field.annotation)) if get_origin(field.annotation) is Literal else ()


def level_of(field: FieldInfo) -> Level:
    """Whether the simple form shows it."""
    return "simple" if _extra(field).get("level") == "simple" else "expert"


def unit_of(field: FieldInfo, count: float | None = None) -> str:
    """The unit shown beside the value, as it is said of so many; empty when the option has none."""
    # In French none and one and a half are said as one is.
    single = count is not None and (count == 1 or (current_language() == "fr" and abs(count) < _FRENCH_MANY))
    return _(str((_extra(field).get("one") if single else "") or _extra(field).get("unit", "")))


def title_of(field: FieldInfo, level: Level = "expert") -> str:
    """What the option is called, in plain words at the simple level."""
    plain = str(_extra(field).get("plain", "")) if level == "simple" else ""
    return _(plain or str(field.title))


def choice_title(field: FieldInfo, value: str) -> str:
    """A choice as people read it; names of methods and programs keep theirs."""
    return _(dict(_extra(field).get("choices", {})).get(value, "")) or value


def is_quiet(field: FieldInfo) -> bool:
    """Whether the simple form leaves it out where it has its default."""
    return bool(_extra(field).get("quiet"))


def conditions_of(field: FieldInfo) -> tuple[Condition, ...]:
    """One of these must hold for the option to say anything; none where it always does."""
    declared = _extra(field).get("only_for", ())
    return (declared,) if isinstance(declared, Mapping) else tuple(declared)


def _extra(field: FieldInfo) -> Mapping[str, Any]:
    extra = field.json_schema_extra
    return extra if isinstance(extra, dict) else {}
