"""Two presets side by side, option by option; no Qt."""

from dataclasses import dataclass

from studio.core.option import title_of
from studio.core.recipe import Recipe, applies, option_fields, option_values
from studio.ui.form_rules import value_text
from studio.words import _


@dataclass(frozen=True)
class ComparedOption:
    """An option with its value in both, as people read it; an empty one says nothing there."""

    group: str
    title: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.left != self.right


def compare(left: Recipe, right: Recipe, *, all_options: bool) -> tuple[ComparedOption, ...]:
    """The options that differ where they count, or all that count in at least one of the two."""
    found = []
    first, second = option_values(left), option_values(right)
    for name, field in option_fields().items():
        compared = ComparedOption(
            group=group_title(name),
            title=title_of(field),
            left=value_text(name, first[name]) if applies(name, first) else "",
            right=value_text(name, second[name]) if applies(name, second) else "",
        )
        if compared.differs or (all_options and compared.left):
            found.append(compared)
    return tuple(found)


def group_title(name: str) -> str:
    """The group of an option in the form."""
    return _(str(Recipe.model_fields[name.partition(".")[0]].title))
