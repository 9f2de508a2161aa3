"""Artefacts brought into memory by the program that will use them outside."""

import importlib.util
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from studio.core.evaluation import Decoding, Subject
from studio.core.example import Message
from studio.core.export import QUANTISED, Artefact
from studio.engine.evaluating.speakers import Speakers
from studio.engine.parity.by_llama import LlamaReader, reading_gguf
from studio.engine.parity.by_transformers import TransformersReader, own_stops
from studio.engine.parity.observing import Observation
from studio.errors import ModelFailed
from studio.extras import way_to_install
from studio.models.damage import Damaged
from studio.models.gguf_header import read_gguf
from studio.models.llama import LIBRARY
from studio.words import _

FOLDERS, FILES = ("adapter", "merged", *QUANTISED), ("gguf", "gguf_adapter")
"""The formats that transformers reads, and those of llama.cpp."""


@contextmanager
def reading_folder(
    artefact: Artefact, speakers: Speakers, trial: Sequence[tuple[Message, ...]]
) -> Iterator[TransformersReader]:
    """Through transformers, with the ends that its files name; a foreign template is tried on `trial` first.

    Raises ModelFailed, ModelUnsafe, TemplateFailed.
    """
    with speakers.speaking(_subject(artefact), Decoding(), trial) as speaker:
        yield TransformersReader(speaker.model, speaker.tokenizer, own_stops(speaker.model))


@contextmanager
def reading_file(artefact: Artefact, observation: Observation) -> Iterator[LlamaReader]:
    """Through llama.cpp, with room for everything that was observed; raises ModelFailed."""
    if importlib.util.find_spec(LIBRARY) is None:
        raise ModelFailed(
            _("GGUF files cannot be checked: llama.cpp is not installed."),
            hint=way_to_install("export"),
        )
    for path in filter(None, (artefact.path, artefact.base)):
        if not Path(path).is_file():
            raise ModelFailed(
                _("The model file {path} does not exist.").format(path=path), hint=_("Choose the file again.")
            )
    with reading_gguf(artefact, observation.room_in(_context_of(artefact))) as reader:
        yield reader


def _context_of(artefact: Artefact) -> int | None:
    """None where the file does not say so."""
    try:
        return read_gguf(Path(artefact.base if artefact.format == "gguf_adapter" else artefact.path)).context
    except (Damaged, OSError):
        # llama.cpp says itself what it does not take.
        return None


def _subject(artefact: Artefact) -> Subject:
    name = Path(artefact.path).name
    if artefact.format == "adapter":
        return Subject(title=name, base=artefact.base, result=artefact.path)
    return Subject(title=name, base=artefact.path)
