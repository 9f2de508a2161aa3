"""Reads a base model in 4 bits; the second time from a copy that was quantised the first time."""

import logging
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

from safetensors import SafetensorError
from transformers import BitsAndBytesConfig, PreTrainedModel

from studio.core.export import QUANTISED
from studio.engine.quantiser import import_quantiser
from studio.engine.saving import system_errors
from studio.models.cache import fingerprint, make_room, mark_used, partial_for, quantised_folder
from studio.models.described import read_config
from studio.runs.durable import remove_partial, seal_folder, verify_folder

Read = Callable[..., PreTrainedModel]
"""`from_pretrained` with everything settled but the folder and the quantisation."""

SMALLEST = 1 << 28
"""Bytes of weights below which quantising takes less time than looking for a copy."""
_SHARD = "2GB"
_log = logging.getLogger(__name__)


def read_model(
    read: Read, folder: Path, quantisation: BitsAndBytesConfig | None, device: str, *, smallest: int = SMALLEST
) -> PreTrainedModel:
    """What `read(folder)` gives, quantised; the same bit for bit whether it comes from the copy or not.

    Only for heads that are part of the checkpoint: one that is drawn at random would be kept with the copy.
    Copies that were damaged are made again; a full disk only means that there is none.
    """
    # A checkpoint that was quantised by its makers (GPTQ, AWQ, 4 bits) stays as they made it.
    stored = read_config(folder).get("quantization_config")
    if isinstance(stored, dict) and stored.get("quant_method") in QUANTISED:
        import_quantiser()
    if quantisation is None or stored is not None:
        return read(folder)
    if not quantisation.load_in_4bit or _weights(folder) < smallest:
        return read(folder, quantization_config=quantisation)
    copy = quantised_folder() / fingerprint(folder, _facts(quantisation, device))
    loaded = _from_copy(read, copy)
    if loaded is None:
        loaded = read(folder, quantization_config=quantisation)
        _keep(loaded, copy)
    # What is saved with an adapter names the model, not the copy.
    loaded.config._name_or_path = loaded.name_or_path = str(folder)
    return loaded


def _weights(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*.safetensors"))


def _facts(quantisation: BitsAndBytesConfig, device: str) -> dict[str, str]:
    packages = {name: version(name) for name in ("bitsandbytes", "transformers", "torch")}
    return {"quantisation": quantisation.to_json_string(), "device": device, **packages}


def _from_copy(read: Read, copy: Path) -> PreTrainedModel | None:
    """Every byte is hashed beside the loading; None where there is no copy, or one that lost a bit."""
    if not copy.is_dir():
        return None
    with ThreadPoolExecutor(1) as pool:
        whole = pool.submit(verify_folder, copy)
        try:
            loaded = read(copy)
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError):
            if whole.result():
                raise
    if not whole.result():
        _log.warning("the quantised copy %s is damaged and made again", copy)
        shutil.rmtree(copy)
        return None
    mark_used(copy)
    return loaded


def _keep(model: PreTrainedModel, copy: Path) -> None:
    partial = partial_for(copy, os.getpid())
    try:
        if not make_room(int(model.get_memory_footprint())):
            return
        with system_errors():
            model.save_pretrained(partial, max_shard_size=_SHARD)
        if not copy.exists():
            seal_folder(partial, copy, {})
    except OSError as error:
        _log.warning("the quantised model is not kept: %s", error)
    finally:
        remove_partial(partial)
