"""What the Presets tab asks the Train tab for."""

from dataclasses import dataclass

from studio.core.recipe import Recipe


@dataclass(frozen=True)
class RunWanted:
    """A preset to train with, and its recipe where that was changed and not saved."""

    preset: str
    recipe: Recipe | None = None
