"""The operations of one training step by the mathematics, and what share of a card's bf16 rate they are.

Only what must be computed counts: nothing that checkpointing or the attention's backward pass computes twice, no
quantising. A dense decoder is meant; of a mixture of experts all would be counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TERA = 1e12
RATES = {
    "H200": 989.4,
    "H100 80GB HBM3": 989.4,
    "H100 PCIe": 756.0,
    "A100": 312.0,
    "RTX 4090": 165.2,
    "RTX 3090": 71.0,
}
"""Dense bf16 TFLOPS with sums in float32, from the makers' data sheets, by what the driver's name of a card holds."""


@dataclass(frozen=True)
class Shape:
    """Numbers of weights that multiply activations, and the sizes of attention."""

    layers: int
    linear: int
    head: int
    adapter: int
    heads_width: int
    """Query heads times their width."""


def shape_of(model: Path, rank: int) -> Shape:
    """Of a model folder with an adapter on all linear layers but the head; no weight is read."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    config = AutoConfig.from_pretrained(model, local_files_only=True)
    with torch.device("meta"):
        built = AutoModelForCausalLM.from_config(config)
    head = built.get_output_embeddings()
    linear = [each for each in built.modules() if isinstance(each, torch.nn.Linear) and each is not head]
    text = config.get_text_config()
    width = getattr(text, "head_dim", None) or text.hidden_size // text.num_attention_heads
    return Shape(
        layers=text.num_hidden_layers,
        linear=sum(each.weight.numel() for each in linear),
        head=head.weight.numel(),
        adapter=sum(rank * (each.in_features + each.out_features) for each in linear),
        heads_width=text.num_attention_heads * width,
    )


def operations_per_token(shape: Shape, lengths: Sequence[int]) -> float:
    """Floating-point operations of forward and backward pass, on average over rows of these lengths.

    A trained weight takes 6 for each token (2 forward, 2 for the gradient of its input, 2 for its own), a frozen one
    4. Attention that looks back only takes 2·width·length forward, on average over a row, and twice that backward.
    """
    seen = sum(length**2 for length in lengths) / sum(lengths)
    attention = 6 * shape.layers * shape.heads_width * seen
    return 4 * (shape.linear + shape.head) + 6 * shape.adapter + attention


def rate_of(card: str) -> float:
    """TFLOPS of a card by its name; 0 where it is not known."""
    return next((rate for part, rate in RATES.items() if part in card), 0.0)
