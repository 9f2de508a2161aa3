"""Makes the card of a model from its files, reading headers and texts only; nothing of the model is run.

Also a task for a child process, because the files may be hostile:

    rows_from_child("studio.models.inspection:cards", {"paths": [str(path)]})
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from studio.models.card import ModelCard, ModelKind, ModelProblem, ModelTemplate, Quantisation, blocking
from studio.models.damage import Damaged
from studio.models.described import (
    architecture_of,
    context_of,
    read_config,
    read_front_matter,
    read_template,
    read_tokenizer_config,
    special_tokens,
)
from studio.models.gguf_header import FILE_TYPES, GgufHeader, read_gguf
from studio.models.quantisation import quantisation_of
from studio.models.safety import FoundInFolder, folder_problems, template_problems, without_template
from studio.models.templates import compare_template, family_of
from studio.models.weights import Weights, read_weights
from studio.paths import DEMO_MODEL
from studio.words import N_

T = TypeVar("T")


def cards(paths: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The card of each, as JSON, its template compared."""
    for path in paths:
        yield inspect_model(Path(path)).model_dump(mode="json")


def inspect_model(path: Path, name: str = "") -> ModelCard:
    """The card of a folder or a GGUF file; whatever is wrong with it stands in its problems. Raises ModelFailed.

    The template is rendered, in a process of its own, which takes about a second; ModelFailed when none can start.
    """
    card = describe_model(path, name)
    if not card.template.text or path.resolve() == DEMO_MODEL.resolve():
        return card
    compared = compare_template(card.template.text, card.tokens, card.template.family)
    template = ModelTemplate(
        text=card.template.text,
        match=compared.verdict,
        family=compared.family,
        resembles=compared.resembles,
        theirs=compared.theirs,
        expected=compared.expected,
    )
    return card.model_copy(update={"template": template, "problems": (*card.problems, *template_problems(template))})


def describe_model(path: Path, name: str = "") -> ModelCard:
    """The same without trying the template; no process is started."""
    kind: ModelKind = "gguf" if path.suffix.lower() == ".gguf" else "folder"
    empty = ModelCard(name=name or path.name, folder=path, kind=kind)
    try:
        found = _gguf(path) if kind == "gguf" else _folder(path)
    except Damaged as error:
        found = {"problems": (ModelProblem(level="blocking", sentence=error.sentence, unsafe=error.unsafe),)}
    except OSError as error:
        found = {"problems": (blocking(N_("The files cannot be read: {reason}."), reason=str(error.strerror)),)}
    return empty.model_copy(update=found)


def _gguf(path: Path) -> dict[str, Any]:
    header = read_gguf(path)
    kind, text = header.text("general.architecture"), header.text("tokenizer.chat_template")
    languages = header.facts.get("general.languages")
    family = family_of(kind, header.number(f"{kind}.vocab_size"), {})
    return {
        "architecture": kind,
        "model_type": kind,
        "parameters": header.parameters,
        "size": path.stat().st_size,
        "licence": header.text("general.license"),
        "context": header.number(f"{kind}.context_length"),
        "template": ModelTemplate(text=text, family=family),
        "quantisation": Quantisation(method=FILE_TYPES.get(header.number("general.file_type") or 0, "GGUF")),
        "languages": languages if isinstance(languages, tuple) else (),
        "problems": tuple(_gguf_problems(header, text)),
    }


def _gguf_problems(header: GgufHeader, template: str) -> Iterator[ModelProblem]:
    if header.is_adapter:
        yield blocking(N_("This file is an adapter: it is of no use without the GGUF file of its base."))
    elif not template:
        yield without_template()


def _folder(folder: Path) -> dict[str, Any]:
    config, matter, read = read_config(folder), read_front_matter(folder), _Reading()
    nothing: dict[str, Any] = {}
    tokenizer = read.part(lambda: read_tokenizer_config(folder), nothing)
    text = read.part(lambda: read_template(folder, tokenizer), "")
    quantisation = quantisation_of(config)
    bits = quantisation.bits if quantisation else None
    weights = read.part(lambda: read_weights(folder, config, bits), Weights(0, 0))
    kind, tokens, words = str(config.get("model_type") or ""), special_tokens(tokenizer), config.get("vocab_size")
    found = FoundInFolder(folder, config, tokenizer, quantisation, bool(text))
    return {
        "architecture": architecture_of(config),
        "model_type": kind,
        "parameters": weights.parameters,
        "size": weights.size,
        "licence": matter.licence,
        "context": context_of(config),
        "template": ModelTemplate(text=text, family=family_of(kind, words if type(words) is int else None, tokens)),
        "tokens": tokens,
        "quantisation": quantisation,
        "languages": matter.languages,
        "problems": (*read.problems, *folder_problems(found)),
    }


class _Reading:
    """Goes on after a part that is damaged, so that the card shows the others."""

    def __init__(self) -> None:
        self.problems: list[ModelProblem] = []

    def part(self, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except Damaged as error:
            self.problems.append(ModelProblem(level="blocking", sentence=error.sentence, unsafe=error.unsafe))
            return otherwise
