"""How many answers are generated at once."""

import pytest

from studio.engine.generate import batch_tokens

GIGABYTE = 10**9


def test_the_batch_follows_from_free_memory_and_the_shape_of_the_model() -> None:
    """Llama 3 8B keeps 128 KiB a token in 16 bits: 32 layers, 8 heads of 128 numbers, keys and values."""
    from transformers import LlamaConfig

    config = LlamaConfig(hidden_size=4096, num_hidden_layers=32, num_attention_heads=32, num_key_value_heads=8)
    a_token = 128 * 1024
    assert batch_tokens(config, 8 * GIGABYTE, 2, 131_072) == 4 * GIGABYTE // a_token
    assert batch_tokens(config, 2 * GIGABYTE, 2, 131_072) == GIGABYTE // a_token
    assert batch_tokens(config, 80 * GIGABYTE, 2, 131_072) == 131_072


@pytest.mark.parametrize("family", ["GPT2Config", "Gemma3Config", "Phi3Config"])
def test_other_shapes_are_read_too(family: str) -> None:
    import transformers

    config = getattr(transformers, family)()
    assert 0 < batch_tokens(config, GIGABYTE, 2, 1 << 40) < GIGABYTE
