"""What is wrong with the text of a contract, as a sentence with its line and field."""

from collections.abc import Sequence

import yaml
from pydantic_core import ErrorDetails

from studio.errors import ProjectFailed
from studio.words import N_, _

_EXPECTED = {
    "missing": N_("This field is missing."),
    "extra_forbidden": N_("There is no field of this name; check the spelling."),
    "string_type": N_("A text is expected. Words such as yes, no and on need quotes."),
    "string_too_short": N_("This may not be empty."),
    "too_short": N_("At least one is needed."),
    "int_type": N_("A whole number is expected."),
    "int_parsing": N_("A whole number is expected."),
    "int_from_float": N_("A whole number is expected."),
    "bool_type": N_("true or false is expected."),
    "bool_parsing": N_("true or false is expected."),
    "greater_than_equal": N_("The number must be at least {ge}."),
    "less_than_equal": N_("The number must be at most {le}."),
    "tuple_type": N_("A list is expected: [one, two] or a line with “- ” for each."),
    "model_type": N_("Fields are expected here, one “name: value” a line."),
    "literal_error": N_("Only {expected} is known here."),
}


class ContractWrong(ProjectFailed):
    """A text is no contract; `line` is where, counted from 1, and 0 where nobody can say."""

    def __init__(self, message: str, *, hint: str = "", line: int = 0) -> None:
        super().__init__(message, hint=hint)
        self.line = line


def explain_yaml(error: yaml.YAMLError) -> ContractWrong:
    """For a text that is no YAML."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return ContractWrong(_("The answer contract is not valid YAML."), hint=str(error))
    return ContractWrong(
        _("The answer contract is not valid YAML: line {line}, column {column}.").format(
            line=mark.line + 1, column=mark.column + 1
        ),
        hint=_("Check quotes, brackets and the indentation there. Texts with “: ” or “#” need quotes."),
        line=mark.line + 1,
    )


def explain_field(text: str, problem: ErrorDetails) -> ContractWrong:
    """For YAML that is no contract, by the first field that is wrong."""
    field = ".".join(map(str, problem["loc"]))
    expected = _EXPECTED.get(problem["type"])
    hint = _(expected).format(**problem.get("ctx", {})) if expected else problem["msg"]
    if not field:
        return ContractWrong(_("The answer contract is empty or no contract."), hint=hint)
    message, line = _("The answer contract cannot be used: {field} (line {line})"), _line(text, problem["loc"])
    return ContractWrong(message.format(field=field, line=line), hint=hint, line=line)


def _line(text: str, place: Sequence[int | str]) -> int:
    """Where the field, or as much of the way to it as there is, stands in the text."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
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
