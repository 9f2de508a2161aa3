"""What is wrong with a YAML text that a user wrote: where, and what is expected there."""

from collections.abc import Callable, Sequence
from typing import Any, cast

import yaml
from pydantic_core import ErrorDetails

from studio.words import N_, _

_EXPECTED = {
    "missing": N_("This field is missing."),
    "extra_forbidden": N_("There is no field of this name; check the spelling."),
    "string_type": N_("A text is expected. Words such as yes, no and on need quotes."),
    "string_too_short": N_("This may not be empty."),
    "string_too_long": N_("At most {max_length} characters fit here."),
    "string_pattern_mismatch": N_("Small letters without accents, digits and “_” only, beginning with a letter."),
    "too_short": N_("At least one is needed."),
    "int_type": N_("A whole number is expected."),
    "int_parsing": N_("A whole number is expected."),
    "int_from_float": N_("A whole number is expected."),
    "float_type": N_("A number is expected."),
    "float_parsing": N_("A number is expected."),
    "bool_type": N_("true or false is expected."),
    "bool_parsing": N_("true or false is expected."),
    "greater_than_equal": N_("The number must be at least {ge}."),
    "less_than_equal": N_("The number must be at most {le}."),
    "greater_than": N_("The number must be above {gt}."),
    "dict_type": N_("Fields are expected here, one “name: value” a line."),
    "tuple_type": N_("A list is expected: [one, two] or a line with “- ” for each."),
    "model_type": N_("Fields are expected here, one “name: value” a line."),
    "literal_error": N_("Only {expected} is known here."),
}

# Far more than any of our files has; the library overflows the stack at some ten thousand, and the process with it.
_DEEPEST = 50


class _Precise(yaml.SafeLoader):
    """Tells where a bracket was opened that is never closed."""


class _Fast(yaml.CSafeLoader):
    """For lexicons of thousands of lines."""


def _constructed(construct: Callable[[Any, yaml.Node], object]) -> Callable[[Any, yaml.Node], object]:
    """A day that no month has, or a number of thousands of digits, is a mistake at its place like any other."""

    def told(loader: Any, node: yaml.Node) -> object:
        try:
            return construct(loader, node)
        except ValueError as error:
            raise yaml.MarkedYAMLError(problem=str(error), problem_mark=node.start_mark) from error

    return told


for _loader in (_Precise, _Fast):
    for _tag in ("timestamp", "int", "float"):
        _known = getattr(yaml.constructor.SafeConstructor, f"construct_yaml_{_tag}")
        _loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _constructed(_known))


def read_yaml(text: str, *, large: bool = False) -> Any:
    """What a user's YAML says; raises yaml.YAMLError for whatever keeps it from being read."""
    loader = _Fast if large else _Precise
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise yaml.MarkedYAMLError(problem="nested too deeply", problem_mark=cast(yaml.Mark, event.start_mark))
    return yaml.load(text, Loader=loader)


def expectation(problem: ErrorDetails) -> str:
    """What should stand in the field, as a sentence."""
    expected = _EXPECTED.get(problem["type"])
    # Pydantic lists values in English.
    limits = {name: str(value).replace(" or ", ", ") for name, value in problem.get("ctx", {}).items()}
    return _(expected).format(**limits) if expected else problem["msg"]


def mistake_place(error: yaml.YAMLError) -> tuple[int, int] | None:
    """Line and column, from 1, where a text stops being YAML; None where the library cannot say."""
    mark = getattr(error, "problem_mark", None)
    return None if mark is None else (mark.line + 1, mark.column + 1)


def line_of(text: str, place: Sequence[int | str]) -> int:
    """The line, from 1, where the field, or as much of the way to it as there is, stands in the text."""
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    line = 0
    for step in place:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line
        elif isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == step), None)
            if found is None:
                break
            line, node = found[0].start_mark.line, found[1]
    return line + 1
