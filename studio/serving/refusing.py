"""Refusals in the form that clients of OpenAI's interface know."""

from http import HTTPStatus
from typing import Literal

from starlette.responses import JSONResponse

Code = Literal[
    "wrong_host",
    "wrong_origin",
    "wrong_key",
    "unknown_address",
    "wrong_method",
    "too_large",
    "too_slow",
    "invalid_request",
    "unsupported",
    "model_not_found",
    "context_length_exceeded",
    "too_many_requests",
    "overloaded",
    "model_failed",
    "server_error",
]
_TYPES = {HTTPStatus.UNAUTHORIZED: "authentication_error", HTTPStatus.TOO_MANY_REQUESTS: "rate_limit_error"}
_UNHEARD = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
)


class Refused(Exception):
    """A request that gets no answer; `message` tells its sender why, `field` which part of the body."""

    def __init__(self, status: HTTPStatus, code: Code, message: str, field: str = "") -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.field = status, code, message, field

    def told(self) -> dict[str, object]:
        """As JSON."""
        is_ours = self.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        kind = _TYPES.get(self.status, "server_error" if is_ours else "invalid_request_error")
        return {"error": {"message": self.message, "type": kind, "param": self.field or None, "code": self.code}}

    def response(self) -> JSONResponse:
        """To be sent."""
        headers = {}
        if self.status in _UNHEARD:
            # More of the body may come, and would be read for as long as it does.
            headers["Connection"] = "close"
        if self.status == HTTPStatus.UNAUTHORIZED:
            headers["WWW-Authenticate"] = "Bearer"
        if self.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            headers["Retry-After"] = "1"
        return JSONResponse(self.told(), self.status, headers)
