"""Packed rows are learned as padded ones are: on tiny random models of real architectures, in float32.

torch and transformers are imported in the tests: it takes seconds, also where these tests are left out.
"""

import pytest

from studio.core.options import DataOptions, MethodOptions, TrainingOptions
from studio.core.recipe import Recipe
from studio.runs.folder import RunFolder
from tests.conftest import cannot_test

SMALL = {"vocab_size": 96, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4}
GATED = {**SMALL, "intermediate_size": 64, "num_key_value_heads": 2, "max_position_embeddings": 64}
MODELS = {
    "Llama": ("LlamaConfig", GATED),
    "Mistral with a window": ("MistralConfig", {**GATED, "sliding_window": 6}),
    "Qwen3": ("Qwen3Config", {**GATED, "head_dim": 16}),
    "Phi-3.5": ("Phi3Config", {**GATED, "pad_token_id": 0}),
    "Gemma 3, windows in some layers": (
        "Gemma3TextConfig",
        {**GATED, "head_dim": 16, "sliding_window": 6, "layer_types": ["sliding_attention", "full_attention"]},
    ),
    "GPT-2": ("GPT2Config", {"vocab_size": 96, "n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": 64}),
}
LENGTHS = (11, 1, 19, 5)


def build(config, options):
    """In float32, with weights so large that attention matters."""
    import torch
    import transformers

    torch.manual_seed(3)
    kind = getattr(transformers, config)(**options)
    built = transformers.AutoModelForCausalLM.from_config(kind, attn_implementation="sdpa")
    for parameter in built.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    return built.eval()


@pytest.fixture(scope="module", params=MODELS)
def model(request):
    return build(*MODELS[request.param])


def packed():
    import torch

    rows = [torch.arange(length) * (at + 3) % 90 + 5 for at, length in enumerate(LENGTHS)]
    labels = [torch.cat([torch.tensor([-100]), row[1:]]) for row in rows]
    places = [torch.arange(length) for length in LENGTHS]
    return {
        "input_ids": torch.cat(rows)[None],
        "labels": torch.cat(labels)[None],
        "position_ids": torch.cat(places)[None],
        "use_cache": False,
    }


def padded(side="right"):
    import torch

    alone = packed()
    width = max(LENGTHS)

    def fill(values, with_):
        parts = values.split(LENGTHS)
        pads = [torch.full((width - len(part),), with_) for part in parts]
        both = zip(parts, pads, strict=True)
        return torch.stack([torch.cat(pair if side == "right" else pair[::-1]) for pair in both])

    return {
        "input_ids": fill(alone["input_ids"][0], 0),
        "labels": fill(alone["labels"][0], -100),
        "attention_mask": fill(torch.ones(sum(LENGTHS), dtype=torch.long), 0),
        "use_cache": False,
    }


def learned(model, inputs):
    """Loss and all gradients of one pass."""
    model.zero_grad()
    loss = model(**inputs).loss
    loss.backward()
    return loss.detach(), {name: each.grad.clone() for name, each in model.named_parameters() if each.grad is not None}


def test_packed_rows_give_loss_and_gradients_of_padded_ones(model) -> None:
    import torch

    from studio.engine.batching import set_checkpointing
    from studio.engine.packing import attend_by_rows
    from studio.engine.varlen import attend_as

    loss, gradients = learned(model, padded())
    assert attend_by_rows(model, None)
    found, theirs = learned(model, packed())
    model.train()
    set_checkpointing(model, 1)
    again, recomputed = learned(model, packed())
    set_checkpointing(model, 0)
    model.eval()
    assert attend_as(model, "sdpa") == "atelier_by_row"
    torch.testing.assert_close(found, loss, rtol=1e-5, atol=1e-6)
    assert theirs.keys() == gradients.keys()
    for name, gradient in gradients.items():
        torch.testing.assert_close(theirs[name], gradient, rtol=1e-3, atol=1e-5, msg=name)
    if model.config.model_type != "gpt2":  # which drops out at random in training
        assert torch.equal(again, found)
        assert all(torch.equal(recomputed[name], gradient) for name, gradient in theirs.items())


def test_padded_rows_and_answers_are_as_without_packing(model) -> None:
    import torch

    from studio.engine.varlen import BY_ROW, attend_as

    ask = {key: value for key, value in padded("left").items() if key in ("input_ids", "attention_mask")}

    def answers():
        with torch.no_grad():
            new = model.generate(**ask, max_new_tokens=4, do_sample=False, pad_token_id=0, eos_token_id=95)
            return model(**padded()).logits, new

    plain = answers()
    attend_as(model, BY_ROW)
    by_row = answers()
    attend_as(model, "sdpa")
    assert all(map(torch.equal, plain, by_row))


def reference_kernel(query, key, value, *bounds, scale=None, window_size=(-1, -1), enable_gqa=False):
    """What the documentation of torch.nn.attention.varlen says, written out with one mask."""
    import torch

    cu_seq_q, cu_seq_k, max_q, max_k = bounds
    assert torch.equal(cu_seq_q, cu_seq_k)
    assert (cu_seq_q.dtype, max_q, max_k) == (torch.int32, *[int(cu_seq_q.diff().max())] * 2)
    row = torch.repeat_interleave(torch.arange(len(cu_seq_q) - 1), cu_seq_q.diff())
    at = torch.arange(len(row))
    back = at[:, None] - at[None]
    sees = (row[:, None] == row[None]) & (back >= -window_size[1])
    if window_size[0] >= 0:
        sees &= back <= window_size[0]
    heads_first = (each.transpose(0, 1)[None] for each in (query, key, value))
    out = torch.nn.functional.scaled_dot_product_attention(
        *heads_first, attn_mask=sees, scale=scale, enable_gqa=enable_gqa
    )
    return out[0].transpose(0, 1)


def mixing(query, key, value, cu_seq_q, *_bounds, **more):
    whole, longest = cu_seq_q[[0, -1]], int(cu_seq_q[-1])
    return reference_kernel(query, key, value, whole, whole, longest, longest, **more)


def far_sighted(*given, window_size, **more):
    return reference_kernel(*given, window_size=(window_size[0] + (window_size[0] >= 0), 0), **more)


def without_gradient_of_keys(query, key, *given, **more):
    return reference_kernel(query, key.detach() + 0 * key, *given, **more)


def missing(*_given, **_more):
    raise NotImplementedError("no kernel for this card")


@pytest.fixture
def half():
    """A Llama in bfloat16, as on a card."""
    return build("LlamaConfig", GATED).bfloat16()


def test_model_that_counts_its_own_positions_is_not_packed() -> None:
    from studio.engine.packing import packs_rows

    biogpt = build("BioGptConfig", {**SMALL, "intermediate_size": 64, "max_position_embeddings": 64})
    assert not packs_rows(Recipe(data=DataOptions(packing="on")), biogpt)
    assert biogpt.config._attn_implementation == "sdpa"


def test_kernel_that_does_as_documented_is_used(half) -> None:
    from studio.engine.packing import attend_by_rows
    from studio.engine.varlen import BY_KERNEL, BY_ROW, attend_as

    assert attend_by_rows(half, reference_kernel)
    loss, gradients = learned(half, packed())
    assert attend_as(half, BY_ROW) == BY_KERNEL
    other, theirs = learned(half, packed())
    assert abs(float(loss - other)) < 0.02
    for name, gradient in gradients.items():
        assert float((gradient - theirs[name]).norm()) < 0.05 * float(gradient.norm()), name


@pytest.mark.parametrize("kernel", [mixing, far_sighted, without_gradient_of_keys, missing])
def test_kernel_that_is_wrong_or_missing_is_not_used(half, kernel, caplog) -> None:
    from studio.engine.packing import attend_by_rows
    from studio.engine.varlen import BY_ROW, attend_as

    assert attend_by_rows(half, kernel)
    assert attend_as(half, "sdpa") == BY_ROW
    assert "not right here" in caplog.text
    caplog.clear()


def test_kernel_for_16_bits_is_not_trusted_with_32(caplog) -> None:
    from studio.engine.packing import attend_by_rows

    model = build("LlamaConfig", GATED)
    assert attend_by_rows(model, reference_kernel)
    assert model.config._attn_implementation == "atelier_by_row"
    caplog.clear()


def test_kernel_of_pytorch_takes_what_is_given_to_it() -> None:
    """On tensors without values, for which it says shapes and types: it computes on cards alone."""
    import torch
    from torch._subclasses.fake_tensor import FakeTensorMode

    from studio.engine.varlen import KernelAttention, PackedRows, find_kernel

    kernel = find_kernel()
    if kernel is None:
        cannot_test("PyTorch is older than 2.13, which brought its kernel")
    with FakeTensorMode():
        rows = PackedRows((0, 5, 12), torch.empty(3, dtype=torch.int32), 4)
        query, key, value = (
            torch.empty((1, heads, 12, 16), dtype=torch.bfloat16, requires_grad=True) for heads in (4, 2, 2)
        )
        out, _ = KernelAttention(kernel)(torch.nn.Module(), query, key, value, rows, scaling=0.3, dropout=0.0)
        out.float().sum().backward()
    assert (out.shape, out.dtype) == ((1, 12, 4, 16), torch.bfloat16)
    assert [each.grad.shape for each in (query, key, value)] == [query.shape, key.shape, value.shape]


def test_rows_that_see_ahead_keep_their_mask() -> None:
    from studio.engine.varlen import read_rows

    assert read_rows(lambda _batch, _head, query, key: query < key + 3, 8, "cpu") is None
    assert read_rows(lambda _batch, _head, query, key: (key <= query) & (key != 3), 8, "cpu") is None


@pytest.mark.slow
def test_a_step_of_the_trainer_is_the_same_packed_and_padded(tiny_model, tmp_path) -> None:
    from studio.core.example import Message
    from studio.engine.base_model import BaseModel
    from studio.engine.fit import adapt, build_trainer, plan_training
    from studio.engine.model import find_device, load_model
    from studio.engine.rows import Row, encode_rows
    from studio.engine.tokenizer import load_tokenizer

    base = BaseModel(str(tiny_model), tiny_model)
    tokenizer = load_tokenizer(base, "auto")
    turns = [
        (Message(role="user", content=text), Message(role="assistant", content=f"{text} Surveillance."))
        for text in ("fièvre", "déficit et vomissements", "Quel âge ?", "51 ans")
    ]
    rows = encode_rows(tokenizer, [Row(at, each) for at, each in enumerate(turns)], 128, lambda _done: None).rows

    def first_step(packing):
        recipe = Recipe(
            method=MethodOptions(name="full"),
            data=DataOptions(max_length=128, packing=packing),
            training=TrainingOptions(max_steps=1, batch=4, warmup_steps=0, optimiser="adamw_torch"),
        )
        model = adapt(load_model(base, recipe.method, find_device()), recipe)
        plan = plan_training(model, rows, recipe)
        trainer = build_trainer(RunFolder(tmp_path / packing), model, tokenizer, recipe, plan)
        trainer.train()
        log = trainer.state.log_history[0]
        return plan, float(log["loss"]), float(log["grad_norm"])

    (packed_plan, *alone), (padded_plan, *together) = first_step("on"), first_step("off")
    assert (packed_plan.packed, padded_plan.packed) == (True, False)
    assert len(packed_plan.sequences) * packed_plan.batching.accumulation < 4
    assert alone == pytest.approx(together, rel=1e-4)
