"""The whole of a server but the socket: addresses behind the guard, and every refusal in one form."""

import time
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from studio.serving.chatting import Chatting
from studio.serving.guard import HEALTH, Guard
from studio.serving.refusing import Refused
from studio.words import _

CHAT = "/v1/chat/completions"
MODELS = "/v1/models"


def make_front(chatting: Chatting, title: str, port: int, key: str) -> ASGIApp:
    """The application for the server's own port."""
    model = {"id": title, "object": "model", "created": int(time.time()), "owned_by": "atelier"}

    async def health(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def models(_request: Request) -> Response:
        return JSONResponse({"object": "list", "data": [model]})

    routes = [
        Route(HEALTH, health, methods=["GET"]),
        Route(MODELS, models, methods=["GET"]),
        Route(CHAT, chatting, methods=["POST"]),
    ]

    async def unknown(_request: Request, error: HTTPException) -> Response:
        chatting.count_refusal(error.status_code)
        return _unknown(error).response()

    handlers: dict[Any, Any] = {HTTPException: unknown, Exception: _failed}
    guard = Middleware(Guard, port=port, key=key, count=chatting.count_refusal)
    return Starlette(routes=routes, middleware=[guard], exception_handlers=handlers)


def _unknown(error: HTTPException) -> Refused:
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        wrong = _("This address does not take requests of that method.")
        return Refused(HTTPStatus.METHOD_NOT_ALLOWED, "wrong_method", wrong)
    # Without /v1/completions: a text that goes around the template is answered worse, and nobody sees why.
    known = _("This server knows {addresses}.").format(addresses=f"GET {MODELS}, POST {CHAT}")
    return Refused(HTTPStatus.NOT_FOUND, "unknown_address", known)


async def _failed(_request: Request, _error: Exception) -> Response:
    """The error itself goes to the server's own output."""
    return Refused(
        HTTPStatus.INTERNAL_SERVER_ERROR, "server_error", _("The server made a mistake; its own log tells more.")
    ).response()
