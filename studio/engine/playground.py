"""Conversations with the models of a pair, as a task for a child process that is kept: what it has loaded stays."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch

from studio.core.evaluation import Decoding, Subject
from studio.core.example import Message
from studio.core.method_options import MethodOptions
from studio.core.spoken import Loading, Ready
from studio.engine.encode import encode_prompt
from studio.engine.evaluating.speakers import Speaker, Speakers
from studio.engine.telling import Teller
from studio.errors import ModelFailed
from studio.words import _

Stopped = Callable[[], bool]


@dataclass
class _Base:
    """One base's weights, with at most one adapter on them, which is switched off where the base itself is asked."""

    speakers: Speakers = field(default_factory=Speakers)
    plain: dict[Subject, Speaker] = field(default_factory=dict)
    tuned: tuple[Subject, Speaker] | None = None
    on: ExitStack = field(default_factory=ExitStack)

    def knows(self, subject: Subject) -> bool:
        """Whether the subject can answer without anything being read."""
        return subject in self.plain or (self.tuned is not None and self.tuned[0] == subject)

    @contextmanager
    def speaking(self, subject: Subject, decoding: Decoding, asked: Sequence[Message]) -> Iterator[Speaker]:
        """The subject's model until the block ends; raises as `Speakers.speaking`."""
        if subject.result and not subject.whole:
            yield self._adapted(subject, decoding, asked)
            return
        if subject not in self.plain:
            with self.speakers.speaking(subject, decoding, [tuple(asked)]) as speaker:
                self.plain[subject] = speaker
        with ExitStack() as off:
            if self.tuned is not None:
                off.enter_context(self.tuned[1].model.disable_adapter())
            yield self.plain[subject]

    def _adapted(self, subject: Subject, decoding: Decoding, asked: Sequence[Message]) -> Speaker:
        if self.tuned is None or self.tuned[0] != subject:
            self.tuned = None
            self.on.close()
            self.tuned = subject, self.on.enter_context(self.speakers.speaking(subject, decoding, [tuple(asked)]))
        return self.tuned[1]


class _Pair:
    """The bases of the models that were asked for last; others are let go of before anything is loaded."""

    def __init__(self) -> None:
        self._bases: dict[tuple[str, MethodOptions], _Base] = {}

    def base_of(self, subject: Subject, pair: Sequence[Subject]) -> _Base:
        """The base that the subject shares with all that are made of it."""
        wanted = {each.weights for each in pair}
        for unwanted in self._bases.keys() - wanted:
            del self._bases[unwanted]
        _free()
        return self._bases.setdefault(subject.weights, _Base())

    def forget(self) -> None:
        """Let go of everything."""
        self._bases.clear()
        _free()


_pair = _Pair()


def said(
    pair: Sequence[Mapping[str, Any]],
    at: int,
    conversation: Sequence[Mapping[str, Any]],
    decoding: Mapping[str, Any],
    stopped: Stopped = lambda: False,
) -> Iterator[dict[str, object]]:
    """What the model at a place of the pair answers to a conversation, as `core.spoken.Said`; the others stay loaded.

    Raises ModelFailed, also where the memory does not suffice, and TemplateFailed.
    """
    subjects = [Subject.model_validate(each) for each in pair]
    turns = [Message.model_validate(each) for each in conversation]
    try:
        for each in _told(subjects, at, turns, Decoding.model_validate(decoding), stopped):
            yield each.model_dump(mode="json")
    except (torch.OutOfMemoryError, MemoryError) as error:
        _pair.forget()
        raise ModelFailed(
            _("There is not enough memory for “{model}” and this conversation.").format(model=subjects[at].title),
            hint=_("Choose one model instead of two, a smaller one, or begin a new conversation."),
        ) from error


def forget() -> None:
    """Let go of all models."""
    _pair.forget()


def _told(
    pair: Sequence[Subject], at: int, turns: Sequence[Message], decoding: Decoding, stopped: Stopped
) -> Iterator[Any]:
    subject = pair[at]
    base = _pair.base_of(subject, pair)
    if not base.knows(subject):
        yield Loading()
    with base.speaking(subject, decoding, turns) as speaker:
        prompt = encode_prompt(speaker.tokenizer, turns)
        yield Ready(fingerprint=speaker.fingerprint, asked=len(prompt))
        longest = _longest(speaker, len(prompt), subject, decoding)
        teller = Teller(speaker.model, speaker.tokenizer, longest, decoding.temperature)
        yield from teller.tell(prompt, decoding.seed, stopped)


def _longest(speaker: Speaker, asked: int, subject: Subject, decoding: Decoding) -> int:
    """Tokens that the answer may have: what is wanted, as far as the model's longest context has room for it."""
    most = getattr(speaker.model.config, "max_position_embeddings", None)
    if not isinstance(most, int):
        return decoding.max_new_tokens
    if asked >= most:
        raise ModelFailed(
            _("The conversation has {count} tokens; “{model}” reads {most} at most.").format(
                count=asked, most=most, model=subject.title
            ),
            hint=_("Begin a new conversation, or ask with fewer words."),
        )
    return min(decoding.max_new_tokens, most - asked)


def _free() -> None:
    gc.collect()
    torch.cuda.empty_cache()
