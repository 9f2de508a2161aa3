"""Loads the base model in as many bits as the recipe wants."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import torch
from safetensors import SafetensorError
from transformers import AutoModelForCausalLM, BitsAndBytesConfig, PreTrainedModel

from studio.core.options import MethodOptions
from studio.engine.base_model import BaseModel
from studio.engine.model_cache import read_model
from studio.errors import ModelFailed
from studio.words import _

_TRAINED_BITS = 32


@dataclass(frozen=True)
class Device:
    """Where the run computes; `compute` is the type of the arithmetic."""

    kind: Literal["cpu", "cuda"]
    compute: torch.dtype
    name: str


def find_device() -> Device:
    """The first graphics card, else the processor.

    bf16 where the hardware computes in it (measured on AVX512_BF16: 0.65 instead of 1.0 s of CPU time a step, the same
    loss to four digits), else float32: emulated bf16 is slower.
    """
    if torch.cuda.is_available():
        bf16 = torch.cuda.is_bf16_supported(including_emulation=False)
        return Device("cuda", torch.bfloat16 if bf16 else torch.float32, torch.cuda.get_device_name(0))
    capable = torch.cpu.get_capabilities()
    native = capable.get("avx512_bf16", False) or capable.get("amx_bf16", False)
    return Device("cpu", torch.bfloat16 if native else torch.float32, "CPU")


def kept_bits(method: MethodOptions) -> int:
    """Bits in which the base model's weights are kept: 4, 8, 16, or 32 where all of them are trained.

    Updates of a trained weight are smaller than what 16 bits can tell apart; arithmetic is in 16 bits all the same.
    """
    if method.name == "full":
        return _TRAINED_BITS
    if method.bits == "auto":
        return 4 if method.name == "qlora" else 16
    return int(method.bits)


def load_model(model: BaseModel, method: MethodOptions, device: Device) -> PreTrainedModel:
    """The base, quantised while it is read where its bits are 4 or 8; raises ModelFailed when it cannot be read."""
    bits = kept_bits(method)
    # A processor that only imitates bf16 takes ten times as long in it: there 16 bits are kept as 32.
    dtype = torch.float32 if bits == _TRAINED_BITS else device.compute
    read = partial(
        AutoModelForCausalLM.from_pretrained,
        dtype=dtype,
        device_map={"": 0 if device.kind == "cuda" else "cpu"},
        attn_implementation="sdpa",
        use_safetensors=True,
        trust_remote_code=False,
        local_files_only=True,
    )
    try:
        loaded = read_model(read, model.folder, quantisation(bits, method, device), device.kind)
    except (ValueError, KeyError, TypeError, SafetensorError, FileNotFoundError) as error:
        raise ModelFailed(
            _("The base model “{name}” cannot be loaded: {reason}").format(name=model.name, reason=error),
            hint=_("The files may be damaged or incomplete; copy the model again."),
        ) from error
    if device.kind == "cpu":
        keep_gradients_on_cpu(loaded)
    return loaded


def quantisation(bits: int, method: MethodOptions, device: Device) -> BitsAndBytesConfig | None:
    """How bitsandbytes makes the weights smaller; None where they stay as they are."""
    four = BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type=method.quantisation,
        bnb_4bit_use_double_quant=method.double_quantisation,
        bnb_4bit_compute_dtype=device.compute,
    )
    return {8: BitsAndBytesConfig(load_in_8bit=True), 4: four}.get(bits)


def keep_gradients_on_cpu(model: PreTrainedModel) -> None:
    """bitsandbytes 0.50 repacks 4-bit weights at the first forward pass without gradients on AVX512_BF16 processors.

    From then on no gradient flows through the base: training after an evaluation learns nothing, silently.
    """
    from bitsandbytes.nn import Linear4bit

    for module in model.modules():
        if isinstance(module, Linear4bit):
            module.support_avx512bf16_for_cpu = False


def parameter_counts(model: Any) -> tuple[int, int]:
    """Trainable and all parameters; peft counts each 4-bit pair as the two weights it holds."""
    if not hasattr(model, "get_nb_trainable_parameters"):
        trained = sum(each.numel() for each in model.parameters() if each.requires_grad)
        return trained, sum(each.numel() for each in model.parameters())
    trainable, total = model.get_nb_trainable_parameters()
    return int(trainable), int(total)
