"""Tiny models of each family that GGUF is written of, their weights spread so that answers differ in likelihood."""

from dataclasses import replace
from pathlib import Path

from tests.engine.families import FAMILIES, Family, build

NAMED = {family.name: family for family in FAMILIES}
LLAMA3_ROPE = {
    **{"rope_type": "llama3", "rope_theta": 10000.0, "factor": 4.0, "low_freq_factor": 1.0},
    **{"high_freq_factor": 4.0, "original_max_position_embeddings": 32},
}
YARN = {
    **{"rope_type": "yarn", "rope_theta": 10000.0, "factor": 4.0, "original_max_position_embeddings": 64},
    "attention_factor": 1.3,
}
# As Phi-4-mini has it: a part of each head turns. The original context is none that llama.cpp makes room for exactly.
LONG = {
    **{"rope_type": "longrope", "rope_theta": 10000.0, "original_max_position_embeddings": 200},
    **{"short_factor": [1.0 + at / 8 for at in range(6)], "long_factor": [2.0 + at for at in range(6)]},
    "partial_rotary_factor": 0.75,
}
DYNAMIC = {"rope_type": "dynamic", "rope_theta": 10000.0, "factor": 2.0}
GEMMA_ROPE = {
    "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0},
    "full_attention": {"rope_type": "linear", "rope_theta": 1000000.0, "factor": 8.0},
}


def _varied(name: str, new: str, **options: object) -> Family:
    family = NAMED[name]
    return replace(family, name=new, options=family.options | options)


WRITTEN = (
    _varied("Llama 3", "Llama 3", attention_bias=True, mlp_bias=True, rope_parameters=DYNAMIC),
    _varied("Llama 3", "Llama 3.1", rope_parameters=LLAMA3_ROPE, tie_word_embeddings=True),
    _varied("Mistral", "Mistral", head_dim=32, sliding_window=200),
    NAMED["BioMistral"],
    NAMED["Starling"],
    NAMED["Qwen2.5"],
    _varied("Qwen2.5", "Qwen2.5 YaRN", rope_parameters=YARN),
    _varied("Qwen3", "Qwen3", head_dim=32),
    _varied(
        "Gemma 3",
        "Gemma 3",
        num_hidden_layers=7,
        sliding_window=16,
        rope_parameters=GEMMA_ROPE,
        query_pre_attn_scalar=24,
    ),
    _varied(
        "Gemma 3",
        "Gemma 3 of other layers",
        num_hidden_layers=3,
        sliding_window=16,
        layer_types=["sliding_attention", "full_attention", "sliding_attention"],
        final_logit_softcapping=9.0,
    ),
    NAMED["Phi-3.5"],
    _varied(
        "Phi-3.5",
        "Phi-3.5 LongRoPE",
        rope_parameters=LONG,
        original_max_position_embeddings=200,
        max_position_embeddings=512,
        tie_word_embeddings=True,
    ),
)


def spread(folder: Path, by: float = 8.0) -> Path:
    """Weights as they come are so small that a model answers every question nearly alike."""
    import torch
    from safetensors.torch import load_file, save_file

    file, chance = folder / "model.safetensors", torch.Generator().manual_seed(2)
    tensors = load_file(file)
    for name, tensor in tensors.items():
        if tensor.dim() == 1:
            tensors[name] = tensor + (torch.rand(tensor.shape, generator=chance) - 0.5).to(tensor.dtype)
        elif "embed_tokens" not in name:
            tensors[name] = tensor * by
    save_file(tensors, file, {"format": "pt"})
    return folder


def spread_family(family: Family, folder: Path) -> Path:
    """A model folder of the family as the hub has them, spread."""
    return spread(build(family, folder))


def gguf_of(folder: Path, target: Path) -> Path:
    """A model folder as a GGUF file in 32 bits."""
    from studio.engine.export.gguf.writing import write_gguf
    from studio.engine.export.watch import Watch

    write_gguf(folder, target, "f32", Watch())
    return target
