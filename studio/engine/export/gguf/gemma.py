"""What llama.cpp has fixed in its program for Gemma 3 and not in the file, and what a file can still say of it."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

import gguf

_USUAL_PERIOD, _LAYERS_27B = 6, 62
_FULL, _SLIDING = "full_attention", "sliding_attention"


def strange_setting(config: Mapping[str, Any]) -> str | None:
    """The first setting under which llama.cpp would answer otherwise."""
    for name in ("attn_logit_softcapping", "use_bidirectional_attention"):
        if config.get(name):
            return f"{name}: {config[name]}"
    near = config["rope_parameters"][_SLIDING]
    if near.get("rope_type", "default") != "default":
        return f"rope_parameters.{_SLIDING}: {near['rope_type']}"
    if not config.get("sliding_window"):
        return f"sliding_window: {config.get('sliding_window')}"
    return None if _period(config["layer_types"]) else "layer_types"


def query_scale(config: Mapping[str, Any], width: int) -> float:
    """What the norm of the queries is multiplied by for scores as `query_pre_attn_scalar` has them.

    llama.cpp divides by the root of a head's width, or of the share of a head in models with 62 layers.
    """
    fixed = width
    if config["num_hidden_layers"] == _LAYERS_27B:
        fixed = config["hidden_size"] // config["num_attention_heads"]
    return sqrt(fixed / config["query_pre_attn_scalar"])


def describe_gemma(config: Mapping[str, Any], writer: gguf.GGUFWriter) -> None:
    """Put what is Gemma’s alone into a file's header."""
    writer.add_sliding_window(int(config["sliding_window"]))
    writer.add_rope_freq_base_swa(float(config["rope_parameters"][_SLIDING]["rope_theta"]))
    period = _period(config["layer_types"])
    if period not in (None, _USUAL_PERIOD):
        writer.add_sliding_window_pattern(int(period))
    if config.get("final_logit_softcapping"):
        writer.add_final_logit_softcapping(float(config["final_logit_softcapping"]))


def _period(kinds: Sequence[str]) -> int | None:
    """Every so manieth layer sees the whole text; None where they stand otherwise, or all of them do."""
    periods: Sequence[int] = (_USUAL_PERIOD, *range(2, len(kinds) + 2))
    for period in periods:
        if all(kind == (_SLIDING if at % period else _FULL) for at, kind in enumerate(kinds, 1)):
            return period
    return None
