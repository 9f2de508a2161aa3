"""What an export was asked to do, and what it made."""

from collections.abc import Sequence
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from studio.core.contract import Contract
from studio.core.evaluation import Decoding, Subject
from studio.words import Language

Format = Literal["adapter", "merged", "gguf", "gguf_adapter", "ollama", "onnx"]
GgufType = Literal["f32", "f16", "q8_0", "q6_k", "q5_k_m", "q4_k_m"]
_TYPES: tuple[GgufType, ...] = get_args(GgufType)
_ORDER: tuple[Format, ...] = ("adapter", "merged", "gguf", "gguf_adapter", "ollama", "onnx")
_IN_TYPES = ("gguf", "gguf_adapter", "ollama")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WantedArtefact(_Part):
    """One file or folder to be written."""

    format: Format
    quant: GgufType = "f16"
    """Of `gguf`, of `gguf_adapter` (f32 or f16), and of the file that `ollama` stands on."""

    def name(self, stem: str) -> str:
        """Its file or folder within the folder of the export; `stem` is for files that need a name of their own."""
        names = {
            "gguf": f"{stem}-{self.quant}.gguf",
            "gguf_adapter": f"{stem}-lora-{self.quant}.gguf",
            "ollama": f"{stem}-{self.quant}.Modelfile",
        }
        return names.get(self.format, self.format)


class Artefact(_Part):
    """A model outside the application: a folder, a GGUF file, or an adapter beside what it is put on."""

    format: Format
    path: str
    """Relative to the folder of the export where it lies within; else absolute."""
    base: str = ""
    """What an adapter is put on, as a recipe names it, or a GGUF file."""
    quant: GgufType | None = None


def with_needed(wanted: Sequence[WantedArtefact]) -> tuple[WantedArtefact, ...]:
    """Each once, in the order in which they are made, with the files that others of them stand on."""
    stood_on = [WantedArtefact(format="gguf", quant=each.quant) for each in wanted if each.format == "ollama"]
    every = [each if each.format in _IN_TYPES else WantedArtefact(format=each.format) for each in (*wanted, *stood_on)]
    return tuple(sorted(dict.fromkeys(every), key=lambda each: (_ORDER.index(each.format), _TYPES.index(each.quant))))


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
    stem: str
    """What files are called that need a name of their own."""
    rows: int = 0
    """Held-out rows that artefacts are compared on, in rows.jsonl; 0 for no comparison."""
    rows_sha256: str = ""
    dataset: str = ""
    decoding: Decoding = Decoding()
    system: str = ""
    """What the rows that were learned from say to the model first, where all say the same."""
    contract: Contract | None = None
    create_in_ollama: bool = False
    """Whether the Ollama of this machine, where there is one, is handed each Modelfile."""
    compared_tokens: int = Field(64, ge=1, le=1024)
    """How far greedy answers are compared."""
