"""Each family answers in llama.cpp as in transformers: the same tokens of a text, the same likeliest answers."""

from pathlib import Path

import pytest

from tests.engine.export.gguf.families import WRITTEN, spread_family
from tests.engine.export.gguf.llama import PROMPTS, worst_gap
from tests.engine.families import Family

# Of the logits, which lie tens apart.
TIE = 1e-3


@pytest.mark.slow
@pytest.mark.parametrize("family", WRITTEN, ids=lambda family: family.name)
def test_the_likeliest_answers_are_those_of_transformers(family: Family, tmp_path: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM

    from studio.core.example import Message
    from studio.engine.base_model import BaseModel
    from studio.engine.encode import encode_prompt
    from studio.engine.export.gguf.llama import tokenising
    from studio.engine.export.gguf.probe import TEXTS
    from studio.engine.export.gguf.writing import write_gguf
    from studio.engine.export.watch import Watch
    from studio.engine.tokenizer import read_tokenizer

    folder, file = spread_family(family, tmp_path / "model"), tmp_path / "model.gguf"
    write_gguf(folder, file, "f32", Watch())
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    tokenizer = read_tokenizer(BaseModel(family.name, folder))
    answers = []
    with tokenising(file, threads=1) as llama:
        for text in TEXTS:
            turns = (Message(role="user", content=text),)
            outside = llama.tokens(llama.rendered([turns[0].model_dump()]), begin=True)
            assert outside == list(encode_prompt(tokenizer, turns))
        for text in PROMPTS:
            prompt = tokenizer(text)["input_ids"]
            answers.append((prompt, llama.greedy(prompt, 64)))
    assert all(len(answer) == 64 or answer[-1] in stops(tokenizer) for _prompt, answer in answers)
    assert max(worst_gap(model, *each) for each in answers) < TIE
    assert len({token for _prompt, answer in answers for token in answer}) > 60


def stops(tokenizer) -> set[int]:
    """llama.cpp ends an answer at every token that its families end a turn with."""
    return {at for at, token in tokenizer.added_tokens_decoder.items() if token.special}
