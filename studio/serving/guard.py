"""Who may speak to the server: programs of this machine that call it by its own name and know the key.

The port is open to every page that the user's browser shows. Such a page can send requests to it, under another name
that its owner lets point to 127.0.0.1 (DNS rebinding); but it cannot choose the headers Host and Origin.
"""

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from studio.serving.refusing import Refused
from studio.words import _

HEALTH = "/health"
_NAMES = ("127.0.0.1", "localhost", "[::1]")
_DRAINED_BYTES = 256 << 20
_DRAINED_S = 5.0


class Guard:
    """Stands before an application; `port` is the server's own."""

    def __init__(self, app: ASGIApp, port: int, key: str, count: Callable[[int], None]) -> None:
        """`count` hears the status of every request that is turned away here."""
        self._app, self._count = app, count
        self._hosts = frozenset(f"{name}:{port}" for name in _NAMES)
        self._origins = frozenset(f"http://{host}" for host in self._hosts)
        self._key = key.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            self._check(Headers(scope=scope), scope["path"])
        except Refused as refused:
            self._count(refused.status)
            await drain(receive)
            await refused.response()(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _check(self, headers: Headers, path: str) -> None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            raise Refused(HTTPStatus.FORBIDDEN, "wrong_host", _("This server answers to its own address only."))
        if not self._origins.issuperset(headers.getlist("origin")):
            raise Refused(HTTPStatus.FORBIDDEN, "wrong_origin", _("This server does not answer to web pages."))
        if path != HEALTH and not self._is_known(headers.getlist("authorization")):
            raise Refused(HTTPStatus.UNAUTHORIZED, "wrong_key", _("The key is missing or wrong."))

    def _is_known(self, given: list[str]) -> bool:
        if len(given) != 1:
            return False
        scheme, _space, key = given[0].partition(" ")
        # Starlette reads headers as Latin-1.
        return scheme.lower() == "bearer" and secrets.compare_digest(key.strip().encode("latin-1"), self._key)


async def drain(receive: Receive) -> None:
    """Take the rest of a body: a client that is still sending would see its line cut instead of the answer."""
    left = _DRAINED_BYTES
    with suppress(TimeoutError):
        async with asyncio.timeout(_DRAINED_S):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body"):
                    return
