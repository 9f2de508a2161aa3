"""A preset as YAML that people read and write: every option with its title, and errors with their line."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from studio.core.bilingual import Bilingual
from studio.core.option import choices_of, title_of, unit_of
from studio.core.preset import Duration, Preset, both
from studio.core.recipe import Recipe, applies, differences, only_for_words, option_fields, option_values
from studio.core.yaml_errors import expectation, line_of, mistake_place, read_yaml
from studio.core.yaml_patch import with_scalars
from studio.words import _

_COMMENT_COLUMN = 34
# A preset holds a recipe, that holds groups, and those hold options.
_DEEPEST = 3
_WIDTH, _ENDLESS = 100, 1 << 30
_FILLER = textwrap.TextWrapper(_WIDTH, break_long_words=False, break_on_hyphens=False)
_NO_BREAK = "\u00a0\u202f"
_KEY = re.compile(r"\s*(?:# )?([a-z_]+):")


@dataclass(frozen=True)
class TextProblem:
    """A line, from 1, or 0 where nobody can say; the field there, and what is expected of it."""

    line: int
    field: str
    message: str

    def words(self) -> str:
        """In one sentence with its place."""
        place = _("Line {line}").format(line=self.line) if self.line else ""
        return " · ".join(filter(None, (place, self.field, self.message)))


@dataclass(frozen=True)
class ReadPreset:
    """What a text says: a preset, or at least one problem."""

    preset: Preset | None
    problems: tuple[TextProblem, ...] = ()


def read_preset(text: str) -> ReadPreset:
    """The preset that a YAML text describes, or everything that is wrong with it."""
    try:
        data = _read(text)
    except yaml.YAMLError as error:
        line, _column = mistake_place(error) or (0, 0)
        hint = _("Check quotes, brackets and the indentation there. Texts with “: ” or “#” need quotes.")
        return ReadPreset(None, (TextProblem(line, "", hint),))
    if twice := tuple(_said_twice(yaml.compose(text, Loader=yaml.CSafeLoader), _DEEPEST)):
        return ReadPreset(None, twice)
    try:
        return ReadPreset(Preset.model_validate(data))
    except ValidationError as error:
        problems = [
            TextProblem(line_of(text, each["loc"]), ".".join(map(str, each["loc"])), expectation(each))
            for each in error.errors()
        ]
        return ReadPreset(None, tuple(sorted(problems, key=lambda problem: problem.line)))


def preset_text(preset: Preset) -> str:
    """All of a preset; options that say nothing in it stand in comments with the reason."""
    lines = [*_words_lines("name", preset.name), *_words_lines("description", preset.description)]
    lines += ["recipe:", *_recipe_lines(preset.recipe)]
    lines += [*_words_lines("for_whom", preset.for_whom), *_words_lines("needs", preset.needs)]
    if preset.memory_gb is not None:
        lines.append(f"memory_gb: {_scalar(_whole(preset.memory_gb))}")
    if preset.time:
        lines += ["time:", *(f"  - {_duration(each)}" for each in preset.time)]
    if preset.sources:
        lines += ["sources:", *(f"  - {_flow(_plain(each))}" for each in preset.sources)]
    return "\n".join(lines) + "\n"


def with_recipe(text: str, before: Preset, recipe: Recipe) -> str:
    """The text of `before` with another recipe: only the changed values change, and comments stay."""
    after = before.model_copy(update={"recipe": recipe})
    if text == preset_text(before):
        return preset_text(after)
    changes = {("recipe", *each.name.split(".")): _scalar(each.after) for each in differences(before.recipe, recipe)}
    changed = with_scalars(text, changes)
    # Anchors and the like are beyond an exchange of values.
    return changed if read_preset(changed).preset == after else preset_text(after)


def with_name(text: str, before: Preset, title: str) -> str:
    """The text of `before` under another title, its comments kept."""
    after = before.model_copy(update={"name": both(title)})
    changed = with_scalars(text, {("name",): _scalar(title)})
    return changed if read_preset(changed).preset == after else preset_text(after)


def option_at(text: str, line: int) -> str:
    """The option that stands in a line, from 1, by its dotted name; empty where there is none."""
    lines = text.splitlines()[:line]
    if len(lines) < line or not (found := _KEY.match(lines[-1])):
        return ""
    deep = _depth(lines[-1])
    for above in reversed(lines[:-1]):
        if (
            above.strip()
            and not above.lstrip().startswith("#")
            and _depth(above) < deep
            and (group := _KEY.match(above))
        ):
            name = f"{group[1]}.{found[1]}"
            return name if name in option_fields() else ""
    return ""


def _read(text: str) -> Any:
    """The quick loader first: the other tells better where a mistake is, and takes ten times as long."""
    try:
        return read_yaml(text, large=True)
    except yaml.YAMLError:
        return read_yaml(text)


def _said_twice(node: yaml.Node | None, deep: int, place: str = "") -> Iterator[TextProblem]:
    """Of two values YAML would take the last in silence; as deep as options go, since aliases can go round."""
    if deep == 0 or not isinstance(node, yaml.MappingNode):
        return
    known = set[str]()
    for key, value in node.value:
        name = f"{place}{key.value}"
        if name in known:
            yield TextProblem(key.start_mark.line + 1, name, _("This stands above already; one of the two has to go."))
        known.add(name)
        yield from _said_twice(value, deep - 1, f"{name}.")


def _recipe_lines(recipe: Recipe) -> list[str]:
    lines, values = list[str](), option_values(recipe)
    for name, field in option_fields().items():
        group, _dot, option = name.partition(".")
        if f"  {group}:" not in lines:
            lines.append(f"  {group}:")
        said = f"    {option}: {_scalar(values[name])}"
        if values[name] == field.default and not applies(name, values):
            lines.append(f"    # {option}: {_scalar(values[name])}  # {only_for_words(name, values)}")
            continue
        words = ", ".join(choices_of(field)) or unit_of(field)
        title = _("{option}: {values}").format(option=title_of(field), values=words) if words else title_of(field)
        lines.append(f"{said:<{_COMMENT_COLUMN}}  # {title}")
    return lines


def _words_lines(key: str, words: Bilingual | None) -> list[str]:
    """One text where both languages say the same."""
    if words is None:
        return []
    if words.en == words.fr:
        return _text_lines(key, words.en, "")
    return [f"{key}:", *_text_lines("en", words.en, "  "), *_text_lines("fr", words.fr, "  ")]


def _text_lines(key: str, text: str, indent: str) -> list[str]:
    """A long text is folded at its spaces, which reads back as it was where they are single ones."""
    plain = f"{indent}{key}: {_scalar(text)}"
    if len(plain) <= _WIDTH or not _can_fold(text):
        return [plain]
    filled = _FILLER.wrap(text)
    return [f"{indent}{key}: >-", *(f"{indent}  {line}" for line in filled)]


def _can_fold(text: str) -> bool:
    """Whether nothing stands between the words but single ordinary spaces, and nothing needs to be escaped."""
    return all(text.split(" ")) and all(each.isprintable() or each in _NO_BREAK for each in text)


def _duration(duration: Duration) -> str:
    # That it is an estimate is said where the number stands.
    machine, minutes = _plain(duration.machine), _whole(duration.minutes)
    entry: dict[str, object] = {"machine": machine, "minutes": minutes, "basis": duration.basis}
    entry |= duration.model_dump(exclude=set(entry), exclude_defaults=True)
    return _flow(entry)


def _plain(words: Bilingual) -> str | dict[str, str]:
    return words.en if words.en == words.fr else words.model_dump()


def _flow(value: object) -> str:
    if isinstance(value, str):
        return _scalar(value)
    return _dump(value, flow=True).rstrip("\n")


def _whole(value: float) -> float | int:
    return int(value) if value.is_integer() else value


def _scalar(value: object) -> str:
    return _dump(value, flow=False).removesuffix("...\n").rstrip("\n")


def _dump(value: object, *, flow: bool) -> str:
    text: str = yaml.dump(
        value,
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
        width=_ENDLESS,
        default_flow_style=flow,
    )
    return text


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
