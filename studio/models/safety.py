"""What speaks against a model: code that came with it, a template that is not its own, packages that are missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from studio.models.card import ModelProblem, ModelTemplate, Quantisation, blocking, note, warning
from studio.models.templates import TITLES
from studio.models.weights import pickles
from studio.words import N_

_SPEAKING = ("ForCausalLM", "ForConditionalGeneration", "LMHeadModel")
# Kinds that transformers keeps in a folder of another name; those in use here are known without the package too.
_KNOWN = ("gemma3_text", "llama", "mistral", "phi3", "qwen2", "qwen3", "gpt2", "biogpt", "bert", "roberta", "camembert")


@dataclass(frozen=True)
class FoundInFolder:
    """What was read of a model folder before it is judged."""

    folder: Path
    config: Mapping[str, Any]
    tokenizer: Mapping[str, Any]
    quantisation: Quantisation | None
    has_template: bool


def folder_problems(found: FoundInFolder) -> Iterator[ModelProblem]:
    """What speaks against the folder, weights aside."""
    yield from _code_problems(found)
    if ignored := pickles(found.folder):
        yield note(N_("Ignored, because it can run code when it is opened: {names}."), names=", ".join(ignored))
    if found.quantisation and (missing := found.quantisation.missing):
        sentence = N_("It is quantised as {method}; reading it takes packages that are not installed here: {names}.")
        yield blocking(sentence, method=found.quantisation.title, names=", ".join(missing))
    if not _has_tokenizer(found.folder):
        yield blocking(N_("The tokenizer is missing: there is neither tokenizer.json nor a vocabulary file."))
    if not found.has_template and _speaks(found.config):
        yield without_template()


def without_template() -> ModelProblem:
    """For a model that completes texts and was not taught to answer."""
    return warning(
        N_(
            "This is a base model without a chat template: set the option data.template to chatml, or choose the "
            "instruction-tuned model of the family."
        )
    )


def template_problems(template: ModelTemplate) -> Iterator[ModelProblem]:
    """What the comparison with the family's template came to."""
    family = TITLES.get(template.family, "")
    match template.match:
        case "hangs":
            yield blocking(N_("The chat template takes longer than two seconds for five short conversations."))
        case "refuses":
            yield blocking(N_("The chat template cannot render even one question."))
        case "differs" if template.resembles:
            resembled = TITLES[template.resembles]
            sentence = N_("The chat template is that of {other}, but the model is of the family {family}.")
            yield warning(sentence, other=resembled, family=family)
        case "differs":
            sentence = N_("The chat template writes something else than that of the family {family}; compare them.")
            yield warning(sentence, family=family)
        case "unknown" if not template.resembles:
            yield note(N_("The chat template is none that Atelier knows; read it before you trust it."))


def known_to_transformers(kind: str) -> bool:
    """Whether transformers reads this kind of model by itself; looked up without importing it."""
    if kind in _KNOWN:
        return True
    package = find_spec("transformers")
    places = package.submodule_search_locations if package else None
    named = kind.replace("-", "_")
    return named.isidentifier() and any((Path(place) / "models" / named).is_dir() for place in places or ())


def _code_problems(found: FoundInFolder) -> Iterator[ModelProblem]:
    kind = str(found.config.get("model_type") or "")
    brings_code = "auto_map" in found.config or "auto_map" in found.tokenizer
    if not known_to_transformers(kind):
        if brings_code:
            sentence = N_("This model only works by running code that came with it.")
            yield blocking(sentence).model_copy(update={"unsafe": True})
        else:
            yield blocking(N_("Models of the kind “{kind}” are not supported."), kind=kind or "?")
    elif brings_code or any(found.folder.glob("*.py")):
        yield note(N_("Code came with this model; it is never run: transformers knows the architecture by itself."))


def _has_tokenizer(folder: Path) -> bool:
    names = ("tokenizer.json", "tokenizer.model", "vocab.json", "vocab.txt", "sentencepiece.bpe.model", "spiece.model")
    return any((folder / name).is_file() for name in names)


def _speaks(config: Mapping[str, Any]) -> bool:
    named = config.get("architectures")
    return isinstance(named, list) and any(str(name).endswith(_SPEAKING) for name in named)
