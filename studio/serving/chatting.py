"""POST /v1/chat/completions: from a body to an answer, whole or piece by piece, until the client has it or is gone."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import cast

import orjson
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from studio.serving.asked import ChatRequest, read_chat
from studio.serving.guard import drain
from studio.serving.journal import HUNG_UP, Journal, RequestFacts
from studio.serving.limits import Limits
from studio.serving.refusing import Refused
from studio.serving.room import Room
from studio.serving.speaking import Ending, Speaker
from studio.serving.speech import Speech
from studio.words import _

_DISCONNECT = "http.disconnect"
_ENDED = b"data: [DONE]\n\n"
_STREAM = ((b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store"))


class _Gone(Exception):
    """The client has hung up."""


@dataclass
class _Course:
    """How one request goes."""

    at: float = field(default_factory=time.time)
    began: float = field(default_factory=time.monotonic)
    status: int = HTTPStatus.INTERNAL_SERVER_ERROR
    first_s: float | None = None
    ending: Ending | None = None
    pieces: list[str] = field(default_factory=list)

    def take(self, piece: str) -> None:
        if self.first_s is None:
            self.first_s = round(time.monotonic() - self.began, 4)
        self.pieces.append(piece)

    def facts(self) -> RequestFacts:
        return RequestFacts(
            at=self.at,
            status=self.status,
            total_s=round(time.monotonic() - self.began, 4),
            first_s=self.first_s,
            asked=self.ending.asked if self.ending else 0,
            said=self.ending.said if self.ending else 0,
        )


class _Chunks:
    """The objects of one answer."""

    def __init__(self, model: str) -> None:
        self._same = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time()), "model": model}

    def whole(self, text: str, ending: Ending) -> dict[str, object]:
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": ending.by, "logprobs": None}
        return {**self._same, "object": "chat.completion", "choices": [choice], "usage": _usage(ending)}

    def piece(self, delta: dict[str, str], by: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": by}
        return _event({**self._same, "object": "chat.completion.chunk", "choices": [choice]})

    def usage(self, ending: Ending) -> bytes:
        return _event({**self._same, "object": "chat.completion.chunk", "choices": [], "usage": _usage(ending)})


def _usage(ending: Ending) -> dict[str, int]:
    asked, said = ending.asked, ending.said
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def _event(told: dict[str, object]) -> bytes:
    return b"data: " + orjson.dumps(told) + b"\n\n"


class Chatting:
    """The ASGI application of that one address."""

    def __init__(self, speaker: Speaker, limits: Limits, journal: Journal | None) -> None:
        self._speaker, self._limits, self._journal = speaker, limits, journal
        self._room = Room(limits)
        self._pool = ThreadPoolExecutor(limits.together, thread_name_prefix="speaking")
        self._speeches: set[Speech] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        course = _Course()
        try:
            body = await self._body(receive)
            async with _unless_gone(receive):
                await self._answer(body, course, scope, send)
        except Refused as refused:
            course.status = refused.status
            if course.pieces:
                await send({"type": "http.response.body", "body": _event(refused.told())})
            else:
                await refused.response()(scope, receive, send)
        except _Gone:
            course.status = HUNG_UP
        finally:
            if self._journal is not None:
                self._journal.count(course.facts())

    def count_refusal(self, status: int) -> None:
        """Add a request that never came here to the numbers."""
        if self._journal is not None:
            self._journal.count_refusal(status)

    def close(self) -> None:
        """Stop all answers, and wait until the model is idle."""
        for speech in self._speeches:
            speech.leave()
        self._pool.shutdown()

    async def _body(self, receive: Receive) -> bytes:
        body = bytearray()
        try:
            async with asyncio.timeout(self._limits.body_s):
                while True:
                    message = await receive()
                    if message["type"] == _DISCONNECT:
                        raise _Gone
                    body += message.get("body", b"")
                    if len(body) > self._limits.body:
                        break
                    if not message.get("more_body"):
                        return bytes(body)
        except TimeoutError:
            raise Refused(HTTPStatus.REQUEST_TIMEOUT, "too_slow", _("The request took too long to arrive.")) from None
        await drain(receive)
        most = _("A request may have {count} bytes at most.").format(count=self._limits.body)
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", most)

    async def _answer(self, body: bytes, course: _Course, scope: Scope, send: Send) -> None:
        asked = read_chat(body, self._speaker.title, self._speaker.context)
        wanted = asked.wanted()
        self._speaker.check(wanted)
        await self._room.enter()
        speech = Speech(self._speaker, wanted, self._pool, self._room.leave)
        self._speeches.add(speech)
        try:
            chunks = _Chunks(self._speaker.title)
            if asked.stream:
                await self._stream(asked, speech, chunks, course, send)
            else:
                await self._whole(speech, chunks, course, scope, send)
        finally:
            speech.leave()
            self._speeches.discard(speech)
        if self._journal is not None:
            self._journal.keep(self._speaker.title, wanted.turns, "".join(course.pieces), course.facts())

    async def _whole(self, speech: Speech, chunks: _Chunks, course: _Course, scope: Scope, send: Send) -> None:
        async for piece in speech.pieces():
            course.take(piece)
        course.ending = speech.ending
        answer = JSONResponse(chunks.whole("".join(course.pieces), speech.ending))
        await answer(scope, _nothing_more, send)
        course.status = HTTPStatus.OK

    async def _stream(self, asked: ChatRequest, speech: Speech, chunks: _Chunks, course: _Course, send: Send) -> None:
        begun = False
        async for piece in speech.pieces():
            if not begun:
                # Only now: what is wrong with a question is told by the status.
                await self._begin_stream(chunks, send)
                begun = True
            course.take(piece)
            await _send_piece(send, chunks.piece({"content": piece}))
        if not begun:
            await self._begin_stream(chunks, send)
        course.ending = speech.ending
        await _send_piece(send, chunks.piece({}, speech.ending.by))
        if asked.wants_usage:
            await _send_piece(send, chunks.usage(speech.ending))
        await send({"type": "http.response.body", "body": _ENDED})
        course.status = HTTPStatus.OK

    async def _begin_stream(self, chunks: _Chunks, send: Send) -> None:
        await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": _STREAM})
        await _send_piece(send, chunks.piece({"role": "assistant", "content": ""}))


async def _send_piece(send: Send, piece: bytes) -> None:
    await send({"type": "http.response.body", "body": piece, "more_body": True})


async def _nothing_more() -> dict[str, object]:
    return {"type": _DISCONNECT}


@asynccontextmanager
async def _unless_gone(receive: Receive) -> AsyncIterator[None]:
    """Leave the block as soon as the client has gone; raises _Gone then."""
    this = cast("asyncio.Task[None]", asyncio.current_task())
    gone = asyncio.create_task(_gone(receive, this.cancel))
    try:
        yield
    except asyncio.CancelledError:
        # Somebody else may have wanted it, who must be obeyed.
        if not gone.done() or this.uncancel():
            raise
        raise _Gone from None
    finally:
        gone.cancel()


async def _gone(receive: Receive, cancel: Callable[[], object]) -> None:
    while (await receive())["type"] != _DISCONNECT:
        pass
    cancel()
