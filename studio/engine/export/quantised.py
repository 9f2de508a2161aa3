"""A model in 4 bits for vLLM, SGLang and transformers: GPTQ and AWQ, written by gptqmodel where it is installed."""

import re
import shutil
from collections.abc import Callable, Sequence
from contextlib import chdir, redirect_stdout
from os import devnull
from pathlib import Path
from typing import Literal

from transformers import PreTrainedTokenizerBase

from studio.core.evaluation import EvaluatedRow
from studio.core.example import Message
from studio.engine.base_model import BaseModel
from studio.engine.encode import encode_conversation
from studio.engine.evaluating.asking import Manner, ask
from studio.engine.export.merging import copy_licences, copy_words
from studio.engine.export.source import Source
from studio.engine.export.watch import Watch
from studio.engine.failures import TemplateFailed
from studio.engine.model import find_device
from studio.engine.quantiser import import_quantiser
from studio.engine.saving import system_errors
from studio.engine.tokenizer import read_tokenizer
from studio.errors import ExportFailed, ModelFailed
from studio.models.described import context_of, read_config
from studio.models.quantisation import lack_of_quantiser
from studio.models.safetensors_header import read_header
from studio.models.weights import weight_files
from studio.words import _

QuantisedAs = Literal["gptq", "awq"]
_BITS, _GROUP = 4, 128
_LONGEST = 2048
_LAYOUTS: dict[QuantisedAs, str] = {"gptq": "gptq", "awq": "gemm"}
"""Of the layouts of each, the one that vLLM, SGLang and transformers read."""
_WRITERS: dict[QuantisedAs, str] = {"gptq": "gptq_torch", "awq": "awq_torch"}
"""What needs neither a graphics card nor a compiler."""
_ROUNDED = re.compile(r"\.(?:layers|h|blocks)\.\d+\..*\.weight$")
_MATRIX = 2


def refuse_quantised(source: Source, calibration: int) -> None:
    """Raise ExportFailed, with what to do instead, where `write_quantised` could not write this model.

    `calibration` is how many rows there are to measure on.
    """
    if lack := lack_of_quantiser():
        raise lack
    if not calibration:
        raise ExportFailed(
            _("GPTQ and AWQ need rows that the model has learned, and this export has none."),
            hint=_("Make a new export."),
        )
    config = read_config(source.base.folder)
    if config.get("quantization_config"):
        raise ExportFailed(
            _("The base model is quantised already, and cannot be quantised once more."),
            hint=_("Train on the model in 16 bits of the same family, or export the adapter."),
        )
    _expect_widths(source.base.folder)
    try:
        known = import_quantiser().models.auto.SUPPORTED_MODELS
    except ModelFailed as error:
        raise ExportFailed(error.message, hint=error.hint) from error
    family = str(config.get("model_type"))
    if family not in known:
        raise ExportFailed(
            _("gptqmodel does not know models of the family “{family}”.").format(family=family),
            hint=_("Export the merged model or a GGUF file."),
        )


def write_quantised(
    source: Source, whole: Path, folder: Path, kind: QuantisedAs, rows: Sequence[EvaluatedRow], watch: Watch
) -> None:
    """Fill an empty folder with the weights of `whole`, rounded so that answers to `rows` change least.

    Needs the model in memory, and a layer more. Raises ExportFailed, ModelFailed, OSError and what `watch.obey` raises,
    which is asked between two groups of matrices.
    """
    package = import_quantiser()
    config = package.QuantizeConfig(
        bits=_BITS,
        group_size=_GROUP,
        quant_method=kind,
        format=_LAYOUTS[kind],
        device=find_device().kind,
        # It would write beside the other temporary files, on a drive that the user has not chosen.
        offload_to_disk=False,
        # The other ways are compiled on the spot, which takes a compiler.
        pack_impl="original",
    )
    # It keeps a log in whatever folder it is in, and draws bars that would fill the worker's.
    with Path(devnull).open("w", encoding="utf-8") as nowhere, chdir(folder), redirect_stdout(nowhere):
        model = package.GPTQModel.load(str(whole), config, trust_remote_code=False)
        model.subset_callback = _heard(watch, int(model.model.config.get_text_config().num_hidden_layers))
        model.quantize(_calibration(source, rows), batch_size=1, backend=_WRITERS[kind])
        watch.obey()
        with system_errors():
            model.save(str(folder))
    shutil.rmtree(folder / "logs", ignore_errors=True)
    (folder / "quant_log.csv").unlink(missing_ok=True)
    copy_words(source, folder)
    copy_licences(source, folder)


def _expect_widths(folder: Path) -> None:
    every = (tensor for file in weight_files(folder) for tensor in read_header(file))
    for each in every:
        if _ROUNDED.search(each.name) and len(each.shape) == _MATRIX and each.shape[1] % _GROUP:
            raise ExportFailed(
                _("“{name}” is {width} wide: GPTQ and AWQ round {group} weights of a row together.").format(
                    name=each.name, width=each.shape[1], group=_GROUP
                ),
                hint=_("Export a GGUF file as Q8_0, or the merged model."),
            )


def _heard(watch: Watch, layers: int) -> Callable[..., None]:
    """What gptqmodel calls by names before and after each group of matrices of a layer."""

    def heard(*, layer_idx: int, subset_index: int, subset_total: int, **_others: object) -> None:
        watch.obey()
        watch.progress(layer_idx * subset_total + subset_index, layers * subset_total)

    return heard


def _calibration(source: Source, rows: Sequence[EvaluatedRow]) -> list[dict[str, list[int]]]:
    """Conversations as they were trained on; those that the template refuses were not."""
    tokenizer = read_tokenizer(BaseModel(source.base.name, source.words))
    longest = min(_LONGEST, context_of(read_config(source.base.folder)) or _LONGEST)
    encoded = [ids for row in rows if (ids := _ids(tokenizer, row, longest))]
    if not encoded:
        raise ExportFailed(
            _("None of the rows that the model has learned can be rendered, and GPTQ and AWQ need them."),
            hint=_("Export a GGUF file or the merged model."),
        )
    return [{"input_ids": list(ids), "attention_mask": [1] * len(ids)} for ids in encoded]


def _ids(tokenizer: PreTrainedTokenizerBase, row: EvaluatedRow, longest: int) -> tuple[int, ...]:
    asked = ask(row, Manner())
    answer = next(iter(asked.weighed), "")
    if not asked.turns:
        return tuple(tokenizer(answer, verbose=False)["input_ids"][:longest])
    try:
        turns = (*asked.turns, Message(role="assistant", content=answer))
        return encode_conversation(tokenizer, turns, longest).input_ids
    except TemplateFailed:
        return ()
