"""What an export was asked to do, and what it made."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from studio.core.contract import Contract
from studio.core.evaluation import Decoding, Subject
from studio.words import Language

Format = Literal["adapter", "merged", "gguf", "gguf_adapter", "ollama", "onnx"]
GgufType = Literal["f32", "f16", "q8_0", "q6_k", "q5_k_m", "q4_k_m"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WantedArtefact(_Part):
    """One file or folder to be written."""

    format: Format
    quant: GgufType = "f16"
    """Of `gguf`, and of the file that `ollama` stands on."""


class Artefact(_Part):
    """A model outside Atelier: a folder, a GGUF file, or a GGUF adapter beside the file of its base."""

    format: Format
    path: str
    base: str = ""
    """What an adapter is put on."""
    quant: GgufType | None = None


class ExportJob(_Part):
    """job.json of a folder in `exports/`: written last, so that its presence means the folder is complete."""

    v: Literal[1] = 1
    what: Literal["export"] = "export"
    name: str
    title: str
    project: str
    language: Language
    created_at: float
    subject: Subject
    """What is exported, and the reference of the parity check as the application answers it."""
    wanted: tuple[WantedArtefact, ...] = ()
    given: tuple[Artefact, ...] = ()
    """Artefacts made before, checked only."""
    target: str
    """The folder that the artefacts are written into."""
    rows: int = 0
    """Held-out rows that parity is checked on; 0 for no check."""
    dataset: str = ""
    decoding: Decoding = Decoding()
    contract: Contract | None = None
    compared_tokens: int = Field(64, ge=1, le=1024)
    """How far greedy answers are compared."""
