"""A server's life: a socket on the loopback alone, answers until it is told to end, and nothing left behind."""

import asyncio
import errno
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from studio.errors import ServingFailed
from studio.runs.durable import replace_text
from studio.runs.process import ProcessIdentity, identify, is_alive, own_identity
from studio.serving.chatting import Chatting
from studio.serving.front import make_front
from studio.serving.journal import Journal
from studio.serving.limits import Limits
from studio.serving.patience import impatient
from studio.serving.places import ServerFolder, ServerState
from studio.serving.speaking import Speaker
from studio.words import _

LOOPBACK = "127.0.0.1"
_SHORTEST_KEY = 8
_KEY_BYTES = 24
_LAST_ANSWERS_S = 3
_GLANCE_S = 1.0


@dataclass(frozen=True)
class Serving:
    """A server as it is asked for; `folder` is None where nothing of it shall be kept."""

    model: str
    folder: ServerFolder | None = None
    port: int = 0
    """0 for any that is free."""
    key: str = ""
    """Empty for a new one."""
    keeps_texts: bool = False
    outlives: bool = False
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Announced:
    """What is told once the server answers; the key is told nowhere else."""

    state: ServerState
    key: str


def serve(wanted: Serving, title: str, load: Callable[[], Speaker], announce: Callable[[Announced], None]) -> None:
    """Answer until Ctrl+C, a signal to end, or the end of whoever started this process; raises StudioError.

    `load` is called once address and folder are this server's; `announce` once it answers.
    """
    key = _usable(wanted.key)
    with ExitStack() as held:
        held.enter_context(_signals(outlives=wanted.outlives))
        if wanted.folder is not None:
            held.enter_context(wanted.folder.claim(title))
        line = held.enter_context(bound(wanted.port))
        journal = _journal(wanted, held)
        speaker = load()
        held.callback(speaker.close)
        limits = replace(wanted.limits, together=speaker.together)
        chatting = Chatting(speaker, limits, journal)
        held.callback(chatting.close)
        state = _state(wanted, title, line.getsockname()[1])
        if wanted.folder is not None:
            held.enter_context(_told_of(wanted.folder, state))
        app = make_front(chatting, title, line.getsockname()[1], key)
        server = uvicorn.Server(configured(app, limits))
        # Ctrl+C and the signal to end come out here once uvicorn has ended in good order.
        with suppress(KeyboardInterrupt):
            asyncio.run(_run(server, line, wanted, lambda: announce(Announced(state, key))))


async def _run(server: uvicorn.Server, line: socket.socket, wanted: Serving, ready: Callable[[], None]) -> None:
    starter = None if wanted.outlives else identify(os.getppid())
    watch = asyncio.create_task(_end_with(server, starter))
    # The socket listens: whoever is told now is heard as soon as the next line runs.
    ready()
    try:
        await server.serve(sockets=[line])
    finally:
        watch.cancel()


async def _end_with(server: uvicorn.Server, starter: ProcessIdentity | None) -> None:
    if starter is None:
        return
    while is_alive(starter):
        await asyncio.sleep(_GLANCE_S)
    server.should_exit = True


def configured(app: ASGIApp, limits: Limits) -> uvicorn.Config:
    """Plain HTTP/1.1 with nothing said that was not asked for."""
    return uvicorn.Config(
        app,
        http=impatient(limits.head_s),
        loop="asyncio",
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=limits.connections,
        timeout_graceful_shutdown=_LAST_ANSWERS_S,
    )


def _usable(key: str) -> str:
    if not key:
        return secrets.token_urlsafe(_KEY_BYTES)
    if len(key) < _SHORTEST_KEY or not key.isascii() or not key.isprintable() or " " in key:
        raise ServingFailed(
            _("This key cannot be used."),
            hint=_("It needs {count} characters or more: letters without accents, digits and signs, no spaces.").format(
                count=_SHORTEST_KEY
            ),
        )
    return key


def bound(port: int) -> socket.socket:
    """A socket that listens on 127.0.0.1 alone; raises ServingFailed."""
    # Said to be TCP: asyncio sends small pieces at once only then, and 40 ms later otherwise.
    line = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":
            line.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind((LOOPBACK, port))
        line.listen()
    except OSError as error:
        line.close()
        if error.errno == errno.EADDRINUSE:
            raise ServingFailed(
                _("Port {port} is in use by another program.").format(port=port),
                hint=_("Choose another one, or 0 for any that is free."),
            ) from error
        raise ServingFailed(_("Port {port} cannot be used.").format(port=port), hint=str(error)) from error
    return line


def _journal(wanted: Serving, held: ExitStack) -> Journal | None:
    if wanted.folder is None:
        return None
    try:
        journal = Journal(wanted.folder.path, keep_texts=wanted.keeps_texts)
    except OSError as error:
        raise _unwritable(wanted.folder, error) from error
    held.callback(journal.close)
    return journal


def _state(wanted: Serving, title: str, port: int) -> ServerState:
    return ServerState(
        process=own_identity(),
        address=f"http://{LOOPBACK}:{port}/v1",
        title=title,
        model=wanted.model,
        started_at=time.time(),
        keeps_texts=wanted.keeps_texts,
        outlives=wanted.outlives,
    )


@contextmanager
def _told_of(folder: ServerFolder, state: ServerState) -> Iterator[None]:
    try:
        replace_text(folder.state_file, state.model_dump_json() + "\n")
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield
    finally:
        folder.state_file.unlink(missing_ok=True)


def _unwritable(folder: ServerFolder, error: OSError) -> ServingFailed:
    return ServingFailed(_("The folder {path} cannot be written.").format(path=folder.path), hint=str(error))


@contextmanager
def _signals(*, outlives: bool) -> Iterator[None]:
    """To end, and to be hung up on, are as Ctrl+C: nothing is left behind. Uvicorn passes them on when it has ended."""
    wanted: dict[str, Any] = {"SIGTERM": signal.default_int_handler, "SIGBREAK": signal.default_int_handler}
    wanted["SIGHUP"] = signal.SIG_IGN if outlives else signal.default_int_handler
    known = {number: act for name, act in wanted.items() if (number := getattr(signal, name, None)) is not None}
    former = {number: signal.signal(number, act) for number, act in known.items()}
    try:
        yield
    finally:
        for number, act in former.items():
            signal.signal(number, act)
