"""The answer contract a project may carry: which forms an answer may take, and which answer is an urgent one."""

import re
from collections import Counter
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from studio.core.recipe import Bilingual
from studio.errors import ProjectFailed
from studio.words import _

_RUN_OF_WORDS = 4
_WORD = re.compile(r"\w+")


def _compiling(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(str(error)) from error
    return pattern


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_compiling)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AnswerFormat(_Part):
    """One allowed form; the whole answer must match ``pattern``, so nothing may follow it."""

    name: Bilingual
    pattern: Pattern
    parts: int = Field(1, ge=1, le=20)
    """How many parts ``separator`` must give, all different: three questions, say."""
    separator: str = ""
    longest: int = Field(400, ge=1)
    """In characters; a model that never stops is not in the form however well it starts."""

    def fits(self, answer: str) -> bool:
        """Whether all of the answer is in this form, with its parts, and without a passage said over and over."""
        if len(answer) > self.longest or not re.fullmatch(self.pattern, answer) or _rambles(answer):
            return False
        parts = [part.strip().casefold() for part in answer.split(self.separator)] if self.separator else [answer]
        return len(parts) == self.parts == len(set(parts)) and all(parts)


class UrgentAnswer(_Part):
    """How an urgent answer is recognised, and the wording that denies it (no urgent MRI)."""

    name: Bilingual
    pattern: Pattern
    denial: Pattern | None = None

    def found_in(self, answer: str) -> bool:
        if self.denial and re.search(self.denial, answer, re.IGNORECASE):
            return False
        return bool(re.search(self.pattern, answer, re.IGNORECASE))


class Contract(_Part):
    """What every answer of a project must look like, so that compliance can be counted by rule."""

    v: Literal[1] = 1
    name: Bilingual
    formats: tuple[AnswerFormat, ...] = Field(min_length=1)
    urgent: UrgentAnswer | None = None

    def complies(self, answer: str) -> bool:
        """Whether the answer, outer white space aside, is in one of the allowed forms."""
        stripped = answer.strip()
        return any(form.fits(stripped) for form in self.formats)

    def is_urgent(self, answer: str) -> bool:
        """Whether the answer asks for the urgent action; one that denies it does not."""
        return self.urgent is not None and self.urgent.found_in(answer)


def _rambles(answer: str) -> bool:
    words = _WORD.findall(answer.casefold())
    runs = Counter(tuple(words[at : at + _RUN_OF_WORDS]) for at in range(len(words) - _RUN_OF_WORDS + 1))
    return any(count > 1 for count in runs.values())


def parse_contract(text: str) -> Contract:
    """Read the YAML of a contract; raises ProjectFailed naming the first field that is wrong."""
    try:
        content: Any = yaml.safe_load(text)
        return Contract.model_validate(content)
    except yaml.YAMLError as error:
        raise ProjectFailed(_("The answer contract is not valid YAML."), hint=str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ProjectFailed(
            _("The answer contract cannot be used: {field}").format(field=".".join(map(str, first["loc"]))),
            hint=first["msg"],
        ) from error
