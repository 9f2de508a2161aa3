"""Pre-trains the tiny Llama of the demonstration from scratch on the generated corpus."""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy
from transformers import LlamaConfig, LlamaForCausalLM

from studio.engine.demo_tokenizer import END, PAD, START, TEXT_END, marker
from studio.text.headache_corpus import Document

Progress = Callable[[int, int, float], None]
# Notes are random by construction: what can be learnt from them is mostly in the answers about them.
_NOTE_WEIGHT = 0.3


@dataclass(frozen=True)
class Schedule:
    """``tokens`` per step are counted after padding; the rate falls along a cosine after a linear warm-up."""

    steps: int = 1200
    tokens: int = 4096
    rate: float = 3e-3
    warm_up: int = 60


@dataclass(frozen=True)
class _Encoded:
    ids: list[int]
    weights: list[float]


def encode_document(tokenizer: Tokenizer, document: Document) -> tuple[list[int], list[float]]:
    """Ids as the chat template would give them, and how much each counts in the loss."""
    ids, weights = [_marker_id(tokenizer, START)], [0.0]
    for turn in document:
        opening = [] if turn.role == "text" else [_marker_id(tokenizer, marker(turn.role))]
        end = TEXT_END if turn.role == "text" else END
        body = [*tokenizer.encode(turn.text, add_special_tokens=False).ids, _marker_id(tokenizer, end)]
        weight = _NOTE_WEIGHT if turn.role == "user" else 1.0
        ids += opening + body
        weights += [0.0] * len(opening) + [weight] * len(body)
    return ids, weights


def _marker_id(tokenizer: Tokenizer, text: str) -> int:
    found = tokenizer.token_to_id(text)
    assert found is not None, f"the demonstration tokenizer has {text}"
    return int(found)


def _batches(documents: Sequence[_Encoded], tokens: int, rng: random.Random) -> Iterator[list[_Encoded]]:
    """Batches of similar length, for ever; sorted within large pools so that padding stays small."""
    while True:
        order = rng.sample(range(len(documents)), len(documents))
        for start in range(0, len(order), 2048):
            pool = sorted((documents[at] for at in order[start : start + 2048]), key=lambda one: len(one.ids))
            batches: list[list[_Encoded]] = [[]]
            for one in pool:
                if (len(batches[-1]) + 1) * len(one.ids) > tokens:
                    batches.append([])
                batches[-1].append(one)
            rng.shuffle(batches)
            yield from batches


def _loss(model: LlamaForCausalLM, batch: Sequence[_Encoded], pad: int) -> torch.Tensor:
    """Weighted mean over the tokens of the batch; padding is on the right, so causality alone hides it."""
    width = max(len(one.ids) for one in batch)
    ids = torch.tensor([one.ids + [pad] * (width - len(one.ids)) for one in batch])
    weights = torch.tensor([one.weights + [0.0] * (width - len(one.ids)) for one in batch])[:, 1:]
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.cpu._is_avx512_bf16_supported()):
        logits = model(input_ids=ids, use_cache=False).logits[:, :-1]
    losses = cross_entropy(logits.flatten(0, 1).float(), ids[:, 1:].flatten(), reduction="none")
    return (losses * weights.flatten()).sum() / weights.sum()


def new_model(tokenizer: Tokenizer, seed: int) -> LlamaForCausalLM:
    """Random weights; sizes are multiples of 256 and 128, which every quantiser accepts."""
    torch.manual_seed(seed)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=tokenizer.get_vocab_size(),
            hidden_size=256,
            intermediate_size=768,
            num_hidden_layers=4,
            num_attention_heads=4,
            num_key_value_heads=2,
            head_dim=64,
            max_position_embeddings=1024,
            tie_word_embeddings=True,
            bos_token_id=tokenizer.token_to_id(START),
            eos_token_id=tokenizer.token_to_id(END),
            pad_token_id=tokenizer.token_to_id(PAD),
        )
    )


def _optimisers(model: LlamaForCausalLM, rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the layers, AdamW for embeddings and norms."""
    inner = [p for name, p in model.named_parameters() if name.endswith("_proj.weight")]
    outer = [p for name, p in model.named_parameters() if not name.endswith("_proj.weight")]
    return [
        torch.optim.Muon(inner, lr=rate, weight_decay=0.05, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(outer, lr=rate, betas=(0.9, 0.95), weight_decay=0.0),
    ]


def _share_of_rate(step: int, schedule: Schedule) -> float:
    if step < schedule.warm_up:
        return (step + 1) / schedule.warm_up
    done = (step - schedule.warm_up) / max(1, schedule.steps - schedule.warm_up)
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done))


def pretrain(
    model: LlamaForCausalLM,
    tokenizer: Tokenizer,
    documents: Sequence[Document],
    schedule: Schedule,
    seed: int,
    progress: Progress,
) -> float:
    """Train in place and return the mean loss of the last fifty steps."""
    encoded = [_Encoded(*encode_document(tokenizer, document)) for document in documents]
    batches = _batches(encoded, schedule.tokens, random.Random(seed))
    optimisers = _optimisers(model, schedule.rate)
    pad, losses = _marker_id(tokenizer, PAD), list[float]()
    model.train()
    for step in range(schedule.steps):
        for optimiser in optimisers:
            optimiser.param_groups[0]["lr"] = schedule.rate * _share_of_rate(step, schedule)
        loss = _loss(model, next(batches), pad)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimiser in optimisers:
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        losses.append(loss.item())
        progress(step + 1, schedule.steps, losses[-1])
    recent = losses[-50:]
    return sum(recent) / len(recent)
