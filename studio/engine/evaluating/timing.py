"""How long one person waits for an answer: rows answered one by one."""

import time
from collections.abc import Sequence
from typing import Any, cast

import torch
from transformers import GenerationConfig, StoppingCriteria, StoppingCriteriaList

from studio.core.evaluation import Decoding, Timing
from studio.engine.encode import encode_prompt, stop_ids
from studio.engine.evaluating.asking import Asked
from studio.engine.evaluating.speakers import Speaker
from studio.engine.generate import evaluating
from studio.engine.wishes import Wishes


class _Watch(StoppingCriteria):
    """Notes when the first token was there; asked after each one."""

    def __init__(self, wishes: Wishes) -> None:
        self._wishes = wishes
        self.first: float | None = None

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor, **_more: Any) -> torch.BoolTensor:
        self.first = self.first or time.perf_counter()
        self._wishes.obey_stop_now()
        return cast(torch.BoolTensor, torch.zeros(input_ids.shape[0], dtype=torch.bool, device=input_ids.device))


def time_answers(speaker: Speaker, decoding: Decoding, asked: Sequence[Asked], wishes: Wishes) -> list[Timing]:
    """Seconds from the question to the first token and to the end; the first answer, which warms up, is not timed."""
    prompts = [(each.id, encode_prompt(speaker.tokenizer, each.turns)) for each in asked if each.turns]
    timed = [_time(speaker, decoding, id, prompt, wishes) for id, prompt in [*prompts[:1], *prompts]]
    return timed[1:]


def _time(speaker: Speaker, decoding: Decoding, id: int, prompt: tuple[int, ...], wishes: Wishes) -> Timing:
    tokenizer, watch = speaker.tokenizer, _Watch(wishes)
    config = GenerationConfig(
        do_sample=False,
        max_new_tokens=decoding.max_new_tokens,
        eos_token_id=list(stop_ids(tokenizer)),
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.bos_token_id,
    )
    ids = torch.tensor([prompt], device=speaker.model.device)
    began = time.perf_counter()
    with evaluating(speaker.model):
        out = speaker.model.generate(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            generation_config=config,
            stopping_criteria=StoppingCriteriaList([watch]),
        )
    ended = time.perf_counter()
    return Timing(
        id=id,
        first_token_s=(watch.first or ended) - began,
        total_s=ended - began,
        tokens=out.shape[1] - len(prompt),
    )
