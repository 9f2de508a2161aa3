"""What a project's models must reach, metric by metric."""

from typing import Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from studio.core.yaml_errors import expectation, line_of, mistake_place, read_yaml
from studio.errors import ProjectFailed
from studio.words import _


class TargetsWrong(ProjectFailed):
    """A text gives no targets; `line` is where, counted from 1, and 0 where nobody can say."""

    def __init__(self, message: str, *, hint: str = "", line: int = 0) -> None:
        super().__init__(message, hint=hint)
        self.line = line


class Target(BaseModel):
    """Shares are from 0 to 1, times in seconds: the metric's own unit."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    metric: str = Field(min_length=1)
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            message = _("Give either at_least or at_most.")
            raise PydanticCustomError("bound", "{message}", {"message": message})
        return self


class Targets(BaseModel):
    """All of a project; a metric may have one each way."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    targets: tuple[Target, ...] = ()


DEFAULT_TARGETS = Targets(
    targets=(
        Target(metric="accuracy", at_least=0.85),
        Target(metric="red_flag_recall", at_least=0.9),
        Target(metric="format_compliance", at_least=0.95),
        Target(metric="latency_p95", at_most=2.0),
    )
)


def parse_targets(text: str) -> Targets:
    """Read their YAML; raises TargetsWrong naming the line and the first field that is wrong."""
    try:
        content: Any = read_yaml(text)
        return Targets.model_validate(content)
    except yaml.YAMLError as error:
        place = mistake_place(error)
        message, line = _("The targets are not valid YAML (line {line})."), place[0] if place else 0
        raise TargetsWrong(message.format(line=line or "–"), hint=str(error), line=line) from error
    except ValidationError as error:
        problem = error.errors()[0]
        field, line = ".".join(map(str, problem["loc"])), line_of(text, problem["loc"])
        message = _("The targets cannot be used: {field} (line {line})").format(field=field or "targets", line=line)
        raise TargetsWrong(message, hint=expectation(problem), line=line) from error


def targets_text(targets: Targets) -> str:
    """The YAML that `parse_targets` reads back as the same targets."""
    title = _("What the models of this project must reach; shares are from 0 to 1, times in seconds.")
    written = yaml.safe_dump(targets.model_dump(mode="json", exclude_none=True), allow_unicode=True, sort_keys=False)
    return f"# {title}\n{written}"
