"""Whether an export can be done at all, and how much room it takes: asked before any work."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from transformers.models.auto.modeling_auto import MODEL_FOR_MASKED_LM_MAPPING_NAMES

from studio.core.export import OLLAMA, QUANTISED, ExportJob, WantedArtefact
from studio.engine.export.gguf.adapter import refuse_gguf_adapter
from studio.engine.export.gguf.writing import gguf_bytes, refuse_gguf
from studio.engine.export.merging import expect_mergeable, merged_bytes
from studio.engine.export.ollama import modelfile, spoken_of
from studio.engine.export.quantised import refuse_quantised
from studio.engine.export.rounding import refuse_same_rounding
from studio.engine.export.source import Source
from studio.errors import ExportFailed
from studio.models.described import read_config
from studio.words import _

_MARGIN_BYTES = 64 << 20
_GIGABYTE = 1e9
_MERGED = ("merged", "gguf", "onnx", *QUANTISED)
_OF_ADAPTERS = ("adapter", "gguf_adapter", "ollama_adapter")


def expect_possible(job: ExportJob, source: Source) -> None:
    """Raise ExportFailed, in words for the first thing that cannot be done."""
    for each in job.wanted:
        _expect(job, source, each)
    needed, free = needed_bytes(job, source), shutil.disk_usage(job.target).free
    if needed > free:
        raise ExportFailed(
            _("The export needs {needed} GB, and {free} GB are free in {folder}.").format(
                needed=f"{needed / _GIGABYTE:.1f}", free=f"{free / _GIGABYTE:.1f}", folder=job.target
            ),
            hint=_("Free some space, choose a folder on another drive, or fewer formats."),
        )


def needs_whole(wanted: Sequence[WantedArtefact]) -> bool:
    """Whether something is made of the merged model."""
    return any(each.format in _MERGED for each in wanted)


def needed_bytes(job: ExportJob, source: Source) -> int:
    """About what is written, with what stands beside it meanwhile."""
    left = [each for each in job.wanted if not (Path(job.target) / each.name(job.stem)).exists()]
    whole = merged_bytes(source)
    adapter = sum(each.stat().st_size for each in source.adapter.glob("*.safetensors")) if source.adapter else 0
    sizes = [gguf_bytes(source.base.folder, each.quant) for each in left if each.format in ("gguf", "gguf_base")]
    sizes += [adapter for each in left if each.format in ("adapter", "gguf_adapter")]
    sizes += [whole for each in left if each.format in QUANTISED]
    # In 32 bits, whatever the model is in.
    sizes += [2 * whole for each in left if each.format == "onnx"]
    if _is_merged(job, source, left):
        sizes.append(whole)
    return sum(sizes) + _MARGIN_BYTES if left else 0


def _is_merged(job: ExportJob, source: Source, left: Sequence[WantedArtefact]) -> bool:
    """Whether the whole model is written, for itself or for the others."""
    merged = WantedArtefact(format="merged")
    if not needs_whole(left) or merged in job.wanted:
        return merged in left
    return source.adapter is not None or source.labels is not None


def _expect(job: ExportJob, source: Source, wanted: WantedArtefact) -> None:
    if wanted.format in _OF_ADAPTERS and source.adapter is None:
        raise ExportFailed(
            _("This run trained the whole model: there is no adapter to export."),
            hint=_("Export the merged model or a GGUF file."),
        )
    if source.labels is not None and wanted.format not in ("adapter", "merged", "onnx"):
        raise ExportFailed(
            _("This model chooses labels: GPTQ, AWQ, llama.cpp and Ollama are for models that answer in words."),
            hint=_("Export it as ONNX, as an adapter or merged."),
        )
    if wanted.format == "onnx":
        _expect_encoder(source)
    if wanted.format in _MERGED:
        expect_mergeable(source)
    if wanted.format == "gguf":
        refuse_same_rounding(source, wanted.quant)
    # Ollama brings merged weights to llama.cpp by itself: it knows no more families.
    if wanted.format in ("gguf", "gguf_base", "ollama_merged"):
        refuse_gguf(source.base.folder, wanted.quant, source.words)
    if wanted.format in QUANTISED:
        refuse_quantised(source, job.calibration)
    if wanted.format == "gguf_adapter" and source.adapter is not None:
        refuse_gguf_adapter(source.adapter, source.base.folder)
    if wanted.format in OLLAMA:
        modelfile(spoken_of(source, job.system, job.decoding), "./model.gguf")


def _expect_encoder(source: Source) -> None:
    if source.labels is None:
        raise ExportFailed(
            _("ONNX is for models that choose labels; this one answers in words."),
            hint=_("Export a GGUF file or the merged model."),
        )
    if read_config(source.base.folder).get("model_type") not in MODEL_FOR_MASKED_LM_MAPPING_NAMES:
        raise ExportFailed(
            _("Only encoders such as CamemBERT can be written as ONNX; this is a language model with a head."),
            hint=_("Export it merged or as an adapter."),
        )
