"""Log-likelihoods of answers by ourselves, where lm-evaluation-harness is not installed: the same numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch.nn.functional import log_softmax
from transformers import PreTrainedTokenizerBase

from studio.engine.benchmarks.weighing import Likelihoods, Progressed, Weighing, batch_size, precise_head
from studio.engine.generate import evaluating


@dataclass(frozen=True)
class _Tokens:
    """One answer behind its prompt; `ids` is both without the answer's last token, which nothing follows."""

    question: int
    ids: tuple[int, ...]
    answer: tuple[int, ...]


def weigh(
    model: Any, tokenizer: PreTrainedTokenizerBase, asked: Sequence[Weighing], longest: int, progressed: Progressed
) -> list[Likelihoods]:
    """One tuple a question; what exceeds `longest` tokens is cut at its beginning, as the harness does."""
    wanted = [
        _tokens(tokenizer, at, each.prompt, answer, longest) for at, each in enumerate(asked) for answer in each.answers
    ]
    # Letters share all that is read: the model then reads a question once, however many options it has.
    read: dict[tuple[int, ...], list[int]] = {}
    for at, each in enumerate(wanted):
        read.setdefault(each.ids, []).append(at)
    found = [0.0] * len(wanted)
    left = [len(each.answers) for each in asked]
    pad = tokenizer.pad_token_id or 0
    with evaluating(model), precise_head(model):
        for batch in _batches(model, sorted(read, key=lambda ids: -len(ids))):
            for ids, logits in zip(batch, _logits(model, batch, pad), strict=True):
                for at in read[ids]:
                    answer = wanted[at].answer
                    chosen = log_softmax(logits[len(ids) - len(answer) : len(ids)].float(), dim=-1)
                    found[at] = float(chosen[range(len(answer)), answer].sum())
                    left[wanted[at].question] -= 1
            progressed(sum(not each for each in left))
    values = iter(found)
    return [tuple(next(values) for _ in each.answers) for each in asked]


def _tokens(tokenizer: PreTrainedTokenizerBase, question: int, prompt: str, answer: str, longest: int) -> _Tokens:
    """Tokenised whole, white space before the answer counted to it: pieces would give other tokens at their seam."""
    context = prompt.rstrip()
    whole = tokenizer.encode(prompt + answer, add_special_tokens=False)
    begins = len(tokenizer.encode(context, add_special_tokens=False))
    return _Tokens(question, tuple(whole[-(longest + 1) :][:-1]), tuple(whole[begins:]))


def _batches(model: Any, inputs: Sequence[tuple[int, ...]]) -> Iterator[Sequence[tuple[int, ...]]]:
    """The longest first, so that a lack of memory shows at once."""
    at = 0
    while at < len(inputs):
        size = batch_size(model, len(inputs[at]))
        yield inputs[at : at + size]
        at += size


def _logits(model: Any, batch: Sequence[tuple[int, ...]], pad: int) -> torch.Tensor:
    """Padded on the right, where a causal model looks at nothing of it."""
    width = max(map(len, batch))
    ids = torch.tensor([[*each, *[pad] * (width - len(each))] for each in batch], device=model.device)
    found: torch.Tensor = model(input_ids=ids).logits
    # Prompt tuning puts tokens of its own before those that were asked about.
    return found[:, -width:]
