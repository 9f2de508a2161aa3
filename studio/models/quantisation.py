"""How a checkpoint was quantised, and which Python packages reading it takes."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from studio.errors import ExportFailed
from studio.extras import way_to_install
from studio.models.card import Quantisation
from studio.words import _

_NEEDED = {
    "gptq": ("optimum", "gptqmodel"),
    "awq": ("gptqmodel",),
    "bitsandbytes": ("bitsandbytes",),
    "aqlm": ("aqlm",),
    "compressed-tensors": ("compressed_tensors",),
    "eetq": ("kernels",),
    "hqq": ("hqq",),
    "quanto": ("optimum.quanto",),
    "torchao": ("torchao",),
}


def quantisation_of(config: Mapping[str, Any]) -> Quantisation | None:
    """What the `quantization_config` of a model's config.json says; None where there is none."""
    said = config.get("quantization_config")
    if not isinstance(said, Mapping):
        return None
    method = str(said.get("quant_method") or ("bitsandbytes" if _of_bitsandbytes(said) else "unknown"))
    return Quantisation(method=method, bits=_bits(said), missing=missing_packages(method))


def missing_packages(method: str) -> tuple[str, ...]:
    """The packages that a checkpoint quantised so needs and that are not installed."""
    return tuple(name for name in _NEEDED.get(method, ()) if not _is_installed(name))


def lack_of_quantiser() -> ExportFailed | None:
    """Why no model can be written as GPTQ or AWQ on this machine, with what to do; None where it can."""
    if not (missing := missing_packages("awq")):
        return None
    return ExportFailed(
        _("GPTQ and AWQ are written by the package {package}, which is not installed.").format(package=missing[0]),
        hint=way_to_install("quantise"),
    )


def _is_installed(name: str) -> bool:
    top, _dot, _rest = name.partition(".")
    return find_spec(top) is not None and (top == name or find_spec(name) is not None)


def _of_bitsandbytes(said: Mapping[str, Any]) -> bool:
    return "load_in_4bit" in said or "load_in_8bit" in said


def _bits(said: Mapping[str, Any]) -> int | None:
    if said.get("load_in_4bit"):
        return 4
    if said.get("load_in_8bit"):
        return 8
    bits = said.get("bits", said.get("w_bit"))
    if said.get("quant_method") == "fp8":
        return 8
    return bits if type(bits) is int else None
