"""What is wrong with the text of a contract, as a sentence with its line and field."""

import yaml
from pydantic_core import ErrorDetails

from studio.core.yaml_errors import expectation, line_of, mistake_place
from studio.errors import ProjectFailed
from studio.words import _


class ContractWrong(ProjectFailed):
    """A text is no contract; `line` is where, counted from 1, and 0 where nobody can say."""

    def __init__(self, message: str, *, hint: str = "", line: int = 0) -> None:
        super().__init__(message, hint=hint)
        self.line = line


def explain_yaml(error: yaml.YAMLError) -> ContractWrong:
    """For a text that is no YAML."""
    place = mistake_place(error)
    if place is None:
        return ContractWrong(_("The answer contract is not valid YAML."), hint=str(error))
    return ContractWrong(
        _("The answer contract is not valid YAML: line {line}, column {column}.").format(
            line=place[0], column=place[1]
        ),
        hint=_("Check quotes, brackets and the indentation there. Texts with “: ” or “#” need quotes."),
        line=place[0],
    )


def explain_field(text: str, problem: ErrorDetails) -> ContractWrong:
    """For YAML that is no contract, by the first field that is wrong."""
    field = ".".join(map(str, problem["loc"]))
    hint = expectation(problem)
    if not field:
        return ContractWrong(_("The answer contract is empty or no contract."), hint=hint)
    message, line = _("The answer contract cannot be used: {field} (line {line})"), line_of(text, problem["loc"])
    return ContractWrong(message.format(field=field, line=line), hint=hint, line=line)
