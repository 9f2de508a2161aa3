"""What the next export shall make, whether it can start, and about how large it will be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from studio.core.export import QUANTISED, Format, GgufType, WantedArtefact, with_needed
from studio.runs.folder import RunFolder
from studio.ui.formats import size
from studio.words import N_, _

Purpose = Literal["ollama", "llama_cpp", "transformers", "adapter", "onnx"]
_BITS: dict[GgufType, float] = {
    "f32": 32.0,
    "f16": 16.0,
    "q8_0": 8.5,
    "q6_k": 6.5625,
    "q5_k_m": 5.7,
    "q4_k_m": 4.85,
}
"""A weight, with the scales that its block shares; of the mixed types, what they come to for most models."""
_TYPED: tuple[Format, ...] = ("gguf", "gguf_adapter", "ollama", "ollama_adapter")
_OF_ADAPTERS: tuple[Format, ...] = ("adapter", "gguf_adapter", "ollama_adapter")
_OF_LABELS: tuple[Format, ...] = ("onnx", "merged", "adapter")
_MERGED: tuple[Format, ...] = ("gguf", "onnx", *QUANTISED)
_SIXTEEN, _THIRTY_TWO, _BYTE = 16, 32, 8
# Four and their scales, and the embeddings, which stay in 16.
_OF_QUANTISED = 5


@dataclass(frozen=True)
class Offer:
    """What can be asked for, and what that is good for."""

    title: str
    caption: str


PURPOSES: dict[Purpose, Offer] = {
    "ollama": Offer(
        N_("For Ollama"),
        N_(
            "The model in 8 bits, and a Modelfile from which Ollama knows how to speak to it: the template, the system "
            "prompt and the ends of answers that it has learned with."
        ),
    ),
    "llama_cpp": Offer(
        N_("For llama.cpp (GGUF)"),
        N_("One file in 8 bits, read by llama.cpp, LM Studio, Jan and others; it runs without a graphics card too."),
    ),
    "transformers": Offer(
        N_("For transformers (merged weights)"),
        N_("A folder in 16 bits with everything learned in it: for Python programs, vLLM and further training."),
    ),
    "adapter": Offer(
        N_("Only the adapter"),
        N_("What was learned and nothing else: small, and useful only beside the same base model."),
    ),
    "onnx": Offer(N_("ONNX"), N_("A folder that ONNX Runtime reads on any machine, without Python where need be.")),
}
_MADE_OF: dict[Purpose, WantedArtefact] = {
    "ollama": WantedArtefact(format="ollama", quant="q8_0"),
    "llama_cpp": WantedArtefact(format="gguf", quant="q8_0"),
    "transformers": WantedArtefact(format="merged"),
    "adapter": WantedArtefact(format="adapter"),
    "onnx": WantedArtefact(format="onnx"),
}
FORMATS: dict[Format, Offer] = {
    "gguf": Offer(N_("GGUF, merged"), N_("One file with everything in it, for llama.cpp and what is built on it.")),
    "gguf_adapter": Offer(
        N_("GGUF, adapter and base apart"), N_("Several adapters can share one base; llama.cpp puts them on.")
    ),
    "ollama": Offer(
        N_("Ollama, merged"), N_("The GGUF file with a Modelfile that speaks as the model has learned to.")
    ),
    "ollama_merged": Offer(
        N_("Ollama, merged weights"),
        N_("Ollama turns them into a file of its own; not every model family can do that."),
    ),
    "ollama_adapter": Offer(
        N_("Ollama, adapter and base apart"), N_("Ollama puts the adapter on; not every model family can do that.")
    ),
    "merged": Offer(
        N_("Merged weights (safetensors, 16 bits)"), N_("Merged into the base as it was before any quantisation.")
    ),
    "adapter": Offer(N_("Adapter (PEFT)"), N_("The files of the training as they are.")),
    "gptq": Offer(
        N_("GPTQ, 4 bits"),
        N_("For vLLM, SGLang and transformers on a graphics card; rounded on rows that the model has learned."),
    ),
    "awq": Offer(
        N_("AWQ, 4 bits"),
        N_("The same purpose by another method; make both and keep the one that answers more alike."),
    ),
    "onnx": Offer(N_("ONNX"), N_("In 32 bits, for ONNX Runtime.")),
}
TYPES: dict[GgufType, Offer] = {
    "f32": Offer("F32", N_("32 bits: exact, and twice as large as F16. To look for faults.")),
    "f16": Offer("F16", N_("16 bits: as good as exact, and large.")),
    "q8_0": Offer("Q8_0", N_("8.5 bits: half of F16; a difference is seldom to be seen. The safe choice.")),
    "q6_k": Offer("Q6_K", N_("6.6 bits: two fifths of F16; single words change.")),
    "q5_k_m": Offer("Q5_K_M", N_("5.7 bits: a third of F16; single answers change.")),
    "q4_k_m": Offer("Q4_K_M", N_("4.9 bits: three tenths of F16; costs the most. Look at the comparison.")),
}


@dataclass(frozen=True)
class Exportable:
    """A run's result as far as an export needs to know it."""

    run: RunFolder
    title: str
    chooses_labels: bool = False
    has_adapter: bool = True
    parameters: int = 0
    """Of the base; 0 where that cannot be told."""
    adapter_bytes: int = 0
    lacks: str = ""
    """The base model that is not on this machine, by its title; empty where it is, or is not needed."""

    def offers(self, wanted: Format) -> bool:
        """Whether this can be made of it."""
        if wanted in _OF_ADAPTERS and not self.has_adapter:
            return False
        return wanted in _OF_LABELS if self.chooses_labels else wanted != "onnx"


@dataclass(frozen=True)
class Place:
    """A folder to write into; `free` is None where that cannot be told."""

    folder: Path | None = None
    """None for one in the project."""
    free: int | None = None
    taken: bool = False
    """Whether something lies there already."""
    writable: bool = True


@dataclass(frozen=True)
class ExportWish:
    """What is chosen now."""

    model: Exportable | None = None
    artefacts: tuple[WantedArtefact, ...] = ()
    lacks_type: bool = False
    """Whether GGUF is wanted, and none of its types."""
    place: Place = field(default_factory=Place)


def purposes_for(model: Exportable) -> tuple[Purpose, ...]:
    """What its result can be used for, the likeliest first."""
    order: tuple[Purpose, ...] = ("onnx", "transformers", "adapter") if model.chooses_labels else tuple(PURPOSES)
    return tuple(each for each in order if model.offers(_MADE_OF[each].format))


def artefacts_for(purposes: Iterable[Purpose]) -> tuple[WantedArtefact, ...]:
    """What serves these purposes."""
    return tuple(_MADE_OF[each] for each in purposes)


def artefacts_of(formats: Sequence[Format], types: Sequence[GgufType]) -> tuple[WantedArtefact, ...]:
    """Each format, those of GGUF in every type."""
    found: list[WantedArtefact] = []
    for each in formats:
        if each in _TYPED:
            found += [WantedArtefact(format=each, quant=quant) for quant in types]
        else:
            found.append(WantedArtefact(format=each))
    return tuple(found)


def lacks_type(formats: Sequence[Format], types: Sequence[GgufType]) -> bool:
    """Whether a format is wanted that needs a type, and none is."""
    return not types and any(each in _TYPED for each in formats)


def bytes_of_type(model: Exportable, quant: GgufType) -> int:
    """About how large the whole model is in this type of GGUF; 0 where that cannot be told."""
    return round(model.parameters * _BITS[quant] / _BYTE)


def written_bytes(model: Exportable, artefacts: Sequence[WantedArtefact]) -> int | None:
    """About what will lie in the folder; None where that cannot be told."""
    return sum(_bytes(model, each) for each in with_needed(artefacts)) if model.parameters and artefacts else None


def needed_bytes(model: Exportable, artefacts: Sequence[WantedArtefact]) -> int | None:
    """The same, with the merged model that stands beside it meanwhile."""
    written = written_bytes(model, artefacts)
    every = [each.format for each in with_needed(artefacts)]
    if written is None or "merged" in every or not any(each in _MERGED for each in every):
        return written
    return written + model.parameters * _SIXTEEN // _BYTE


def size_words(wish: ExportWish) -> str:
    """What will be written, and what is free there; empty where neither can be told."""
    written = written_bytes(wish.model, wish.artefacts) if wish.model else None
    about = "" if written is None else _("About {size} will be written.").format(size=size(written))
    free = "" if wish.place.free is None else _("{size} are free there.").format(size=size(wish.place.free))
    return " ".join(filter(None, (about, free)))


def obstacle(wish: ExportWish, *, read_only: bool) -> str:
    """Why it cannot start, in a sentence; empty when it can."""
    if read_only:
        return _("This project is open in another window, so it cannot be changed here.")
    if wish.model is None:
        return _("No run has a result yet: train a model first.")
    if wish.model.lacks:
        return _("The base model “{base}” of this run is not on this machine: bring it back first.").format(
            base=wish.model.lacks
        )
    if not wish.artefacts:
        return _("Tick a type of GGUF.") if wish.lacks_type else _("Tick what shall be made.")
    return _lack_of_room(wish.model, wish)


def _lack_of_room(model: Exportable, wish: ExportWish) -> str:
    if wish.place.taken:
        return _("Something lies in this folder already: choose a new one.")
    if not wish.place.writable:
        return _("Nothing can be written to this folder: choose another one.")
    needed = needed_bytes(model, wish.artefacts)
    if needed is not None and wish.place.free is not None and needed > wish.place.free:
        return _("There is not enough room: about {size} are needed while it is made.").format(size=size(needed))
    return ""


def _bytes(model: Exportable, wanted: WantedArtefact) -> int:
    match wanted.format:
        case "adapter" | "gguf_adapter":
            return model.adapter_bytes
        case "merged":
            return model.parameters * _SIXTEEN // _BYTE
        case "onnx":
            return model.parameters * _THIRTY_TWO // _BYTE
        case "gptq" | "awq":
            return model.parameters * _OF_QUANTISED // _BYTE
        case "gguf" | "gguf_base":
            return bytes_of_type(model, wanted.quant)
        case _:
            return 0
