"""Answers in batches, greedy or drawn, stopped where training taught the model to stop or where the user wants."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, cast

import psutil
import torch
from transformers import GenerationConfig, PreTrainedTokenizerBase, StoppingCriteria, StoppingCriteriaList

from studio.engine.encode import stop_ids

# Padded tokens of one batch, prompt and answer: larger ones bring a processor nothing, and a card hardly more.
_MOST_TOKENS: dict[str, int] = {"cpu": 16_384, "cuda": 131_072}
_LARGEST_BATCH = 64
# Of what is free, for keys and values; the rest is for activations and a large vocabulary's logits.
_FOR_CACHE = 0.5


class Stopping(Protocol):
    """Says, at every token, when the user wants no more."""

    def obey_stop_now(self) -> None:
        """Raises where generation shall end at once."""
        ...


class _Obeying(StoppingCriteria):
    def __init__(self, wishes: Stopping) -> None:
        self._wishes = wishes

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor, **_more: Any) -> torch.BoolTensor:
        self._wishes.obey_stop_now()
        going_on = torch.zeros(input_ids.shape[0], dtype=torch.bool, device=input_ids.device)
        return cast(torch.BoolTensor, going_on)


@dataclass(frozen=True)
class Generated:
    """One answer, the tokens it took, and whether the model ended it by itself."""

    text: str
    tokens: int
    ended: bool


class Answerer:
    """A model with what it needs to answer; `model` may be inside peft's `disable_adapter`."""

    def __init__(
        self,
        model: Any,
        tokenizer: PreTrainedTokenizerBase,
        max_new_tokens: int,
        wishes: Stopping,
        temperature: float = 0.0,
    ) -> None:
        """Greedy at temperature 0; else drawn with torch's generator, which the caller seeds."""
        self._model, self._tokenizer, self._wishes = model, tokenizer, wishes
        self._longest = max_new_tokens
        self._stops = stop_ids(tokenizer)
        self._config = GenerationConfig(
            do_sample=temperature > 0,
            temperature=temperature or None,
            num_beams=1,
            max_new_tokens=max_new_tokens,
            eos_token_id=list(self._stops),
            pad_token_id=tokenizer.pad_token_id,
            bos_token_id=tokenizer.bos_token_id,
        )

    def answer(
        self, prompts: Sequence[Sequence[int]], progressed: Callable[[int], None] = lambda _done: None
    ) -> list[str]:
        """One answer per prompt, in their order; raises StoppedNow within a token of the user's wish."""
        answers = [""] * len(prompts)
        for done, (at, made) in enumerate(self.stream(prompts), 1):
            answers[at] = made.text
            progressed(done)
        return answers

    def stream(self, prompts: Sequence[Sequence[int]]) -> Iterator[tuple[int, Generated]]:
        """The answers as batches are done, each with the place of its prompt.

        A batch that the card's memory does not hold is halved; raises torch.OutOfMemoryError where one prompt alone
        is too much, and StoppedNow within a token of the user's wish.
        """
        waiting = list(_batches(prompts, self._longest, _room(self._model)))[::-1]
        while waiting:
            batch = waiting.pop()
            try:
                with evaluating(self._model):
                    made = self._answer_batch([prompts[at] for at in batch])
            except torch.OutOfMemoryError:
                if len(batch) == 1:
                    raise
                torch.cuda.empty_cache()
                half = len(batch) // 2
                waiting += [batch[half:], batch[:half]]
                continue
            yield from zip(batch, made, strict=True)

    def _answer_batch(self, prompts: Sequence[Sequence[int]]) -> list[Generated]:
        # Left padding: every answer begins right after its prompt.
        width = max(map(len, prompts))
        pad = self._tokenizer.pad_token_id or 0
        ids = torch.tensor([[pad] * (width - len(prompt)) + list(prompt) for prompt in prompts])
        mask = torch.tensor([[0] * (width - len(prompt)) + [1] * len(prompt) for prompt in prompts])
        out = self._model.generate(
            input_ids=ids.to(self._model.device),
            attention_mask=mask.to(self._model.device),
            generation_config=self._config,
            stopping_criteria=StoppingCriteriaList([_Obeying(self._wishes)]),
        )
        return [self._made(answer) for answer in out[:, width:].tolist()]

    def _made(self, ids: list[int]) -> Generated:
        end = next((at for at, token in enumerate(ids) if token in self._stops), None)
        text = str(self._tokenizer.decode(ids[:end], skip_special_tokens=True)).strip()
        return Generated(text, len(ids) if end is None else end, ended=end is not None)


@contextmanager
def evaluating(model: Any) -> Iterator[None]:
    """Without gradients and dropout; the mode comes back afterwards."""
    was_training = model.training
    model.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        model.train(was_training)


def batch_tokens(config: Any, free_bytes: int, width: int, most: int) -> int:
    """Tokens whose keys and values fit into memory, by the shape of the model; `width` is bytes of a number."""
    shape = config.get_text_config()
    heads = getattr(shape, "num_key_value_heads", None) or getattr(shape, "num_attention_heads", None)
    layers = getattr(shape, "num_hidden_layers", None)
    head = getattr(shape, "head_dim", None) or shape.hidden_size // (getattr(shape, "num_attention_heads", None) or 1)
    if not heads or not layers:
        return most
    return min(most, int(_FOR_CACHE * free_bytes / (2 * layers * heads * head * width)))


def _room(model: Any) -> int:
    on_card = model.device.type == "cuda"
    if on_card:
        unused = torch.cuda.memory_reserved() - torch.cuda.memory_allocated()
        free = torch.cuda.mem_get_info()[0] + unused
    else:
        free = psutil.virtual_memory().available
    return batch_tokens(model.config, free, model.dtype.itemsize, _MOST_TOKENS["cuda" if on_card else "cpu"])


def _batches(prompts: Sequence[Sequence[int]], max_new_tokens: int, room: int) -> Iterator[list[int]]:
    """Positions of prompts of similar length together, the longest first so that a lack of memory shows at once."""
    order = sorted(range(len(prompts)), key=lambda at: -len(prompts[at]))
    while order:
        size = max(1, min(_LARGEST_BATCH, room // (len(prompts[order[0]]) + max_new_tokens)))
        yield order[:size]
        order = order[size:]
