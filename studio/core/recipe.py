"""A recipe: everything a run needs to know besides its data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Self

import yaml
from pydantic import Field, ValidationError, ValidationInfo, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from studio.core.option import choice_title, conditions_of, title_of
from studio.core.options import (
    DataOptions,
    EvaluationOptions,
    GoalOptions,
    MemoryOptions,
    MethodOptions,
    ModelOptions,
    OptionGroup,
    TrainingOptions,
)
from studio.core.recipe_rules import conflicts
from studio.errors import RecipeInvalid
from studio.words import N_, _

FROZEN = "frozen"
"""The context in which a recipe that was once accepted is read again: rules made since do not make a run unreadable."""


class Recipe(OptionGroup):
    """Everything a run needs to know besides its data."""

    goal: Annotated[GoalOptions, Field(title=N_("Goal"))] = GoalOptions()
    model: Annotated[ModelOptions, Field(title=N_("Model"))] = ModelOptions()
    method: Annotated[MethodOptions, Field(title=N_("Method"))] = MethodOptions()
    data: Annotated[DataOptions, Field(title=N_("Data"))] = DataOptions()
    training: Annotated[TrainingOptions, Field(title=N_("Training"))] = TrainingOptions()
    evaluation: Annotated[EvaluationOptions, Field(title=N_("Evaluation"))] = EvaluationOptions()
    memory: Annotated[MemoryOptions, Field(title=N_("Memory"))] = MemoryOptions()

    @model_validator(mode="before")
    @classmethod
    def _read_older(cls, data: Any) -> Any:
        """Runs made before there was a choice name the task and the objective beside the groups."""
        if not isinstance(data, dict) or not {"task", "objective"} & data.keys():
            return data
        moved = {name: data[name] for name in ("task", "objective") if name in data}
        return {**{name: value for name, value in data.items() if name not in moved}, "goal": moved}

    @model_validator(mode="after")
    def _fit_together(self, info: ValidationInfo) -> Self:
        if info.context == FROZEN:
            return self
        if found := conflicts(self):
            # Raised in here, pydantic keeps the place of each, which is the field that a form marks.
            raise ValidationError.from_exception_data(
                "Recipe",
                [
                    InitErrorDetails(
                        type=PydanticCustomError("conflict", "{reason}", {"reason": each.reason}),
                        loc=tuple(each.name.split(".")),
                        input=None,
                    )
                    for each in found
                ],
            )
        return self


@dataclass(frozen=True)
class OptionDifference:
    """An option by its dotted name, with its value in each of two recipes."""

    name: str
    before: object
    after: object


def option_fields() -> dict[str, FieldInfo]:
    """Every option by its dotted name, e.g. `training.max_steps`, in the order of the form."""
    return {
        f"{group}.{name}": field
        for group, outer in Recipe.model_fields.items()
        if isinstance(outer.annotation, type) and issubclass(outer.annotation, OptionGroup)
        for name, field in outer.annotation.model_fields.items()
    }


def option_values(recipe: Recipe) -> dict[str, object]:
    """The value of every option by its dotted name."""
    data = recipe.model_dump()
    return {name: data[name.partition(".")[0]][name.partition(".")[2]] for name in option_fields()}


def differences(before: Recipe, after: Recipe) -> tuple[OptionDifference, ...]:
    """The options that differ, in the order of the form."""
    first, second = option_values(before), option_values(after)
    return tuple(OptionDifference(name, value, second[name]) for name, value in first.items() if value != second[name])


def applies(name: str, values: Mapping[str, object]) -> bool:
    """Whether an option says anything beside these others, which may be typed and not yet right."""
    declared = conditions_of(option_fields()[name])
    return not declared or any(
        all(values.get(other) in allowed for other, allowed in each.items()) for each in declared
    )


def only_for_words(name: str, values: Mapping[str, object]) -> str:
    """Which of these other options keep this one from saying anything, as a sentence; empty where it counts."""
    if applies(name, values):
        return ""
    fields = option_fields()
    ways = [
        "; ".join(
            _("{option}: {values}").format(
                option=title_of(fields[other]),
                values=", ".join(choice_title(fields[other], str(value)) for value in allowed),
            )
            for other, allowed in each.items()
            if values.get(other) not in allowed
        )
        for each in conditions_of(fields[name])
    ]
    return _("Counts only with {conditions}.").format(conditions=_(", or ").join(ways))


def with_changes(recipe: Recipe, changes: Mapping[str, str]) -> Recipe:
    """Apply `--set` assignments such as `{"training.max_steps": "30"}`; raises RecipeInvalid."""
    data = recipe.model_dump()
    known = option_fields()
    for name, text in changes.items():
        if name not in known:
            raise RecipeInvalid(
                _("There is no option “{name}”.").format(name=name),
                hint=_("The options are: {names}.").format(names=", ".join(known)),
            )
        group, option = name.split(".")
        try:
            # Left as text, which pydantic turns into the field's type: YAML 1.1 would read `on` as true.
            data[group][option] = yaml.load(text, Loader=yaml.BaseLoader)
        except yaml.YAMLError as error:
            raise RecipeInvalid(
                _("The value of “{name}” is not readable: {text}").format(name=name, text=text)
            ) from error
    try:
        return Recipe.model_validate(data)
    except ValidationError as error:
        raise recipe_problem(error) from error


# What pydantic finds, in our words; it has none in French.
_REASONS = {
    "int_parsing": N_("a whole number is expected"),
    "int_type": N_("a whole number is expected"),
    "int_from_float": N_("a whole number is expected"),
    "float_parsing": N_("a number is expected"),
    "float_type": N_("a number is expected"),
    "bool_parsing": N_("true or false is expected"),
    "bool_type": N_("true or false is expected"),
    "string_type": N_("a text is expected"),
    "string_too_short": N_("this may not be empty"),
    "literal_error": N_("the possible values are {expected}"),
    "greater_than": N_("this must be more than {gt}"),
    "greater_than_equal": N_("this must be at least {ge}"),
    "less_than_equal": N_("this must be at most {le}"),
    "extra_forbidden": N_("there is no such option"),
    "missing": N_("this is missing"),
}


def recipe_problem(error: ValidationError) -> RecipeInvalid:
    """The error for what pydantic found, each wrong field named with its reason."""
    lines = [f"{'.'.join(map(str, each['loc']))}: {_reason(each)}" for each in error.errors()]
    return RecipeInvalid("\n".join([_("These options are not right:"), *lines]))


def _reason(found: ErrorDetails) -> str:
    reason = _REASONS.get(found["type"])
    if reason is None:
        return found["msg"]
    limits = {name: str(value).replace(" or ", ", ") for name, value in found.get("ctx", {}).items()}
    return _(reason).format(**limits)
