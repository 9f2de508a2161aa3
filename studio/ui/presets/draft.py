"""A preset while it is being edited, as a form or as text, right or not yet; no Qt."""

from dataclasses import dataclass, replace

from studio.core.preset import Preset, both
from studio.core.preset_text import TextProblem, preset_text, read_preset, with_recipe
from studio.core.recipe import Recipe
from studio.ui.presets.listing import Kind


@dataclass(frozen=True)
class Draft:
    """`text` is what would be saved; `good` is the last preset that it described, `saved` the one in the file."""

    name: str
    kind: Kind
    saved_text: str
    text: str
    saved: Preset
    good: Preset
    problems: tuple[TextProblem, ...] = ()
    typed: bool = False
    """Whether someone wrote in the text itself, comments perhaps."""

    @property
    def changed(self) -> bool:
        """Whether something would be lost."""
        return self.text != self.saved_text

    @property
    def right(self) -> bool:
        """Whether the text describes a preset."""
        return not self.problems

    def with_text(self, text: str) -> "Draft":
        """After typing in the text."""
        read = read_preset(text)
        return replace(self, text=text, good=read.preset or self.good, problems=read.problems, typed=True)

    def with_recipe(self, recipe: Recipe) -> "Draft":
        """After a change in the form, which is there only while the text is right."""
        if recipe == self.good.recipe:
            return self
        good = self.good.model_copy(update={"recipe": recipe})
        if good == self.saved and not self.typed:
            return self.discarded()
        return replace(self, text=with_recipe(self.text, self.good, recipe), good=good)

    def discarded(self) -> "Draft":
        """As it was saved last."""
        return open_draft(self.name, self.kind, self.saved_text, self.saved)


def open_draft(name: str, kind: Kind, text: str, preset: Preset) -> Draft:
    """A preset as its file has it."""
    return Draft(name, kind, text, text, preset, preset, read_preset(text).problems)


def draft_of_ours(name: str, preset: Preset) -> Draft:
    """A built-in preset, its text with the titles of all options in the language in use."""
    return open_draft(name, "built_in", preset_text(preset), preset)


def draft_of_broken(name: str, text: str) -> Draft:
    """A file with an error, which is mended in the text; until then it stands on an empty recipe."""
    return open_draft(name, "broken", text, Preset(name=both(name), description=both(name)))
