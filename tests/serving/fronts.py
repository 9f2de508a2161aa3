"""Fronts that answer in this process, before a speaker that does as the test wants; and a bare HTTP client."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn

from studio.serving.chatting import Chatting
from studio.serving.front import make_front
from studio.serving.journal import Journal
from studio.serving.limits import Limits
from studio.serving.running import bound, configured
from studio.serving.speaking import Ending, Tell, Wanted

KEY, TITLE = "a-key-for-tests", "steered"
PATIENCE_S = 60.0


def speak_words(wanted: Wanted, tell: Tell) -> Ending:
    """Says the question backwards, word by word."""
    words = wanted.turns[-1].content.split()[::-1]
    for word in words:
        tell(f"{word} ")
    return Ending("stop", len(words), len(words))


@dataclass
class Steered:
    """A speaker that speaks as a function does."""

    as_told: Callable[[Wanted, Tell], Ending] = speak_words
    title: str = TITLE
    context: int | None = 100
    together: int = 1

    def check(self, wanted: Wanted) -> None:
        return

    def speak(self, wanted: Wanted, tell: Tell) -> Ending:
        return self.as_told(wanted, tell)

    def close(self) -> None:
        return


@dataclass
class Endless:
    """Speaks until nobody listens."""

    heard: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)

    def __call__(self, _wanted: Wanted, tell: Tell) -> Ending:
        self.heard.set()
        said = 0
        while not tell("encore ") and not self.left.wait(0.01):
            said += 1
        self.left.set()
        return Ending("stop", 1, said)


@contextmanager
def front(speaker: Steered, limits: Limits, folder: Path | None = None) -> Iterator[int]:
    """Its port."""
    line = bound(0)
    port: int = line.getsockname()[1]
    journal = Journal(folder, keep_texts=True) if folder else None
    chatting = Chatting(speaker, limits, journal)
    server = uvicorn.Server(configured(make_front(chatting, TITLE, port, KEY), limits))
    thread = threading.Thread(target=server.run, args=([line],))
    thread.start()
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join()
        chatting.close()
        if journal:
            journal.close()


def headers(port: int, **changes: str | None) -> dict[str, str]:
    """Those of a friend; None takes one away."""
    found = {"Host": f"127.0.0.1:{port}", "Authorization": f"Bearer {KEY}", **changes}
    return {name: value for name, value in found.items() if value is not None}


def question(text: str = "un deux trois", **more: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": text}], **more}


def ask(port: int, body: bytes | dict[str, Any], **changes: str | None) -> tuple[int, dict[str, Any]]:
    """Status and body of the answer."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        line.request("POST", "/v1/chat/completions", sent, headers(port, **changes))
        answer = line.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        line.close()


@contextmanager
def asking(port: int, body: dict[str, Any]) -> Iterator[http.client.HTTPConnection]:
    """A request that was sent, and whose answer nobody has read; leaving it hangs up."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        line.request("POST", "/v1/chat/completions", json.dumps(body), headers(port))
        yield line
    finally:
        line.close()
