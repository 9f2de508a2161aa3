"""Answers of a language model, batch by batch: what it says, and how likely it finds what it should say."""

from collections.abc import Iterator, Sequence
from string import ascii_uppercase

import torch

from studio.core.evaluation import Answer, Decoding
from studio.core.example import Message
from studio.engine.encode import IGNORED, Encoded, encode_conversation, encode_prompt
from studio.engine.evaluate import RowLoss, row_losses
from studio.engine.evaluating.asking import Asked
from studio.engine.evaluating.speakers import Speaker
from studio.engine.failures import TemplateFailed
from studio.engine.generate import Answerer, Generated
from studio.engine.wishes import Wishes

_UNCUT = 1 << 20
# Rows whose answers are written to the disk at once: what a crash can lose.
_TOGETHER = 64


def answers_of(speaker: Speaker, decoding: Decoding, asked: Sequence[Asked], wishes: Wishes) -> Iterator[Answer]:
    """One for each question, the longest questions first; raises StoppedNow, TemplateFailed, torch.OutOfMemoryError."""
    order = sorted(asked, key=lambda each: -sum(len(turn.content) for turn in each.turns))
    torch.manual_seed(decoding.seed)
    for start in range(0, len(order), _TOGETHER):
        part = order[start : start + _TOGETHER]
        told = _generated(speaker, decoding, [each for each in part if each.turns], wishes)
        weighed = _weighed(speaker, part, wishes)
        yield from (_answer(each, told.get(each.id), weighed[each.id]) for each in part)


def _generated(speaker: Speaker, decoding: Decoding, asked: Sequence[Asked], wishes: Wishes) -> dict[int, Generated]:
    answerer = Answerer(
        speaker.model, speaker.tokenizer, decoding.max_new_tokens, wishes, temperature=decoding.temperature
    )
    prompts = [encode_prompt(speaker.tokenizer, each.turns) for each in asked]
    return {asked[at].id: made for at, made in answerer.stream(prompts)}


def _weighed(speaker: Speaker, asked: Sequence[Asked], wishes: Wishes) -> dict[int, list[RowLoss]]:
    """By row: the losses of the answers to weigh, then of the letters."""
    encoded = [
        (each.id, made)
        for each in asked
        for text in (*each.weighed, *ascii_uppercase[: each.letters])
        if (made := _encoded(speaker, each.turns, text))
    ]
    losses = row_losses(speaker.model, [made for _id, made in encoded], wishes)
    found: dict[int, list[RowLoss]] = {each.id: [] for each in asked}
    for (id, _made), loss in zip(encoded, losses, strict=True):
        found[id].append(loss)
    return found


def _encoded(speaker: Speaker, turns: tuple[Message, ...], text: str) -> Encoded | None:
    """None where there is nothing to weigh: no reference, or a template that takes none."""
    if not text.strip():
        return None
    if not turns:
        ids = tuple(speaker.tokenizer(text)["input_ids"])
        return Encoded(ids, (IGNORED, *ids[1:]), truncated=False) if len(ids) > 1 else None
    try:
        made = encode_conversation(
            speaker.tokenizer, (*turns, Message(role="assistant", content=text)), _UNCUT, "last_answer"
        )
    except TemplateFailed:
        return None
    return made if made.learned else None


def _answer(asked: Asked, made: Generated | None, losses: Sequence[RowLoss]) -> Answer:
    told = {} if made is None else {"text": made.text, "tokens": made.tokens, "ended": made.ended}
    if asked.letters or len(asked.weighed) > 1:
        # The likelihoods of all that was weighed are compared with each other.
        return Answer(id=asked.id, asked=asked.key, likelihoods=tuple(-each.total for each in losses), **told)
    if not losses:
        return Answer(id=asked.id, asked=asked.key, **told)
    return Answer(id=asked.id, asked=asked.key, loss=losses[0].total, loss_tokens=losses[0].tokens, **told)
