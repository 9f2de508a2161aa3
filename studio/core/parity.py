"""Whether a model answers outside as it did inside: what was compared, prompt by prompt, and what follows."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from studio.core.export import Artefact

PARITY = "parity.json"
"""The file of an export that `Parity` is written to."""

Verdict = Literal["same", "slight", "different", "unchecked"]
Cause = Literal["tokenizer", "template", "end_token", "weights", "quantisation", "rounding"]
Kept = Literal["16", "8", "4"]
End = Literal["limit", "kept", "unstopped", "unsaid"]
"""How an answer of the reference ends: at the limit of tokens; or by a token that the artefact wants too and stops at,
wants too and does not stop at, or does not want there."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TokenDifference(_Part):
    """The first token that two ways of writing the same conversation do not share."""

    at: int
    before: str
    """What both have in front of it, its end."""
    reference: str
    """What the reference has from there on, its beginning; empty where it has ended."""
    artefact: str
    reference_id: int | None = None
    artefact_id: int | None = None


class Divergence(_Part):
    """The first token of an answer at which the artefact would say something else."""

    at: int
    before: str
    reference: str
    artefact: str
    gap: float
    """How much likelier the reference finds its own token, in nats; in a tie, next to nothing."""
    tie: bool


class PromptFacts(_Part):
    """One prompt through the reference and the artefact."""

    id: int
    """Of the row."""
    prompt_tokens: int
    tokenizer: TokenDifference | None = None
    """Of the text that the reference writes, read by both tokenizers."""
    template: TokenDifference | None = None
    """Of the texts that both templates write, read by the artefact's tokenizer."""
    first_kl: float | None = None
    """Divergence of the first token's distribution in nats; None where the artefact cannot read the reference's ids."""
    kl: float | None = None
    """The mean over the reference's answer, the end included."""
    compared: int = 0
    """Tokens of that answer."""
    different: int = 0
    """Where the artefact would have said another token that the reference finds clearly less likely."""
    ties: int = 0
    """Where it would have said another that the reference finds as likely."""
    divergence: Divergence | None = None
    end: End = "limit"
    reference_text: str = ""
    artefact_text: str | None = None
    """As it answers by its own template and end; for the worst rows only."""


class EndFact(_Part):
    """A token that ends the reference's answers."""

    id: int
    token: str
    stops: bool
    """Whether the artefact stops there by itself."""


class Measured(_Part):
    """What using a model costs; None where it cannot be told."""

    size_bytes: int | None = None
    memory_bytes: int | None = None
    """What the process held at most, less what it held before the model was loaded."""
    tokens_per_second: float | None = None


class MetricCost(_Part):
    """A metric of the reference's answers and of the artefact's on the same rows; the interval is of the difference."""

    metric: str
    n: int
    before: float
    after: float
    difference: float
    low: float
    high: float
    p: float
    detectable: float | None
    """The smallest difference that would have shown 4 times in 5; None where none would."""
    verdict: Literal["better", "worse", "different", "no_difference"]


class Strength(_Part):
    """How far the artefact is from the reference with its adapter made weaker or stronger."""

    factor: float
    """0: not there at all; 2: put on twice."""
    kl: float


class Summary(_Part):
    """All prompts together; shares and means are over tokens of the reference's answers."""

    prompts: int = 0
    compared: int = 0
    different: int = 0
    ties: int = 0
    first_kl: float | None = None
    """The mean over prompts."""
    kl: float | None = None
    worst_kl: float | None = None
    """Of the prompt where it is largest."""

    @property
    def agreement(self) -> float | None:
        """The share of tokens said alike, ties among them; None where none could be compared."""
        return 1 - self.different / self.compared if self.compared else None


class ArtefactParity(_Part):
    """One artefact held against the reference."""

    artefact: Artefact
    title: str
    modified_ns: int = 0
    """When the newest of its files was changed last, before it was read; 0 where that was not looked at."""
    verdict: Verdict = "unchecked"
    causes: tuple[Cause, ...] = ()
    """Why it is not the same, what comes first in an answer's making first."""
    reason: str = ""
    """Why nothing could be checked, in the words of whoever failed."""
    refused: str = ""
    """What the artefact's template said where it refused a conversation."""
    template_fault: Literal["", "stored", "answers"] = ""
    """Of Ollama, which does not show what its template writes: it has another one than it was handed; or it answers
    alike once the conversation is written for it, and only then."""
    reference_kept: Kept = "16"
    """In how many bits the reference's base was."""
    coarse: bool = False
    """Whether the reference computes in 16 bits, and so tells close tokens apart by chance."""
    summary: Summary = Summary()
    ends: tuple[EndFact, ...] = ()
    strengths: tuple[Strength, ...] = ()
    measured: Measured = Measured()
    costs: tuple[MetricCost, ...] = ()
    prompts: tuple[PromptFacts, ...] = ()
    worst: tuple[int, ...] = ()
    """Rows to look at first, the worst first; empty where nothing differs."""


class Parity(_Part):
    """parity.json."""

    v: Literal[1] = 1
    reference: str
    """The title of the subject."""
    compared_tokens: int = Field(ge=1)
    measured: Measured = Measured()
    """Of the reference."""
    left_out: int = 0
    """Rows that ask nothing, or were longer than the models hold."""
    artefacts: tuple[ArtefactParity, ...] = ()
