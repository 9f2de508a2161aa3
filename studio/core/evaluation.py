"""What an evaluation was asked to do, and what models answered in it."""

from math import isfinite
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from studio.core.contract import Contract
from studio.core.example import Content, Split
from studio.core.method_options import MethodOptions
from studio.words import Language


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Subject(_Part):
    """A model that is evaluated: one as it is, or with what a run has taught it."""

    title: str
    base: str
    """The model as a recipe names it: `demo`, a folder, a GGUF file, a model of the hub's cache."""
    run: str = ""
    """The name of the run whose result is used; empty for the model as it is."""
    result: str = ""
    """The folder of that result: an adapter, or a whole model; or a GGUF adapter, on a GGUF file."""
    whole: bool = False
    """Whether `result` is a whole model."""
    method: MethodOptions = MethodOptions(name="lora")
    """Says in how many bits the base is kept: as in training, where a run is compared with its base."""
    template: Literal["auto", "chatml"] = "auto"
    unpacked: bool = False
    """Whether a GGUF file is unpacked as for training, to be compared with what training made of it."""

    @property
    def is_gguf_adapter(self) -> bool:
        """Whether `result` is a file that llama.cpp alone puts on its base."""
        return self.result.lower().endswith(".gguf")

    @property
    def kept(self) -> MethodOptions:
        """In how many bits the base is kept, and nothing else of the method: what is kept alike is loaded once."""
        method = self.method
        bits = ("4" if method.name == "qlora" else "16") if method.bits == "auto" else method.bits
        # Whole results, and what they are compared with, are kept as they would be used.
        if self.whole or method.name == "full" or bits == "16":
            return MethodOptions(name="lora", bits="16")
        if bits == "8":
            return MethodOptions(name="lora", bits="8")
        return MethodOptions(
            name="lora", bits="4", quantisation=method.quantisation, double_quantisation=method.double_quantisation
        )

    @property
    def weights(self) -> tuple[str, MethodOptions]:
        """What those have in common that share a base in memory."""
        return self.result if self.whole else self.base, self.kept


class Decoding(_Part):
    """How answers are drawn; greedy at temperature 0."""

    max_new_tokens: int = Field(256, ge=1, le=32_768)
    temperature: float = Field(0.0, ge=0.0, le=2.0)
    seed: int = 42
    system: str = ""
    """Takes the place of the rows' own system prompt where it is set."""


class LeakedRow(_Part):
    """A row left out for every model, because one of them has learned it or something as like as a copy.

    Or because a training chose its best state by it: it was among the validation rows then, whatever it is now.
    """

    id: int
    run: str
    how: Literal["same", "family", "near", "validated"]


class EvaluatedRow(_Part):
    """One line of rows.jsonl."""

    id: int
    content: Content = Field(discriminator="kind")
    family: int = 0
    """Rows of one family belong together: one more of them says less than one more family does."""
    groups: dict[str, str] = Field(default_factory=dict)
    """By what kind of group (sex, age, source, length, kind), the group."""


class BenchmarkFile(_Part):
    """The file of a benchmark that the rows come from; `name` is that of the catalogue."""

    name: str
    file: str
    """Its name without the folder."""
    sha256: str
    rows: int
    """How many good rows the file has; fewer are asked where a sample was drawn."""
    seed: int = 0
    """What the sample was drawn with."""


class EvaluationJob(_Part):
    """job.json of a folder in `evaluations/`: written last, so that its presence means the folder is complete."""

    v: Literal[1] = 1
    what: Literal["evaluation"] = "evaluation"
    name: str
    title: str
    project: str
    language: Language
    created_at: float
    dataset: str
    kind: str
    split: Split | Literal["all"]
    rows: int
    rows_sha256: str
    sampled: bool = False
    """Whether as many rows as were wanted were found, so that there may be more."""
    project_step: int
    subjects: tuple[Subject, ...] = Field(min_length=1)
    decoding: Decoding = Decoding()
    contract: Contract | None = None
    leaked: tuple[LeakedRow, ...] = ()
    untraced: tuple[str, ...] = ()
    """The titles of models of which nobody knows what they have learned."""
    timed_rows: int = Field(20, ge=0)
    """Rows answered one by one besides, to time what a single user waits for."""
    benchmark: BenchmarkFile | None = None
    """Where the rows are a benchmark's; its catalogue says how they are asked."""


class AnswersHead(_Part):
    """First line of answers/N.jsonl, N being the place of the model among the subjects."""

    v: Literal[1] = 1
    fingerprint: str
    """SHA-256 of weights, template, decoding and versions: equal ones answer alike."""
    labels: tuple[str, ...] = ()
    """Of a classifier, in the order of `probabilities`."""
    several: bool = False
    """Whether a text may have several of the labels."""


class Answer(_Part):
    """What a model made of one row; the further lines of answers/N.jsonl."""

    id: int
    asked: str
    """SHA-256 of what was asked."""
    text: str = ""
    tokens: int = 0
    """Of the answer."""
    ended: bool = True
    """Whether the model ended by itself, not at the limit."""
    loss: float | None = None
    """Negative log-likelihood of the reference, summed over `loss_tokens` tokens."""
    loss_tokens: int = 0
    likelihoods: tuple[float, ...] = ()
    """Of a choice question: the log-likelihood of each option's letter."""
    text_likelihoods: tuple[float, ...] = ()
    """Of a benchmark's question: the log-likelihood of each option's whole text."""
    probabilities: tuple[float, ...] = ()
    """Of a classifier: of each label."""

    # A model that diverged weighs in NaN, for which JSON has no word: the line could not be read again.
    @field_validator("loss")
    @classmethod
    def _known(cls, loss: float | None) -> float | None:
        return loss if loss is not None and isfinite(loss) else None

    @field_validator("likelihoods", "text_likelihoods", "probabilities")
    @classmethod
    def _all_known(cls, weights: tuple[float, ...]) -> tuple[float, ...]:
        return weights if all(map(isfinite, weights)) else ()


class Timing(_Part):
    """One line of timings/N.jsonl: a row answered alone; seconds."""

    id: int
    first_token_s: float
    total_s: float
    tokens: int
