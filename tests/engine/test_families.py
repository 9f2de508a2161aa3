"""Each family trains as its makers meant: its layers, its turns, its padding and its end, proven token by token."""

from itertools import chain, pairwise
from pathlib import Path

import pytest

from studio.core.example import Message
from studio.core.options import DataOptions, MethodOptions, TrainingOptions
from studio.core.recipe import Recipe
from studio.engine.encode import IGNORED, encode_conversation, encode_prompt, stop_ids
from studio.runs.folder import RunFolder
from tests.engine.families import FAMILIES, Family, build

TURNS = (Message(role="user", content="Quel âge ?"), Message(role="assistant", content="Le patient a 51 ans."))


@pytest.fixture(scope="module", params=FAMILIES, ids=lambda family: family.name)
def family(request: pytest.FixtureRequest) -> Family:
    return request.param


@pytest.fixture(scope="module")
def base(family: Family, tmp_path_factory: pytest.TempPathFactory):
    from studio.engine.base_model import find_base_model

    return find_base_model(str(build(family, tmp_path_factory.mktemp("family") / "model")))


@pytest.fixture(scope="module")
def tokenizer(family: Family, base):
    from studio.engine.tokenizer import load_tokenizer

    return load_tokenizer(base, "auto" if family.template else "chatml")


def expected(tokenizer, turns: str) -> tuple[list[int], list[int]]:
    """Ids and labels of a text whose learned part stands between two §, by the tokenizer's own account of places."""
    parts = turns.split("§")
    text, starts = "".join(parts), [sum(map(len, parts[:at])) for at in range(len(parts) + 1)]
    if tokenizer.is_fast:
        out = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        # A token belongs to the answer when it ends inside it: a leading space is written by the model too.
        learned = [starts[1] < end <= starts[2] for _, end in out["offset_mapping"]]
        ids = out["input_ids"]
    else:
        pieces = [tokenizer(text[a:b], add_special_tokens=False)["input_ids"] for a, b in pairwise(starts)]
        ids = list(chain.from_iterable(pieces))
        learned = [at == 1 for at, piece in enumerate(pieces) for _ in piece]
    return ids, [token if own else IGNORED for token, own in zip(ids, learned, strict=True)]


def test_the_answer_and_its_end_are_learned_and_nothing_else(family: Family, tokenizer) -> None:
    encoded = encode_conversation(tokenizer, TURNS, 512)
    ids, labels = expected(tokenizer, family.turns)
    assert (list(encoded.input_ids), list(encoded.labels)) == (ids, labels)
    assert encoded.learned > 1
    prompt = encode_prompt(tokenizer, TURNS[:1])
    assert encoded.input_ids[: len(prompt)] == prompt
    assert ids.count(tokenizer.bos_token_id) <= 1


def test_generation_ends_where_training_ends_a_turn(family: Family, tokenizer) -> None:
    end = family.turns.split("§")[1].removesuffix(" ")
    taught = next(token for token in family.controls if token and end.endswith(token))
    assert stop_ids(tokenizer)[0] == tokenizer.convert_tokens_to_ids(taught)
    assert tokenizer.pad_token_id is not None


@pytest.mark.slow
def test_it_trains_saves_reloads_and_answers_alike(family: Family, base, tokenizer, tmp_path: Path) -> None:
    import torch
    from peft import PeftModel

    from studio.engine.fit import adapt, build_trainer, plan_training
    from studio.engine.generate import Answerer
    from studio.engine.methods import write_trained
    from studio.engine.model import find_device, load_model
    from studio.engine.rows import Row, encode_rows

    recipe = Recipe(
        method=MethodOptions(name="lora", rank=4),
        data=DataOptions(max_length=200),
        training=TrainingOptions(max_steps=2, batch=2, warmup_steps=0, learning_rate=1e-2, optimiser="adamw_torch"),
    )
    other = (TURNS[0], Message(role="assistant", content="Le patient a 51 ans. Surveillance."))
    rows = encode_rows(tokenizer, [Row(0, TURNS), Row(1, other)], 200, lambda _done: None)
    assert (len(rows.rows), rows.remarks) == (2, ())
    model = adapt(load_model(base, recipe.method, find_device()), recipe)
    adapted = {name.rpartition(".")[2] for name, module in model.named_modules() if hasattr(module, "lora_A")}
    assert adapted == family.layers
    build_trainer(
        RunFolder(tmp_path / "run"), model, tokenizer, recipe, plan_training(model, rows.rows, recipe)
    ).train()
    assert all(bool(each.any()) for name, each in model.named_parameters() if "lora_B" in name)
    write_trained(model, tmp_path)
    again = PeftModel.from_pretrained(load_model(base, recipe.method, find_device()), tmp_path).eval()
    prompt = encode_prompt(tokenizer, TURNS[:1])
    with torch.no_grad():
        first, second = (each.eval()(torch.tensor([prompt])).logits for each in (model, again))
    assert torch.equal(first, second)
    answers = Answerer(again, tokenizer, 4, _Nobody()).answer([prompt, prompt[1:]])
    assert len(answers) == 2


class _Nobody:
    def obey_stop_now(self) -> None:
        return


def test_attention_alone_can_be_adapted(family: Family, base) -> None:
    from studio.engine.fit import adapt
    from studio.engine.model import find_device, load_model

    recipe = Recipe(method=MethodOptions(name="qlora", rank=2, targets="attention"))
    model = adapt(load_model(base, recipe.method, find_device()), recipe)
    adapted = [name for name, module in model.named_modules() if hasattr(module, "lora_A")]
    assert {name.rpartition(".")[2] for name in adapted} == family.attention
    assert all("attn" in name for name in adapted)
