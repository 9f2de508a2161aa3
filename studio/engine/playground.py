"""Conversations with the models of a pair, as a task for a child process that is kept: what it has loaded stays."""

import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import torch

from studio.core.evaluation import Decoding, Subject
from studio.core.example import Message
from studio.core.method_options import MethodOptions
from studio.core.spoken import Ended, Loading, Ready, Refused, SaidBy, SpokenToken
from studio.engine.encode import encode_prompt
from studio.engine.evaluating.gguf import is_for_llama
from studio.engine.evaluating.speakers import Speaker, Speakers
from studio.engine.gguf_telling import LlamaFile
from studio.engine.telling import Teller, too_long
from studio.errors import ModelFailed, StudioError
from studio.words import _

Stopped = Callable[[], bool]
Said = Loading | Ready | SpokenToken | Ended | Refused
Hear = Callable[[int, Said], None]


@dataclass
class _Base:
    """One base's weights, with at most one adapter on them, which is switched off where the base itself is asked."""

    speakers: Speakers = field(default_factory=Speakers)
    plain: dict[Subject, Speaker] = field(default_factory=dict)
    tuned: tuple[Subject, Speaker] | None = None
    on: ExitStack = field(default_factory=ExitStack)
    adapts: bool = True
    layers: tuple[Any, ...] = ()
    """What carries the adapter; none for one that stands before the question."""

    def knows(self, subject: Subject) -> bool:
        """Whether the subject can answer without anything being read."""
        return subject in self.plain or (self.tuned is not None and self.tuned[0] == subject)

    def speaker(self, subject: Subject, decoding: Decoding, asked: Sequence[Message]) -> Speaker:
        """The subject's model, which computes as such after `turn_to`; raises as `Speakers.speaking`."""
        if _has_adapter(subject):
            return self._adapted(subject, decoding, asked)
        if subject not in self.plain:
            with self.speakers.speaking(subject, decoding, [tuple(asked)]) as speaker:
                self.plain[subject] = speaker
        return self.plain[subject]

    def turn_to(self, subject: Subject) -> None:
        """Let the weights compute as the subject: whoever shares them keeps still meanwhile."""
        wanted = _has_adapter(subject)
        if self.tuned is None or self.adapts == wanted:
            return
        # What peft's own switches set, which look at every weight besides: 3 to 10 ms a token for 28 layers.
        for each in self.layers:
            each._disable_adapters = not wanted
        self.adapts = wanted

    def _adapted(self, subject: Subject, decoding: Decoding, asked: Sequence[Message]) -> Speaker:
        if self.tuned is None or self.tuned[0] != subject:
            self.tuned, self.layers = None, ()
            self.on.close()
            speaker = self.on.enter_context(self.speakers.speaking(subject, decoding, [tuple(asked)]))
            self.tuned, self.adapts = (subject, speaker), True
            self.layers = tuple(each for each in speaker.model.modules() if hasattr(each, "_disable_adapters"))
        return self.tuned[1]


class _Pair:
    """The models that were asked for last; others are let go of before anything is loaded."""

    def __init__(self) -> None:
        self._bases: dict[tuple[str, MethodOptions], _Base] = {}
        self._files: dict[Subject, LlamaFile] = {}
        self._threads = 0

    def keep(self, pair: Sequence[Subject]) -> None:
        """Let go of all that none of these needs."""
        files = {each for each in pair if is_for_llama(each)}
        threads = max(1, (os.cpu_count() or 1) // max(1, len(files)))
        # Two that each want all processors wait for each other most of the time.
        known = self._files if threads == self._threads else {}
        self._files = {each: known.get(each) or LlamaFile(each, threads) for each in files}
        self._threads = threads
        wanted = {each.weights for each in pair if each not in files}
        self._bases = {weights: base for weights, base in self._bases.items() if weights in wanted}
        _free()

    def base_of(self, subject: Subject) -> _Base:
        """The base that the subject shares with all that are made of it."""
        return self._bases.setdefault(subject.weights, _Base())

    def file_of(self, subject: Subject) -> LlamaFile:
        """The GGUF file that llama.cpp answers for."""
        return self._files[subject]

    def forget(self) -> None:
        """Let go of everything."""
        self._bases, self._files = {}, {}
        _free()


_pair = _Pair()


@dataclass(frozen=True)
class _Asked:
    """What one model is asked."""

    at: int
    subject: Subject
    turns: tuple[Message, ...]
    decoding: Decoding
    stopped: Stopped

    def too_much(self) -> Refused:
        """There is not enough memory for it."""
        return Refused(
            message=_("There is not enough memory for “{model}” and this conversation.").format(
                model=self.subject.title
            ),
            hint=_("Choose one model instead of two, a smaller one, or begin a new conversation."),
        )


def said(
    pair: Sequence[Mapping[str, Any]],
    conversations: Mapping[str, Sequence[Mapping[str, Any]]],
    decoding: Mapping[str, Any],
    stopped: Stopped = lambda: False,
) -> Iterator[dict[str, object]]:
    """What models of the pair answer, as `core.spoken.SaidBy`, all at once; the others stay loaded.

    `conversations` are named by the model's place in the pair. Those that share weights, or compute with torch at all,
    say a token each in turn; llama.cpp answers beside them. One that cannot answer says why.
    """
    subjects = [Subject.model_validate(each) for each in pair]
    wish = Decoding.model_validate(decoding)
    asked = [
        _Asked(int(at), subjects[int(at)], tuple(map(Message.model_validate, turns)), wish, stopped)
        for at, turns in conversations.items()
    ]
    _pair.keep(subjects)
    for each in _told(asked):
        yield each.model_dump(mode="json")


def forget() -> None:
    """Let go of all models."""
    _pair.forget()


def _told(asked: Sequence[_Asked]) -> Iterator[SaidBy]:
    heard: SimpleQueue[SaidBy | None] = SimpleQueue()
    lanes = _lanes(asked)
    with ThreadPoolExecutor(len(lanes), thread_name_prefix="speaking") as pool:
        done = [pool.submit(each, lambda at, said: heard.put(SaidBy(at=at, said=said))) for each in lanes]
        for each in done:
            each.add_done_callback(lambda _done: heard.put(None))
        for _lane in lanes:
            while (said := heard.get()) is not None:
                yield said
        for each in done:
            each.result()


def _lanes(asked: Sequence[_Asked]) -> list[Callable[[Hear], None]]:
    """What goes on at the same time: each file of llama.cpp, and all that torch computes."""
    files: dict[Subject, list[_Asked]] = {}
    others: list[_Asked] = []
    for each in asked:
        (files.setdefault(each.subject, []) if is_for_llama(each.subject) else others).append(each)
    lanes: list[Callable[[Hear], None]] = [partial(_file_tells, each) for each in files.values()]
    return [*lanes, partial(_torch_tells, others)] if others else lanes


def _file_tells(asked: Sequence[_Asked], hear: Hear) -> None:
    for each in asked:
        try:
            _pair.file_of(each.subject).tell(each.turns, each.decoding, each.stopped, partial(hear, each.at))
        except StudioError as error:
            hear(each.at, Refused(message=error.message, hint=error.hint))


def _torch_tells(asked: Sequence[_Asked], hear: Hear) -> None:
    for together in _rounds(asked):
        speaking = [_Turns(each, _pair.base_of(each.subject)) for each in together]
        while speaking:
            speaking = [each for each in speaking if each.take(hear)]


def _rounds(asked: Sequence[_Asked]) -> list[list[_Asked]]:
    """Who speaks at the same time: weights carry one adapter, and one that stands before the question changes them."""
    rounds: list[list[_Asked]] = []
    for each in asked:
        free = next((others for others in rounds if not any(_conflict(each, other) for other in others)), None)
        if free is None:
            rounds.append([each])
        else:
            free.append(each)
    return rounds


def _conflict(one: _Asked, other: _Asked) -> bool:
    if one.subject == other.subject or one.subject.weights != other.subject.weights:
        return False
    adapters = [each.subject for each in (one, other) if _has_adapter(each.subject)]
    return len(adapters) > 1 or any(each.method.name == "prefix" for each in adapters)


class _Turns:
    """One model's part in a round: it computes when it is its turn."""

    def __init__(self, asked: _Asked, base: _Base) -> None:
        self._asked, self._base = asked, base
        self._telling = self._tell()

    def take(self, hear: Hear) -> bool:
        """Tell one thing more; False where there is none."""
        asked, said = self._asked, None
        try:
            self._base.turn_to(asked.subject)
            said = next(self._telling, None)
        except StudioError as error:
            said = Refused(message=error.message, hint=error.hint)
        except (torch.OutOfMemoryError, MemoryError):
            _pair.forget()
            said = asked.too_much()
        if said is not None:
            hear(asked.at, said)
        return said is not None

    def _tell(self) -> Iterator[Said]:
        asked, base = self._asked, self._base
        if not base.knows(asked.subject):
            _expect_result(asked.subject)
            yield Loading()
        speaker = base.speaker(asked.subject, asked.decoding, asked.turns)
        prompt = encode_prompt(speaker.tokenizer, asked.turns)
        yield Ready(fingerprint=speaker.fingerprint, asked=len(prompt))
        longest = _longest(speaker, len(prompt), asked)
        teller = Teller(speaker.model, speaker.tokenizer, longest, asked.decoding.temperature)
        yield from teller.tell(prompt, asked.decoding.seed, asked.stopped)


def _expect_result(subject: Subject) -> None:
    if subject.result and not Path(subject.result).is_dir():
        raise ModelFailed(
            _("The result of “{model}” is not there any more: {path}").format(model=subject.title, path=subject.result),
            hint=_("Choose another run, or put its folder back."),
        )


def _longest(speaker: Speaker, count: int, asked: _Asked) -> int:
    """Tokens that the answer may have: what is wanted, as far as the model's longest context has room for it."""
    most = getattr(speaker.model.config, "max_position_embeddings", None)
    if not isinstance(most, int):
        return asked.decoding.max_new_tokens
    if count >= most:
        raise too_long(asked.subject, count, most)
    return min(asked.decoding.max_new_tokens, most - count)


def _has_adapter(subject: Subject) -> bool:
    return bool(subject.result) and not subject.whole


def _free() -> None:
    gc.collect()
    torch.cuda.empty_cache()
