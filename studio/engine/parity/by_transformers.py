"""Reads a model through transformers: the reference, an adapter, a merged folder."""

import time
from collections.abc import Sequence
from inspect import signature
from math import isfinite
from typing import Any

import torch
from peft import PeftModel
from transformers import GenerationConfig, PreTrainedTokenizerBase

from studio.core.example import Message
from studio.engine.encode import encode_prompt, prompt_and_lead
from studio.engine.generate import evaluating
from studio.engine.parity.reader import LIKELIEST, Distribution, Prompted, Spoken
from studio.engine.tokenizer import beginning_of
from studio.models.described import context_of


class TransformersReader:
    """A loaded model; `stops` are the tokens that end its answers where it is used, a taught one first."""

    def __init__(self, model: Any, tokenizer: PreTrainedTokenizerBase, stops: Sequence[int]) -> None:
        self.model, self.stops = model, tuple(stops)
        self._tokenizer = tokenizer
        bare = model.get_base_model() if isinstance(model, PeftModel) else model
        # A table of all logits of a long question may be larger than the model.
        self._can_keep_few = "logits_to_keep" in signature(type(bare).forward).parameters

    @property
    def context(self) -> int | None:
        """The tokens that the model was made for; None where it does not say."""
        return context_of(self.model.config.to_dict())

    @property
    def vocabulary(self) -> int:
        return int(self.model.get_input_embeddings().weight.shape[0])

    @property
    def beginning(self) -> str:
        """The token that its tokenizer puts before every text; empty for none."""
        return beginning_of(self._tokenizer)

    def prompt(self, turns: Sequence[Message]) -> Prompted:
        return Prompted(prompt_and_lead(self._tokenizer, turns)[0], encode_prompt(self._tokenizer, turns))

    def tokens(self, text: str) -> tuple[int, ...]:
        return tuple(self._tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])

    def words(self, ids: Sequence[int]) -> str:
        return str(self._tokenizer.decode(list(ids)))

    def answer(self, prompt: Sequence[int], longest: int) -> Spoken:
        config = GenerationConfig(
            do_sample=False,
            max_new_tokens=longest,
            eos_token_id=list(self.stops) or None,
            pad_token_id=self._tokenizer.pad_token_id,
            bos_token_id=self._tokenizer.bos_token_id,
        )
        asked = self._tensor(prompt)
        began = time.perf_counter()
        with evaluating(self.model):
            out = self.model.generate(input_ids=asked, attention_mask=torch.ones_like(asked), generation_config=config)
        ids = tuple(out[0, len(prompt) :].tolist())
        end = ids[-1] if ids and ids[-1] in self.stops else None
        return Spoken(ids, end, time.perf_counter() - began)

    def follow(self, prompt: Sequence[int], answer: Sequence[int]) -> tuple[Distribution, ...]:
        given = self._tensor([*prompt, *answer])
        kept: dict[str, int] = {"logits_to_keep": len(answer) + 1} if self._can_keep_few else {}
        with evaluating(self.model):
            out = self.model(input_ids=given, attention_mask=torch.ones_like(given), **kept)
        # From the end: a trained prompt stands in front of what is asked.
        logits = out.logits[0, -len(answer) - 1 : -1].float()
        likeliest = torch.log_softmax(logits, dim=-1).topk(min(LIKELIEST, logits.shape[-1]), dim=-1)
        rows = zip(likeliest.indices.tolist(), likeliest.values.tolist(), strict=True)
        return tuple(_distribution(ids, logs) for ids, logs in rows)

    def stops_at(self, token: int) -> bool:
        return token in self.stops

    def _tensor(self, ids: Sequence[int]) -> torch.Tensor:
        return torch.tensor([list(ids)], device=self.model.device)


def _distribution(ids: Sequence[int], logs: Sequence[float]) -> Distribution:
    """A model whose weights are damaged computes no numbers: then only what it would say is known, chance as it is."""
    known = sum(map(isfinite, logs)) if isfinite(logs[0]) else 0
    return Distribution(tuple(ids[: known or 1]), tuple(logs[:known]))


def own_stops(model: Any) -> tuple[int, ...]:
    """The ends that transformers takes from a model's files when nobody names any."""
    found = model.generation_config.eos_token_id
    return () if found is None else tuple(found) if isinstance(found, list) else (int(found),)
