"""One answer as it is generated, token by token, each with how sure the model was of it."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
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

from studio.core.spoken import ALTERNATIVES, Ended, EndedBy, Guess, SpokenToken
from studio.engine.generate import Answerer, evaluating


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
    """Passes every token on as soon as it is chosen, and ends the answer where nobody wants more."""

    def __init__(self, weighing: _Weighing, steps: "SimpleQueue[_Step | None]", stopped: Callable[[], bool]) -> None:
        self._weighing, self._steps, self._stopped = weighing, steps, stopped

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor, **_more: Any) -> torch.BoolTensor:
        self._steps.put(self._weighing.step(int(input_ids[0, -1])))
        over = torch.full((1,), self._stopped(), dtype=torch.bool, device=input_ids.device)
        return cast(torch.BoolTensor, over)


class Teller(Answerer):
    """Says what `Answerer` would answer to one prompt, while it comes into being."""

    def __init__(
        self, model: Any, tokenizer: PreTrainedTokenizerBase, max_new_tokens: int, temperature: float = 0.0
    ) -> None:
        super().__init__(model, tokenizer, max_new_tokens, _NobodyStops(), temperature)

    def tell(self, prompt: Sequence[int], seed: int, stopped: Callable[[], bool]) -> Iterator[SpokenToken | Ended]:
        """The tokens and at last the end, no later than the token after `stopped` says so; the seed decides draws."""
        said, words, began, first = list[int](), _Words(self._tokenizer, self._stops), time.monotonic(), 0.0
        for step in self._steps(prompt, seed, stopped):
            first = first or time.monotonic() - began
            yield words.token(step)
            said.append(step.token)
        made = self._made(said)
        by: EndedBy = "itself" if made.ended else "limit" if len(said) >= self._longest else "stop"
        took = time.monotonic() - began
        yield Ended(text=made.text, tokens=made.tokens, by=by, first_token_s=first, total_s=took)

    def _steps(self, prompt: Sequence[int], seed: int, stopped: Callable[[], bool]) -> Iterator[_Step]:
        """`generate` calls back and does not yield: it works in a thread of its own."""
        steps: SimpleQueue[_Step | None] = SimpleQueue()
        left = threading.Event()
        passing = _Passing(weighing := _Weighing(), steps, lambda: left.is_set() or stopped())
        with ThreadPoolExecutor(1, thread_name_prefix="telling") as pool:
            done = pool.submit(self._generate, prompt, seed, weighing, passing)
            done.add_done_callback(lambda _done: steps.put(None))
            try:
                while (step := steps.get()) is not None:
                    yield step
            finally:
                left.set()
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
