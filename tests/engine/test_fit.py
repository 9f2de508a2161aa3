"""Batches, packing and gradients, on the tiny model in this process.

torch and trl are imported in the tests: it takes eight seconds, also where these tests are left out.
"""

import pytest

from studio.core.options import MemoryOptions, MethodOptions, TrainingOptions
from studio.core.recipe import Recipe
from studio.engine.base_model import BaseModel
from studio.engine.wishes import Wishes
from studio.runs.folder import RunFolder

pytestmark = pytest.mark.slow


@pytest.fixture
def wishes(tmp_path):
    return Wishes(RunFolder(tmp_path))


@pytest.fixture
def base(tiny_model):
    return BaseModel(str(tiny_model), tiny_model)


@pytest.fixture
def rows(base):
    from studio.core.example import Message
    from studio.engine.rows import Row, encode_rows
    from studio.engine.tokenizer import load_tokenizer

    tokenizer = load_tokenizer(base, "auto")
    texts = ["fièvre", "déficit et vomissements", "Quel âge avez-vous ?"]
    turns = [
        (Message(role="user", content=text), Message(role="assistant", content="Recommandation: surveillance."))
        for text in texts
    ]
    made = [Row(at, messages) for at, messages in enumerate(turns)]
    return encode_rows(tokenizer, made, 128, lambda _done: None).rows


def adapted(base, compute="float32"):
    import torch

    from studio.engine.fit import adapt
    from studio.engine.model import Device, load_model

    device = Device("cpu", getattr(torch, compute), "CPU")
    method = MethodOptions(rank=4)
    return adapt(load_model(base, method, device), Recipe(method=method))


def gradients(model, rows):
    import torch

    model.train()
    ids, labels = rows[0].encoded.input_ids, rows[0].encoded.labels
    model.zero_grad()
    model(input_ids=torch.tensor([ids]), labels=torch.tensor([labels]), fused_lm_head=True).loss.backward()
    return {name: each.grad.clone() for name, each in model.named_parameters() if each.grad is not None}


@pytest.mark.parametrize("compute", ["float32", "bfloat16"])
def test_gradients_are_the_same_after_an_evaluation(base, rows, wishes, compute) -> None:
    """bitsandbytes 0.50 repacks 4-bit weights in evaluations on AVX512_BF16, and layers below get no gradient then."""
    import torch

    from studio.engine.evaluate import row_losses

    model = adapted(base, compute)
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.02)
    before = gradients(model, rows)
    row_losses(model, [row.encoded for row in rows], wishes)
    after = gradients(model, rows)
    assert len(before) == 2 * 2 * 7
    assert before.keys() == after.keys()
    for name, gradient in before.items():
        assert gradient.any(), name
        assert torch.equal(gradient, after[name]), name


def test_packed_rows_have_the_loss_of_single_rows(base, rows, wishes) -> None:
    import torch

    from studio.engine.evaluate import mean_loss, row_losses
    from studio.engine.packing import keeps_rows_apart

    model = adapted(base)
    assert keeps_rows_apart(model)
    ids = [token for row in rows for token in row.encoded.input_ids]
    labels = [label for row in rows for label in row.encoded.labels]
    places = [at for row in rows for at in range(len(row.encoded.input_ids))]
    with torch.no_grad():
        packed = model(
            input_ids=torch.tensor([ids]),
            labels=torch.tensor([labels]),
            position_ids=torch.tensor([places]),
            fused_lm_head=True,
        ).loss
    assert float(packed) == pytest.approx(mean_loss(row_losses(model, [row.encoded for row in rows], wishes)), abs=1e-5)


def test_model_that_mixes_packed_rows_is_found_out(base) -> None:
    import torch

    from studio.engine.packing import keeps_rows_apart

    model = adapted(base)
    inner = model.get_base_model().model
    plain = inner.forward

    def mixing(*args, position_ids=None, **more):
        return plain(*args, position_ids=torch.arange(position_ids.shape[1])[None], **more)

    inner.forward = mixing
    assert not keeps_rows_apart(model)


def recipe(batch=8, **memory):
    return Recipe(training=TrainingOptions(batch=batch, epochs=3.0), memory=MemoryOptions(**memory))


def fits(rows_at_once, with_checkpointing, layers_needed=4):
    import torch

    def attempt(micro_batch, layers):
        if micro_batch > (with_checkpointing if layers >= layers_needed else rows_at_once):
            raise torch.OutOfMemoryError

    return attempt


def test_largest_micro_batch_that_fits_is_taken_and_the_effective_batch_kept() -> None:
    from studio.engine.batching import Batching, plan_by_trial

    assert plan_by_trial(recipe(12), 12, 4, fits(5, 12)) == Batching(4, 3)
    assert plan_by_trial(recipe(8), 8, 4, fits(0, 3)) == Batching(2, 4, 4)
    assert plan_by_trial(recipe(8, checkpointing="on"), 8, 4, fits(8, 8)) == Batching(8, 1, 4)
    assert plan_by_trial(recipe(8, micro_batch=2), 8, 4, fits(8, 8)) == Batching(2, 4)


@pytest.mark.parametrize("needed", [1, 2, 9, 16, 31, 32])
def test_only_as_many_layers_are_recomputed_as_the_memory_needs(needed: int) -> None:
    from studio.engine.batching import Batching, plan_by_trial

    assert plan_by_trial(recipe(8), 8, 32, fits(0, 8, needed)) == Batching(8, 1, needed)


def test_model_that_does_not_fit_at_all_is_out_of_memory() -> None:
    import torch

    from studio.engine.batching import plan_by_trial

    with pytest.raises(torch.OutOfMemoryError):
        plan_by_trial(recipe(8), 8, 4, fits(0, 0))


def test_layers_that_keep_or_recompute_learn_the_same(base, rows) -> None:
    import torch

    from studio.engine.batching import count_layers, set_checkpointing

    model = adapted(base)
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.02)
    assert count_layers(model) == 2
    found = []
    for layers in (0, 1, 2):
        set_checkpointing(model, layers)
        switched = [getattr(each, "gradient_checkpointing", False) for each in model.get_base_model().model.layers]
        assert switched == [at < layers for at in range(2)]
        found.append(gradients(model, rows))
    for other in found[1:]:
        assert all(torch.equal(gradient, other[name]) for name, gradient in found[0].items())


def test_processor_takes_few_long_or_many_short_rows() -> None:
    from studio.engine.batching import Batching, plan_on_cpu

    assert plan_on_cpu(recipe(16), 16, 256, 4) == Batching(16, 1)
    assert plan_on_cpu(recipe(16), 16, 1024, 4) == Batching(4, 4)
    assert plan_on_cpu(recipe(16), 16, 9000, 4) == Batching(1, 16)
    assert plan_on_cpu(recipe(16, checkpointed_layers=3), 16, 256, 4) == Batching(16, 1, 3)


def test_steps_are_those_of_the_epochs_or_as_asked() -> None:
    from studio.engine.batching import Batching, count_steps

    assert count_steps(recipe(8), 20, Batching(4, 2)) == 9
    assert count_steps(Recipe(training=TrainingOptions(max_steps=30)), 20, Batching(4, 2)) == 30
