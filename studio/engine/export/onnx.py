"""Classifiers as ONNX: one file that runs without PyTorch, tried on texts of several lengths before it counts."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import AutoModelForSequenceClassification, PreTrainedTokenizerBase

from studio.engine.base_model import BaseModel
from studio.engine.export.merging import copy_words
from studio.engine.export.source import Source
from studio.engine.tokenizer import read_tokenizer
from studio.errors import ExportFailed
from studio.models.described import context_of, read_config
from studio.words import _

FILE = "model.onnx"
_TRIED = ("Bonjour.", "Céphalée brutale, la pire de sa vie, avec vomissements et raideur de la nuque depuis 2 heures.")
_SHORT, _LONG = 8, 64
_OFFSET = 4
"""Positions that some encoders keep for themselves."""
_CLOSE = 1e-3


def write_onnx(source: Source, whole: Path, folder: Path) -> None:
    """Fill a new folder with model.onnx in 32 bits, its labels and its tokenizer; raises ExportFailed, OSError."""
    model = AutoModelForSequenceClassification.from_pretrained(
        whole, dtype=torch.float32, attn_implementation="eager", local_files_only=True, trust_remote_code=False
    ).eval()
    tokenizer = read_tokenizer(BaseModel(source.base.name, source.words))
    inputs = _read(tokenizer, _TRIED, _SHORT)
    folder.mkdir()
    shape = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    try:
        torch.onnx.export(
            model,
            (),
            str(folder / FILE),
            kwargs=inputs,
            input_names=list(inputs),
            output_names=["logits"],
            dynamic_shapes={name: shape for name in inputs},
            dynamo=True,
            external_data=False,
            verbose=False,
        )
    except torch.onnx.OnnxExporterError as error:
        raise ExportFailed(
            _("This model cannot be written as ONNX: {reason}").format(reason=type(error).__name__),
            hint=_("Export the merged model instead."),
        ) from error
    context = context_of(read_config(whole)) or _LONG
    _expect_alike(model, tokenizer, folder / FILE, min(_LONG, context - _OFFSET))
    copy_words(source, folder)
    labels = source.labels.names if source.labels else ()
    several = bool(source.labels and source.labels.several)
    said = {"labels": list(labels), "several": several, "inputs": list(inputs)}
    (folder / "labels.json").write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _expect_alike(model: Any, tokenizer: PreTrainedTokenizerBase, file: Path, long: int) -> None:
    """The same numbers for one text and for several, short and long: a length that was frozen would show here."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    for texts, longest in ((_TRIED[:1], _SHORT), (_TRIED, long), (_TRIED * 2, _SHORT)):
        inputs = _read(tokenizer, texts, longest)
        with torch.inference_mode():
            ours = model(**inputs).logits.numpy()
        theirs = session.run(["logits"], {name: each.numpy() for name, each in inputs.items()})[0]
        if not np.allclose(ours, theirs, atol=_CLOSE, rtol=_CLOSE):
            raise ExportFailed(
                _("The ONNX file does not give the same numbers as the model, so it was not kept."),
                hint=_("Export the merged model instead."),
            )


def _read(tokenizer: PreTrainedTokenizerBase, texts: Sequence[str], longest: int) -> dict[str, torch.Tensor]:
    return dict(tokenizer(list(texts), padding=True, truncation=True, max_length=longest, return_tensors="pt"))
