"""Writes a model folder as a GGUF file, a few rows at a time, and says beforehand whether and how large."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import gguf

from studio.core.export import GgufType
from studio.engine.base_model import BaseModel
from studio.engine.export.gguf.families import Model, read_model
from studio.engine.export.gguf.file import write_tensors
from studio.engine.export.gguf.probe import settle
from studio.engine.export.gguf.source import stored_tensors
from studio.engine.export.gguf.tensors import Planned, plan_tensors
from studio.engine.export.gguf.types import FILE_TYPES
from studio.engine.export.gguf.vocabulary import Vocabulary, vocabulary_of
from studio.engine.export.watch import Watch
from studio.engine.tokenizer import read_tokenizer
from studio.errors import ExportFailed
from studio.extras import way_to_install
from studio.models.described import named_ends
from studio.placing import placed
from studio.words import _

_QUANTISER = "libgguf"
_QUANTISATION_VERSION = 2
_EMBEDDINGS = "token_embd.weight"
# Keys, names and padding beside the tokens, of which each takes a length, a type and a score.
_HEADER_BYTES, _TOKEN_BYTES = 1 << 16, 32
# Names by which llama.cpp knows tokenizers whose control tokens swallow the blanks after them.
_SWALLOWING, _OTHERS = "phi-3", ("phi3", "modern-bert")


@dataclass(frozen=True)
class _Prepared:
    model: Model
    planned: tuple[Planned, ...]
    vocabulary: Vocabulary


def refuse_gguf(source: Path, kind: GgufType, words: Path | None = None) -> None:
    """Raise ExportFailed, with what to do instead, where `write_gguf` could not write this folder."""
    _prepare(source, kind, words or source)


def gguf_bytes(source: Path, kind: GgufType) -> int:
    """What the file will take at most, a little more than it does; raises ExportFailed."""
    model = read_model(source)
    planned = plan_tensors(model, stored_tensors(source), kind)
    tokenizer = source / "tokenizer.json"
    words = tokenizer.stat().st_size if tokenizer.is_file() else 0
    rows = next(each.shape[0] for each in planned if each.name == _EMBEDDINGS)
    padding = gguf.GGUF_DEFAULT_ALIGNMENT * len(planned)
    return sum(each.size for each in planned) + padding + words + rows * _TOKEN_BYTES + _HEADER_BYTES


def write_gguf(
    source: Path, target: Path, kind: GgufType, watch: Watch, words: Path | None = None, name: str = ""
) -> None:
    """Write a folder of safetensors in transformers' layout; nothing is at `target` until all of it is.

    `words` is where the tokenizer lies when that is another folder, `name` what programs show; else the folder's.

    Raises ExportFailed, ModelFailed, TemplateFailed, and what `watch.obey` raises.
    """
    prepared = _prepare(source, kind, words or source)
    with placed(target) as partial:
        writer = gguf.GGUFWriter(partial, gguf.MODEL_ARCH_NAMES[prepared.model.family.arch])
        writer.add_type(gguf.GGUFType.MODEL)
        writer.add_name(_name(name or source.name, swallows=prepared.vocabulary.strips))
        writer.add_file_type(FILE_TYPES[kind])
        writer.add_quantization_version(_QUANTISATION_VERSION)
        writer.add_vocab_size(len(prepared.vocabulary.tokens))
        prepared.model.describe(writer)
        prepared.vocabulary.describe(writer)
        write_tensors(writer, prepared.planned, watch)


def _prepare(source: Path, kind: GgufType, words: Path) -> _Prepared:
    if kind not in ("f32", "f16", "q8_0") and find_spec(_QUANTISER) is None:
        raise ExportFailed(
            _("The package {package} is not installed; without it the type {kind} cannot be written.").format(
                package=_QUANTISER, kind=kind.upper()
            ),
            hint=" ".join((way_to_install("export"), _("Or choose Q8_0 or F16."))),
        )
    model = read_model(source)
    planned = plan_tensors(model, stored_tensors(source), kind)
    rows = next(each.shape[0] for each in planned if each.name == _EMBEDDINGS)
    tokenizer = read_tokenizer(BaseModel(str(words), words))
    vocabulary = vocabulary_of(tokenizer, rows, named_ends(source))
    return _Prepared(model, planned, vocabulary if vocabulary.merging.sure else settle(vocabulary, tokenizer))


def _name(name: str, *, swallows: bool) -> str:
    """llama.cpp tells by the name of a model whether its control tokens swallow blanks."""
    plain = name.lower()
    if swallows:
        return name if _SWALLOWING in plain else f"Phi-3 {name}"
    return name.replace("-", " ") if any(each in plain for each in (_SWALLOWING, *_OTHERS)) else name
