"""What the Presets tab says of a preset; no Qt."""

from collections.abc import Mapping
from typing import Literal

from studio.core.option import choice_title
from studio.core.preset import Duration, Preset, words_of
from studio.core.recipe import Recipe, option_fields
from studio.ui.formats import about, duration, examples, integer, number
from studio.words import N_, _

Purpose = Literal["answers", "preferences", "labels"]
PURPOSES: Mapping[Purpose, str] = {
    "answers": N_("Answers"),
    "labels": N_("Classification"),
    "preferences": N_("Preferences"),
}
_MINUTE_S = 60


def purpose_of(recipe: Recipe) -> Purpose:
    """What a model is trained for, which is how the list is divided."""
    if recipe.goal.task == "classification":
        return "labels"
    return "answers" if recipe.goal.objective == "sft" else "preferences"


def memory_words(memory_gb: float | None) -> str:
    """Of the card that a preset is made for, empty where nobody said."""
    if memory_gb is None:
        return ""
    return _("{value} GB").format(value=number(memory_gb)) if memory_gb else _("no graphics card")


def facts(preset: Preset) -> str:
    """The line under a preset's name in the list."""
    method = choice_title(option_fields()["method.name"], preset.recipe.method.name)
    return " · ".join(filter(None, (memory_words(preset.memory_gb), method, model_name(preset.recipe.model.base))))


def model_name(base: str) -> str:
    """A base model without the folders or the owner before it."""
    return _("demonstration model") if base == "demo" else base.replace("\\", "/").rstrip("/").rpartition("/")[2]


def time_words(spent: Duration) -> str:
    """How long, for how many examples, and that it is an estimate where it is one."""
    seconds = spent.minutes * _MINUTE_S
    if spent.basis == "measured":
        told, how_long = _("{time}, measured with {examples} of {tokens} tokens"), duration(seconds)
    else:
        told, how_long = _("about {time}, estimated for {examples} of {tokens} tokens"), about(seconds)
    said = told.format(time=how_long, examples=examples(spent.examples), tokens=integer(spent.tokens))
    note = words_of(spent.note)
    return f"{said}. {note}" if note else said
