"""One answer as it is generated, token by token, each with how sure the model was of it."""

import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, cast

import torch
from transformers import (
    LogitsProcessor,
    LogitsProcessorList,
    PreTrainedTokenizerBase,
    StoppingCriteria,
    StoppingCriteriaList,
)

from studio.core.evaluation import Subject
from studio.core.spoken import ALTERNATIVES, Ended, EndedBy, Guess, SpokenToken
from studio.engine.generate import Answerer, evaluating
from studio.errors import ModelFailed
from studio.words import _


class _NobodyStops:
    """`tell` looks at the wish to stop itself, where the token just said is not lost."""

    def obey_stop_now(self) -> None:
        return


@dataclass(frozen=True)
class _Step:
    token: int
    probability: float
    guesses: tuple[tuple[int, float], ...]


class _Weighing(LogitsProcessor):
    """Looks at what the model makes of each place before anything is drawn, and changes nothing."""

    def __init__(self) -> None:
        self._likely = torch.zeros(0)

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        self._likely = torch.softmax(scores[0].float(), dim=-1)
        return scores

    def step(self, token: int) -> _Step:
        """What was thought of the token that was chosen, and of the likeliest ones."""
        top = torch.topk(self._likely, min(ALTERNATIVES, self._likely.numel()))
        guesses = tuple(zip(top.indices.tolist(), top.values.tolist(), strict=True))
        return _Step(token, float(self._likely[token]), guesses)


class _Passing(StoppingCriteria):
    """Passes every token on as soon as it is chosen, waits until the next one is wanted, and ends where none is."""

    def __init__(self, weighing: _Weighing, stopped: Callable[[], bool]) -> None:
        self.steps: SimpleQueue[_Step | None] = SimpleQueue()
        self._weighing, self._stopped = weighing, stopped
        self._wanted, self._left = threading.Semaphore(0), False

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor, **_more: Any) -> torch.BoolTensor:
        dice = _Dice(input_ids.device)
        self.steps.put(self._weighing.step(int(input_ids[0, -1])))
        self._wanted.acquire()
        dice.put_back()
        over = torch.full((1,), self._left or self._stopped(), dtype=torch.bool, device=input_ids.device)
        return cast(torch.BoolTensor, over)

    def go_on(self) -> None:
        """The next token is wanted."""
        self._wanted.release()

    def leave(self) -> None:
        """No token is wanted any more."""
        self._left = True
        self._wanted.release()


class _Dice:
    """The state of torch's generators, which another answer may throw meanwhile."""

    def __init__(self, device: torch.device) -> None:
        self._device, self._state = device, torch.get_rng_state()
        self._on_card = torch.cuda.get_rng_state(device) if device.type == "cuda" else None

    def put_back(self) -> None:
        """Let draws go on as if there had been no other answer."""
        torch.set_rng_state(self._state)
        if self._on_card is not None:
            torch.cuda.set_rng_state(self._on_card, self._device)


class Teller(Answerer):
    """Says what `Answerer` would answer to one prompt, while it comes into being."""

    def __init__(
        self, model: Any, tokenizer: PreTrainedTokenizerBase, max_new_tokens: int, temperature: float = 0.0
    ) -> None:
        super().__init__(model, tokenizer, max_new_tokens, _NobodyStops(), temperature)

    def tell(self, prompt: Sequence[int], seed: int, stopped: Callable[[], bool]) -> Iterator[SpokenToken | Ended]:
        """The tokens and at last the end, no later than the token after `stopped` says so; the seed decides draws.

        Nothing is computed but when the next word is wanted: another model may say one of its own in between.
        """
        said, words, worked, first = list[int](), _Words(self._tokenizer, self._stops), 0.0, 0.0
        with closing(self._steps(prompt, seed, stopped)) as steps:
            while True:
                began = time.monotonic()
                step = next(steps, None)
                worked += time.monotonic() - began
                if step is None:
                    break
                first = first or worked
                said.append(step.token)
                yield words.token(step)
        made = self._made(said)
        by: EndedBy = "itself" if made.ended else "limit" if len(said) >= self._longest else "stop"
        yield Ended(text=made.text, tokens=made.tokens, by=by, first_token_s=first, total_s=worked)

    def _steps(self, prompt: Sequence[int], seed: int, stopped: Callable[[], bool]) -> Generator[_Step]:
        """`generate` calls back and does not yield: it works in a thread of its own, while this one waits for it."""
        passing = _Passing(weighing := _Weighing(), stopped)
        with ThreadPoolExecutor(1, thread_name_prefix="telling") as pool:
            done = pool.submit(self._generate, prompt, seed, weighing, passing)
            done.add_done_callback(lambda _done: passing.steps.put(None))
            try:
                while (step := passing.steps.get()) is not None:
                    yield step
                    passing.go_on()
            finally:
                passing.leave()
            done.result()

    def _generate(self, prompt: Sequence[int], seed: int, weighing: _Weighing, passing: _Passing) -> None:
        torch.manual_seed(seed)
        ids = torch.tensor([list(prompt)], device=self._model.device)
        with evaluating(self._model):
            self._model.generate(
                input_ids=ids,
                attention_mask=torch.ones_like(ids),
                generation_config=self._config,
                logits_processor=LogitsProcessorList([weighing]),
                stopping_criteria=StoppingCriteriaList([passing]),
            )


def too_long(subject: Subject, asked: int, most: int) -> ModelFailed:
    """Why a conversation of so many tokens cannot be answered."""
    return ModelFailed(
        _("The conversation has {count} tokens; “{model}” reads {most} at most.").format(
            count=asked, most=most, model=subject.title
        ),
        hint=_("Begin a new conversation, or ask with fewer words."),
    )


class _Words:
    """The characters that each token adds: those of the last few tokens together, since one alone may be no text."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, stops: Sequence[int]) -> None:
        self._tokenizer, self._stops = tokenizer, frozenset(stops)
        self._whole: list[int] = []
        """Tokens whose characters were told: what the next ones are read after."""
        self._open: list[int] = []
        """Tokens that are no whole characters yet."""

    def token(self, step: _Step) -> SpokenToken:
        """The token in words; the guesses are read in its place."""
        before = self._text([*self._whole, *self._open])
        guesses = tuple(self._guess(before, token, probability) for token, probability in step.guesses)
        end = step.token in self._stops
        return SpokenToken(text=self._added(step.token), probability=step.probability, guesses=guesses, end=end)

    def _added(self, token: int) -> str:
        if token in self._stops:
            return ""
        known = self._text(self._whole)
        self._open.append(token)
        text = self._text([*self._whole, *self._open])
        if text.endswith("\ufffd"):
            return ""
        self._whole, self._open = self._open, []
        return text.removeprefix(known)

    def _guess(self, before: str, token: int, probability: float) -> Guess:
        if token in self._stops:
            return Guess(text="", probability=probability, end=True)
        text = self._text([*self._whole, *self._open, token])
        special = str(self._tokenizer.convert_ids_to_tokens(token)) if text == before else ""
        return Guess(text=special or text.removeprefix(before), probability=probability)

    def _text(self, ids: list[int]) -> str:
        return str(self._tokenizer.decode(ids, skip_special_tokens=True)) if ids else ""
