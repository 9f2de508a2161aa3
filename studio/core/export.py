"""What an export was asked to do, and what it made."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from studio.core.contract import Contract
from studio.core.evaluation import Decoding, Subject
from studio.words import Language, _

Format = Literal[
    "adapter",
    "merged",
    "gguf",
    "gguf_base",
    "gguf_adapter",
    "ollama",
    "ollama_merged",
    "ollama_adapter",
    "onnx",
    "gptq",
    "awq",
]
GgufType = Literal["f32", "f16", "q8_0", "q6_k", "q5_k_m", "q4_k_m"]
_TYPES: tuple[GgufType, ...] = get_args(GgufType)
_ORDER: tuple[Format, ...] = get_args(Format)
QUANTISED: tuple[Format, ...] = ("gptq", "awq")
"""Folders in 4 bits, rounded so as to cost least on rows that the model has learned."""
OLLAMA: tuple[Format, ...] = ("ollama", "ollama_merged", "ollama_adapter")
"""Modelfiles: on a GGUF file, on the merged weights, on a GGUF adapter with its base."""
_TITLES: dict[Format, str] = {
    "adapter": "PEFT",
    "merged": "safetensors",
    "gguf": "GGUF",
    "gguf_base": "GGUF",
    "gguf_adapter": "GGUF LoRA",
    "ollama": "Ollama",
    "ollama_merged": "Ollama safetensors",
    "ollama_adapter": "Ollama LoRA",
    "onnx": "ONNX",
    "gptq": "GPTQ",
    "awq": "AWQ",
}
_UNTYPED = ("adapter", "merged", "ollama_merged", "onnx", *QUANTISED)
BASE_MARK, ADAPTER_MARK = "-base-", "-lora-"
"""What stands in the name of a GGUF base before its type, and in that of the adapter exported with it."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WantedArtefact(_Part):
    """One file or folder to be written."""

    format: Format
    quant: GgufType = "f16"
    """Of GGUF files, and of the file that a Modelfile stands on."""

    def name(self, stem: str) -> str:
        """Its file or folder within the folder of the export; `stem` is for files that need a name of their own."""
        names: dict[Format, str] = {
            "gguf": f"{stem}-{self.quant}.gguf",
            "gguf_base": f"{stem}{BASE_MARK}{self.quant}.gguf",
            "gguf_adapter": f"{stem}{ADAPTER_MARK}{self.quant}.gguf",
            "ollama": f"{stem}-{self.quant}.Modelfile",
            "ollama_merged": f"{stem}-merged.Modelfile",
            "ollama_adapter": f"{stem}{ADAPTER_MARK}{self.quant}.Modelfile",
        }
        return names.get(self.format, self.format)

    @property
    def is_typed(self) -> bool:
        """Whether it comes in types of GGUF."""
        return self.format not in _UNTYPED

    @property
    def stands_on(self) -> "tuple[WantedArtefact, ...]":
        """The files without which it is of no use; an adapter itself is kept in 16 bits at least."""
        adapter = WantedArtefact(format="gguf_adapter", quant="f32" if self.quant == "f32" else "f16")
        needed: dict[Format, tuple[WantedArtefact, ...]] = {
            "ollama": (WantedArtefact(format="gguf", quant=self.quant),),
            "ollama_merged": (WantedArtefact(format="merged"),),
            "gguf_adapter": (adapter, WantedArtefact(format="gguf_base", quant=self.quant)),
            "ollama_adapter": (adapter, WantedArtefact(format="gguf_base", quant=self.quant)),
        }
        return needed.get(self.format, ())


class Artefact(_Part):
    """A model outside the application: a folder, a GGUF file, or an adapter beside what it is put on."""

    format: Format
    path: str
    """Relative to the folder of the export where it lies within; else absolute."""
    base: str = ""
    """What an adapter is put on, as a recipe names it, or a GGUF file."""
    quant: GgufType | None = None
    stored: str = ""
    """What a GGUF file made elsewhere calls its type, e.g. Q4_0, where that is none of those that are written here."""


def titles_of(artefacts: Sequence[Artefact]) -> tuple[str, ...]:
    """What each is called: the name of its file or folder, with as much before it as tells those of one name apart."""
    paths = [PurePath(each.path).parts for each in artefacts]
    titles = [_tail(at, paths) for at in range(len(paths))]
    return tuple(
        f"{title} · {PurePath(each.base).name}" if titles.count(title) > 1 and each.base else title
        for title, each in zip(titles, artefacts, strict=True)
    )


def _tail(at: int, paths: Sequence[tuple[str, ...]]) -> str:
    own, others = paths[at], [each for each in paths if each != paths[at]]
    taken = next((n for n in range(1, len(own)) if all(each[-n:] != own[-n:] for each in others)), len(own))
    return str(PurePath(*own[-taken:]))


def with_needed(wanted: Sequence[WantedArtefact]) -> tuple[WantedArtefact, ...]:
    """Each once, in the order in which they are made, with the files that others of them stand on."""
    every = [needed for each in wanted for needed in (*each.stands_on, each) if _is_a_file(needed)]
    once = dict.fromkeys(each if each.is_typed else WantedArtefact(format=each.format) for each in every)
    return tuple(sorted(once, key=lambda each: (_ORDER.index(each.format), _TYPES.index(each.quant))))


def _is_a_file(wanted: WantedArtefact) -> bool:
    """Adapters in fewer bits are asked for, and stand for one in 16 bits on a base in fewer."""
    return wanted.format != "gguf_adapter" or wanted.quant in ("f32", "f16")


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
    calibration: int = 0
    """Rows that were learned from, in calibration.jsonl, on which GPTQ and AWQ measure what rounding costs."""
    calibration_sha256: str = ""
    dataset: str = ""
    decoding: Decoding = Decoding()
    system: str = ""
    """What the rows that were learned from say to the model first, where all say the same."""
    contract: Contract | None = None
    create_in_ollama: bool = False
    """Whether the Ollama of this machine, where there is one, is handed each Modelfile."""
    compared_tokens: int = Field(64, ge=1, le=1024)
    """How far greedy answers are compared."""


def title_of(model: str, artefacts: Sequence[WantedArtefact]) -> str:
    """What an export is called: its model and its formats."""
    named = [
        f"{_TITLES[each.format]} {each.quant.upper()}" if each.format == "gguf" else _TITLES[each.format]
        for each in artefacts
        if each.format != "gguf_base"
    ]
    formats = ", ".join(dict.fromkeys(named))
    return _("{model}: {formats}").format(model=model, formats=formats) if named else model
