"""A plan of augmentation: how rows are varied, what the data set shall be composed of, and how far it may go."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from studio.core.yaml_errors import expectation, line_of, mistake_place, read_yaml
from studio.errors import PlanWrong
from studio.words import _

FLAGS = "{flags}"
"""Where the wording of an answer lists the warning signs."""
_BY = re.compile(r"contract|label|sex|age|column:.+", re.DOTALL)
_OTHER_PLACEHOLDER = re.compile(r"\{(?!flags\})\w*\}")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Chosen(_Part):
    """One transformation that may be used; `weight` says how often beside the others."""

    key: str
    strength: float = Field(0.5, gt=0, le=1)
    weight: float = Field(1.0, gt=0, le=100)

    @model_validator(mode="before")
    @classmethod
    def _named(cls, given: Any) -> Any:
        """A plan written by hand may name a transformation and say no more."""
        return {"key": given} if isinstance(given, str) else given


def _grouping(by: str) -> str:
    if not _BY.fullmatch(by):
        words = _("It is one of contract, label, sex, age, or column: and the name of a column.")
        raise PydanticCustomError("by", "{words}", {"words": words})
    return by


By = Annotated[str, AfterValidator(_grouping)]
"""What rows are grouped by: kind of answer, label, sex or age band of the patient, or a column of the imported file."""


def _answer(words: str) -> str:
    if found := _OTHER_PLACEHOLDER.search(words):
        told = _("There is no placeholder {found}; {flags} stands for the warning signs.")
        raise PydanticCustomError("answer", "{words}", {"words": told.format(found=found[0], flags=FLAGS)})
    return words


class Composition(_Part):
    """Wanted shares of the groups, in any unit: 40/30/20/10, say."""

    by: By
    shares: dict[str, Annotated[float, Field(ge=0.001, le=1_000_000)]] = Field(min_length=1)


class Balance(_Part):
    """How unequal groups are made up for when a run is prepared: by repeating rows, or by leaving rows out."""

    by: By
    method: Literal["weight", "undersample"]


class Drafting(_Part):
    """What a language model writes; see `studio.assist`. Nothing is written by one unless a plan has this."""

    task: Literal["paraphrase", "retell", "new_cases", "answers"]
    """Retelling goes through another wording, as back-translation does; answers are drafted for reviewed cases."""
    count: int = Field(ge=1, le=100_000)
    server: str = ""
    """Address of an OpenAI-compatible server; "" for a model on this machine, in `model`."""
    model: str
    """A model's folder or a run's (local), or the name that the server knows it by."""
    prompt: str = ""
    """The user's own wording of the prompt; "" for the one that ships."""
    specification: str = ""
    """What new cases shall be about."""
    temperature: float = Field(0.8, ge=0, le=2)


class AugmentationPlan(_Part):
    """Everything that decides which variants are made; with the same rows and seed they are the same, bit for bit."""

    v: Literal[1] = 1
    dataset: str = ""
    """"" for the only one of the project; see `planning.placed`."""
    target: int | None = Field(None, ge=1, le=1_000_000)
    """Training rows there shall be in all; None for one variant of every parent or what the composition needs."""
    composition: Composition | None = None
    balance: Balance | None = None
    transformations: tuple[Chosen, ...] = ()
    combine: int = Field(2, ge=1, le=5)
    """At most so many transformations make one variant."""
    per_parent: int = Field(5, ge=1, le=100)
    """No row has more variants than these, those of earlier plans included."""
    only_approved: bool = False
    full_check: bool = True
    """Whether a second, slower opinion (edsnlp) on the findings is asked too."""
    answers: dict[str, Annotated[str, AfterValidator(_answer)]] = Field(default_factory=dict)
    """How minimal pairs word a new answer, by kind of answer of the contract; {flags} stands for the warning signs."""
    drafting: Drafting | None = None
    seed: int = Field(42, ge=0, le=2**63 - 1)


def parse_plan(text: str) -> AugmentationPlan:
    """Read the YAML of a plan; raises PlanWrong naming the line and the first field that is wrong."""
    try:
        content: Any = read_yaml(text)
        return AugmentationPlan.model_validate(content)
    except yaml.YAMLError as error:
        line, column = mistake_place(error) or (1, 1)
        message = _("The plan is not valid YAML: line {line}, column {column}.").format(line=line, column=column)
        raise PlanWrong(message) from error
    except ValidationError as error:
        problem = error.errors()[0]
        field, line = ".".join(map(str, problem["loc"])) or _("the whole file"), line_of(text, problem["loc"])
        message = _("The plan cannot be used: {field} (line {line})").format(field=field, line=line)
        raise PlanWrong(message, hint=expectation(problem)) from error


def expect_kinds(plan: AugmentationPlan, kinds: Sequence[str], text: str = "") -> None:
    """Raise PlanWrong for an answer of a kind that the contract does not have, with its line in the plan's `text`."""
    unknown = next((each for each in plan.answers if each not in kinds), None)
    if unknown is None:
        return
    message = _("The plan words an answer of an unknown kind: “{kind}”.")
    if text:
        message = _(
            "The plan words an answer of the kind “{kind}” (line {line}), which the answer contract does not have."
        )
    raise PlanWrong(
        message.format(kind=unknown, line=line_of(text, ("answers", unknown)) if text else 0),
        hint=_("The answer contract has the kinds: {names}.").format(names=", ".join(kinds)),
    )


def plan_text(plan: AugmentationPlan) -> str:
    """The YAML that `parse_plan` reads back as the same plan; what is as by default is left out."""
    fields = {"v": plan.v, **plan.model_dump(mode="json", exclude_defaults=True)}
    written = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=110)
    title = _("How examples are varied.")
    return f"# {title}\n{written}"
