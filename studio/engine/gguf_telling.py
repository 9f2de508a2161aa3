"""One answer of a GGUF file as llama.cpp generates it, token by token, each with how sure the model was of it."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from studio.core.evaluation import Decoding, Subject
from studio.core.example import Message
from studio.core.spoken import ALTERNATIVES, Ended, EndedBy, Guess, Loading, Ready, Refused, SpokenToken
from studio.engine.evaluating.gguf import (
    chat_request,
    gguf_fingerprint,
    is_too_long,
    room_for,
    start_server,
)
from studio.engine.telling import too_long
from studio.models.llama import not_answered

Said = Loading | Ready | SpokenToken | Ended | Refused
Hear = Callable[[Said], None]
_BEGINNING = 2
"""Turns of a conversation that has no answer in it yet."""


class LlamaFile:
    """A GGUF file in memory, one conversation at a time, on `threads` processors."""

    def __init__(self, subject: Subject, threads: int) -> None:
        self._subject, self._threads = subject, threads
        self._server: Any = None
        self._room = 0

    def tell(self, turns: Sequence[Message], decoding: Decoding, stopped: Callable[[], bool], hear: Hear) -> None:
        """`hear` is called, up to the end, no later than the token after `stopped` says so; raises ModelFailed."""
        fingerprint = gguf_fingerprint(self._subject, decoding)
        self._make_room(room_for(turns) + decoding.max_new_tokens, hear)
        telling = _Telling(fingerprint, stopped, hear)
        wanted = chat_request(turns, decoding) | {
            # What was read for the answers before need not be read again; a first question is asked as in evaluations.
            "cache_prompt": len(turns) > _BEGINNING,
            "stream": True,
            "logprobs": True,
            "top_logprobs": ALTERNATIVES,
            "return_progress": True,
            # What a model thinks aloud is shown as it says it.
            "reasoning_format": "none",
        }
        self._server.handle_chat_completions(wanted, telling.take)
        if telling.refusal is None:
            hear(telling.end())
        elif is_too_long(telling.refusal):
            reason = telling.refusal["error"]
            raise too_long(self._subject, int(reason["n_prompt_tokens"]), int(reason["n_ctx"]))
        else:
            raise not_answered(telling.refusal.get("error", telling.refusal))

    def _make_room(self, wanted: int, hear: Hear) -> None:
        """A conversation that grows does not make the file be read anew each time."""
        if self._server is not None and wanted <= self._room:
            return
        hear(Loading())
        # The old one first: two would not fit.
        self._server = None
        self._room = max(wanted, 2 * self._room)
        self._server = start_server(self._subject, self._room, threads=self._threads)


@dataclass
class _Telling:
    """Makes words of what the server passes on."""

    fingerprint: str
    stopped: Callable[[], bool]
    hear: Hear
    said: list[str] = field(default_factory=list)
    refusal: Mapping[str, Any] | None = None
    by: EndedBy | None = None
    began: float = field(default_factory=time.monotonic)
    first_s: float = 0.0
    ready: bool = False

    def take(self, told: Mapping[str, Any]) -> bool:
        """Whether nobody wants more; it is called by the library, through which nothing can be raised."""
        if "choices" not in told:
            self.refusal = told
            return True
        if not self.ready:
            self.ready = True
            asked = int(told.get("prompt_progress", {}).get("total", 0))
            self.hear(Ready(fingerprint=self.fingerprint, asked=asked))
        for choice in told["choices"]:
            self._take(choice)
        return self.stopped()

    def end(self) -> Ended:
        """The whole answer."""
        text, total = "".join(self.said).strip(), time.monotonic() - self.began
        return Ended(text=text, tokens=len(self.said), by=self.by or "stop", first_token_s=self.first_s, total_s=total)

    def _take(self, choice: Mapping[str, Any]) -> None:
        if choice.get("finish_reason"):
            self.by = "limit" if choice["finish_reason"] == "length" else "itself"
        if text := choice["delta"].get("content"):
            self.first_s = self.first_s or time.monotonic() - self.began
            self.said.append(text)
            self.hear(_token(text, choice))


def _token(text: str, choice: Mapping[str, Any]) -> SpokenToken:
    """Tokens that are one character together come as one, with what was thought of the last of them."""
    weighed = (choice.get("logprobs") or {}).get("content") or [{}]
    guesses = tuple(
        Guess(text=each["token"], probability=math.exp(each["logprob"])) for each in weighed[-1].get("top_logprobs", ())
    )
    return SpokenToken(text=text, probability=math.exp(weighed[-1].get("logprob", 0.0)), guesses=guesses)
