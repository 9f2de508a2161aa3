"""Artefacts brought into memory by the program that will use them outside."""

import importlib.util
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from studio.core.evaluation import Decoding, Subject
from studio.core.example import Message
from studio.core.export import Artefact
from studio.engine.evaluating.gguf import LIBRARY
from studio.engine.evaluating.speakers import Speakers
from studio.engine.parity.by_llama import reading_gguf
from studio.engine.parity.by_transformers import TransformersReader, own_stops
from studio.engine.parity.reader import Reader
from studio.errors import ModelFailed
from studio.words import _

READ = ("adapter", "merged", "gguf", "gguf_adapter")
"""The formats that are models by themselves and can be asked for likelihoods."""


@contextmanager
def reading(
    artefact: Artefact, context: int, speakers: Speakers, trial: Sequence[tuple[Message, ...]]
) -> Iterator[Reader]:
    """The artefact until the block ends; `context` in tokens, a foreign template is tried on `trial` first.

    Raises ModelFailed, ModelUnsafe, TemplateFailed.
    """
    if artefact.format in ("gguf", "gguf_adapter"):
        with _by_llama(artefact, context) as reader:
            yield reader
    else:
        with speakers.speaking(_subject(artefact), Decoding(), trial) as speaker:
            yield TransformersReader(speaker.model, speaker.tokenizer, own_stops(speaker.model))


@contextmanager
def _by_llama(artefact: Artefact, context: int) -> Iterator[Reader]:
    if importlib.util.find_spec(LIBRARY) is None:
        raise ModelFailed(
            _("GGUF files cannot be checked: llama.cpp is not installed."),
            hint=_("Run python3 -m studio.setup export, which installs it."),
        )
    for path in filter(None, (artefact.path, artefact.base)):
        if not Path(path).is_file():
            raise ModelFailed(_("The model file {path} does not exist.").format(path=path), hint=_("Choose it again."))
    with reading_gguf(artefact, context) as reader:
        yield reader


def _subject(artefact: Artefact) -> Subject:
    name = Path(artefact.path).name
    if artefact.format == "adapter":
        return Subject(title=name, base=artefact.base, result=artefact.path)
    return Subject(title=name, base=artefact.path)
