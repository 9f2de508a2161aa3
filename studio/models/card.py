"""What is known of a base model before it is loaded: what it is, where it lies, and what speaks against it."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from studio.core.sentence import Sentence

ModelKind = Literal["folder", "gguf"]
ProblemLevel = Literal["blocking", "warning", "note"]
TemplateMatch = Literal["", "same", "differs", "unknown", "refuses", "hangs"]


class ModelProblem(BaseModel):
    """One thing to know; `blocking` means that it will not be loaded, `unsafe` that it could do harm."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    level: ProblemLevel
    sentence: Sentence
    unsafe: bool = False


class Quantisation(BaseModel):
    """How the weights were made smaller, by the name of the method in the configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    method: str
    bits: int | None = None
    missing: tuple[str, ...] = ()
    """Python packages without which it cannot be read here."""

    @property
    def title(self) -> str:
        """As people call it, such as “GPTQ, 4 bit”."""
        names = {"gptq": "GPTQ", "awq": "AWQ", "bitsandbytes": "bitsandbytes", "fp8": "FP8", "gguf": "GGUF"}
        name = names.get(self.method, self.method)
        return f"{name}, {self.bits} bit" if self.bits else name


class ModelTemplate(BaseModel):
    """The chat template that came with the model, beside what its family's makers publish."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    text: str = ""
    match: TemplateMatch = ""
    family: str = ""
    resembles: str = ""
    theirs: str = ""
    expected: str = ""


class ModelCard(BaseModel):
    """A model on this machine; 0, "" and None mean that its files do not say."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    folder: Path
    """The folder, or the GGUF file itself."""
    kind: ModelKind
    architecture: str = ""
    model_type: str = ""
    parameters: int = 0
    size: int = 0
    """Bytes of the weights."""
    licence: str = ""
    context: int | None = None
    """Tokens."""
    template: ModelTemplate = ModelTemplate()
    tokens: dict[str, str] = {}
    """The special tokens that a template names, such as bos_token."""
    quantisation: Quantisation | None = None
    languages: tuple[str, ...] = ()
    problems: tuple[ModelProblem, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether nothing found so far keeps it from being loaded."""
        return not any(problem.level == "blocking" for problem in self.problems)


def blocking(message: str, **words: str | int) -> ModelProblem:
    """Something for which the model will not be loaded; `message` is marked with N_()."""
    return ModelProblem(level="blocking", sentence=Sentence(message, words))


def warning(message: str, **words: str | int) -> ModelProblem:
    """Something that will disappoint."""
    return ModelProblem(level="warning", sentence=Sentence(message, words))


def note(message: str, **words: str | int) -> ModelProblem:
    """Something worth knowing."""
    return ModelProblem(level="note", sentence=Sentence(message, words))
