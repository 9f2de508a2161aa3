"""Prompts that a project keeps, to be asked of every new model: what each must be answered, as far as rules can say."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

ANY_KIND = "*"
"""Any kind of answer that keeps the contract."""
LONGEST_ANSWER = 256
"""Tokens that an answer to a kept prompt may have; answers are greedy, so that two models are asked alike."""


class RegressionPrompt(BaseModel):
    """One line of prompts.jsonl; what is expected is "" or empty where nothing is."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    v: Literal[1] = 1
    id: int = Field(0, ge=0)
    """Given when it is kept; 0 before."""
    title: str = ""
    prompt: str = Field(min_length=1)
    system: str = ""
    kind: str = ""
    """Of the answer, by the contract's English name; ANY_KIND for any."""
    urgent: Literal["", "yes", "no"] = ""
    """Whether the answer must ask for the contract's urgent action."""
    contains: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    """Words that must occur, case and accents aside."""

    @property
    def expects(self) -> bool:
        """Whether an answer can fail."""
        return bool(self.kind or self.urgent or self.contains)


class LastAnswers(BaseModel):
    """What a model answered when it was last asked all prompts; `at` in Unix seconds, answers by id."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    v: Literal[1] = 1
    fingerprint: str
    title: str
    at: float
    answers: dict[int, str] = Field(default_factory=dict)
