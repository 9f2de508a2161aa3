"""Drafts by a model on this machine, as a task for `studio.data.child`: requests in, replies out as they come."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

import torch
from peft import PeftModel
from transformers import PreTrainedTokenizerBase

from studio.assist.replies import Request
from studio.core.example import Message
from studio.core.options import MethodOptions
from studio.engine.base_model import BaseModel, convert_gguf, find_base_model
from studio.engine.encode import encode_prompt
from studio.engine.generate import Answerer
from studio.engine.model import find_device, load_model
from studio.engine.template_trial import try_template
from studio.engine.tokenizer import load_tokenizer
from studio.errors import ModelFailed
from studio.runs.durable import MANIFEST
from studio.words import _

_TOGETHER = 8


class _NobodyStops:
    """Whoever wants no more drafts ends the process."""

    def obey_stop_now(self) -> None:
        return


class Drafts(TypedDict):
    """What is wanted, as JSON values: the steps of each request, and how replies are drawn."""

    requests: list[list[str]]
    temperature: float
    seed: int
    longest: int


@dataclass(frozen=True)
class _Speaker:
    model: Any
    tokenizer: PreTrainedTokenizerBase


def drafted(model: str, drafts: Drafts) -> Iterator[str]:
    """A reply for each request, in order; `model` is a model's name or folder, or that of a run's adapter.

    The same on the same machine for the same seed. Raises ModelFailed.
    """
    speaker = _load(model, drafts["requests"])
    answerer = Answerer(
        speaker.model, speaker.tokenizer, drafts["longest"], _NobodyStops(), temperature=drafts["temperature"]
    )
    requests = [Request(tuple(steps)) for steps in drafts["requests"]]
    for start in range(0, len(requests), _TOGETHER):
        torch.manual_seed(drafts["seed"] + start)
        yield from _replies(answerer, speaker.tokenizer, requests[start : start + _TOGETHER])


def _replies(answerer: Answerer, tokenizer: PreTrainedTokenizerBase, requests: Sequence[Request]) -> list[str]:
    """All have as many steps: they come from one prompt."""
    replies = [""] * len(requests)
    for number in range(len(requests[0].steps)):
        asked = [request.step(number, reply) for request, reply in zip(requests, replies, strict=True)]
        replies = answerer.answer([encode_prompt(tokenizer, _turn(text)) for text in asked])
    return replies


def _turn(text: str) -> tuple[Message, ...]:
    return (Message(role="user", content=text),)


def _load(name: str, requests: Sequence[Sequence[str]]) -> _Speaker:
    adapter = Path(name).expanduser()
    tuned = (adapter / "adapter_config.json").is_file()
    base = find_base_model(_base_of(adapter) if tuned else name)
    convert_gguf(base)
    # The adapter's folder holds the tokenizer with the template it was trained with.
    tokenizer = load_tokenizer(BaseModel(name, adapter) if tuned else base, "auto")
    _try_template(base, tokenizer, requests)
    model: Any = load_model(base, MethodOptions(name="lora"), find_device())
    return _Speaker(PeftModel.from_pretrained(model, adapter) if tuned else model, tokenizer)


def _base_of(adapter: Path) -> str:
    try:
        return str(json.loads((adapter / MANIFEST).read_text("utf-8"))["base_model"]["name"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelFailed(
            _("The adapter in {path} does not say which base model it belongs to.").format(path=adapter),
            hint=_("Choose the folder “adapter” of a run that finished."),
        ) from error


def _try_template(base: BaseModel, tokenizer: PreTrainedTokenizerBase, requests: Sequence[Sequence[str]]) -> None:
    if base.trusted:
        return
    longest = max((steps[0] for steps in requests), key=len, default="")
    try_template(str(tokenizer.chat_template), tokenizer.special_tokens_map, [_turn(longest)])
