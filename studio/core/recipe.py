"""Every training option, declared once: type, default, bounds, words. Forms, presets, commands and tests read this."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from studio.errors import RecipeInvalid
from studio.words import N_, _

Level = Literal["simple", "expert"]


def _option(default: Any, title: str, explanation: str, level: Level = "expert", **more: Any) -> Any:
    """A pydantic field with its words; `unit` in `more` is shown beside the value, the rest are bounds."""
    extra = {"level": level, "unit": more.pop("unit", "")}
    return Field(default, title=title, description=explanation, json_schema_extra=extra, **more)


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelOptions(_Group):
    """Which model is trained."""

    base: str = _option(
        "demo",
        N_("Base model"),
        N_("A local folder, a model of the local hub cache (owner/name), a GGUF file, or “demo”."),
        "simple",
        min_length=1,
    )


class MethodOptions(_Group):
    """How the model is adapted."""

    name: Literal["qlora", "lora"] = _option(
        "qlora",
        N_("Method"),
        N_("QLoRA keeps the base model in 4 bits and trains a small adapter; LoRA keeps it in 16 bits."),
        "simple",
    )
    rank: int = _option(
        16,
        N_("Rank"),
        N_("Size of the adapter. Larger learns more and needs more memory. Typical: 8 to 64."),
        "simple",
        ge=1,
        le=256,
    )
    alpha: int = _option(
        16, N_("Alpha"), N_("Strength of the adapter; its effect is alpha divided by rank."), ge=1, le=512
    )
    dropout: float = _option(
        0.0,
        N_("Dropout"),
        N_("Share of the adapter’s inputs dropped at random. 0 needs the least memory and is usually best."),
        ge=0.0,
        le=0.5,
    )
    quantisation: Literal["nf4", "fp4"] = _option(
        "nf4", N_("4-bit type"), N_("NF4 fits normally distributed weights and is the usual choice.")
    )
    double_quantisation: bool = _option(
        True, N_("Double quantisation"), N_("Quantises the scales too: about 0.4 bit less per weight, same quality.")
    )


class DataOptions(_Group):
    """Which examples are learned from, and how they become tokens."""

    only_approved: bool = _option(
        False,
        N_("Only approved examples"),
        N_("Trains, validates and tests on nothing but examples that a reviewer has approved."),
        "simple",
    )

    max_length: int = _option(
        1024,
        N_("Longest example"),
        N_("Longer examples are cut at the end and reported."),
        "simple",
        ge=16,
        le=131072,
        unit=N_("tokens"),
    )
    packing: Literal["auto", "on", "off"] = _option(
        "auto",
        N_("Packing"),
        N_("Puts several short examples into one sequence. Automatic: on where the model keeps them apart."),
    )
    template: Literal["auto", "chatml"] = _option(
        "auto",
        N_("Chat template"),
        N_("Automatic uses the model’s own; ChatML gives one to a base model that has none."),
    )


class TrainingOptions(_Group):
    """How long and how strongly to learn."""

    learning_rate: float = _option(
        2e-4, N_("Learning rate"), N_("Size of a learning step. LoRA likes 1e-4 to 5e-4."), "simple", gt=0, le=1
    )
    schedule: Literal["linear", "cosine", "constant"] = _option(
        "linear", N_("Schedule"), N_("How the learning rate falls after the warm-up.")
    )
    warmup_steps: int = _option(
        10, N_("Warm-up"), N_("Steps over which the learning rate rises from zero."), ge=0, le=100000, unit=N_("steps")
    )
    epochs: float = _option(
        3.0,
        N_("Epochs"),
        N_("How often each example is seen. Ignored when a number of steps is set."),
        "simple",
        gt=0,
        le=1000,
    )
    max_steps: int = _option(
        0,
        N_("Steps"),
        N_("Number of learning steps; 0 means as many as the epochs need."),
        "simple",
        ge=0,
        le=10_000_000,
    )
    batch: int = _option(
        8,
        N_("Effective batch"),
        N_("Examples per learning step, whatever fits in memory at once."),
        "simple",
        ge=1,
        le=4096,
        unit=N_("examples"),
    )
    optimiser: Literal["adamw_8bit", "paged_adamw_8bit", "adamw_torch"] = _option(
        "adamw_8bit", N_("Optimiser"), N_("8-bit AdamW needs a quarter of the memory of AdamW.")
    )
    weight_decay: float = _option(0.0, N_("Weight decay"), N_("Pulls weights towards zero."), ge=0.0, le=1.0)
    max_grad_norm: float = _option(
        1.0, N_("Gradient clipping"), N_("Longest gradient allowed; 0 switches clipping off."), ge=0.0, le=100.0
    )
    seed: int = _option(42, N_("Seed"), N_("The same seed gives the same run."), ge=0, le=2**31 - 1)


class EvaluationOptions(_Group):
    """How progress is checked."""

    every_steps: int = _option(
        20,
        N_("Evaluate every"),
        N_("Steps between two looks at the validation examples and the sample answers; a checkpoint is saved too."),
        ge=1,
        le=1_000_000,
        unit=N_("steps"),
    )
    sample_prompts: int = _option(
        3,
        N_("Sample answers"),
        N_("How many validation questions the model answers at every evaluation."),
        ge=0,
        le=20,
    )
    max_new_tokens: int = _option(
        160, N_("Longest answer"), N_("Where a generated answer is cut."), ge=1, le=8192, unit=N_("tokens")
    )
    compare: bool = _option(
        True,
        N_("Before/after comparison"),
        N_("Scores the untrained and the trained model on the test examples."),
        "simple",
    )
    compare_rows: int = _option(
        200,
        N_("Rows compared"),
        N_("At most so many test examples are answered for the comparison."),
        ge=1,
        le=100000,
        unit=N_("examples"),
    )


class MemoryOptions(_Group):
    """How the run fits into memory."""

    micro_batch: int = _option(
        0, N_("Micro-batch"), N_("Examples computed at once; 0 chooses."), ge=0, le=1024, unit=N_("examples")
    )
    checkpointing: Literal["auto", "on", "off"] = _option(
        "auto",
        N_("Activation checkpointing"),
        N_("Computes activations twice instead of keeping them: slower, needs much less memory."),
    )


class Recipe(_Group):
    """Everything a run needs to know besides its data."""

    task: Literal["causal"] = "causal"
    objective: Literal["sft"] = "sft"
    model: Annotated[ModelOptions, Field(title=N_("Model"))] = ModelOptions()
    method: Annotated[MethodOptions, Field(title=N_("Method"))] = MethodOptions()
    data: Annotated[DataOptions, Field(title=N_("Data"))] = DataOptions()
    training: Annotated[TrainingOptions, Field(title=N_("Training"))] = TrainingOptions()
    evaluation: Annotated[EvaluationOptions, Field(title=N_("Evaluation"))] = EvaluationOptions()
    memory: Annotated[MemoryOptions, Field(title=N_("Memory"))] = MemoryOptions()


class Bilingual(_Group):
    """A text in both languages."""

    en: str = Field(min_length=1)
    fr: str = Field(min_length=1)


class Preset(_Group):
    """A recipe with a name and a description for people."""

    name: Bilingual
    description: Bilingual
    recipe: Recipe = Recipe()


def option_fields() -> dict[str, FieldInfo]:
    """Every option by its dotted name, e.g. `training.max_steps`, in the order of the form."""
    return {
        f"{group}.{name}": field
        for group, outer in Recipe.model_fields.items()
        if isinstance(outer.annotation, type) and issubclass(outer.annotation, _Group)
        for name, field in outer.annotation.model_fields.items()
    }


def parse_preset(data: object) -> Preset:
    """Check a preset as read from YAML; raises RecipeInvalid naming each wrong field."""
    try:
        return Preset.model_validate(data)
    except ValidationError as error:
        raise _invalid(error) from error


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
        raise _invalid(error) from error


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


def _invalid(error: ValidationError) -> RecipeInvalid:
    lines = [f"{'.'.join(map(str, each['loc']))}: {_reason(each)}" for each in error.errors()]
    return RecipeInvalid("\n".join([_("These options are not right:"), *lines]))


def _reason(found: ErrorDetails) -> str:
    reason = _REASONS.get(found["type"])
    if reason is None:
        return found["msg"]
    limits = {name: str(value).replace(" or ", ", ") for name, value in found.get("ctx", {}).items()}
    return _(reason).format(**limits)
