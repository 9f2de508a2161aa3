"""A client of OpenAI-compatible servers (Ollama, llama.cpp, vLLM): this machine's alone unless others are allowed."""

import http.client
import ipaddress
import json
import os
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from studio.assist.hanging_up import hung_up_once
from studio.assist.replies import Request
from studio.errors import AssistantFailed
from studio.words import _

KEY = "ATELIER_SERVER_KEY"
"""An environment variable: a key in a plan or in the settings would be copied along with them."""
_CONNECT_S, _TIMEOUT_S = 10, 300
_LARGEST_REPLY = 4 << 20
_OK, _UNAUTHORISED, _FORBIDDEN, _MISSING = 200, 401, 403, 404


@dataclass(frozen=True)
class Sampling:
    """How a reply is drawn; `longest` in tokens."""

    temperature: float
    seed: int
    longest: int = 1024


class Server:
    """One address; nothing is sent before `models` or `replies`, and nothing anywhere else: redirects are refused."""

    def __init__(self, address: str, *, remote_allowed: bool = False) -> None:
        """`address` as in http://127.0.0.1:11434 with or without /v1; raises AssistantFailed for one not allowed."""
        self.address = address.strip()
        self._parts = _parted(self.address)
        if not remote_allowed and not is_this_machine(self._parts.hostname or ""):
            raise AssistantFailed(
                _("The server {address} is not on this machine.").format(address=self.address),
                hint=_("Texts would leave this machine. Allow other machines only if you really want that."),
            )

    def models(self, cancelled: Callable[[], bool] = lambda: False) -> tuple[str, ...]:
        """The names of the models that the server offers, sorted; AssistantFailed also once `cancelled` says so."""
        found = self._ask("GET", "/models", None, cancelled)
        try:
            return tuple(sorted(str(each["id"]) for each in found["data"]))
        except (KeyError, TypeError) as error:
            raise self._unintelligible() from error

    def replies(
        self,
        model: str,
        requests: Sequence[Request],
        sampling: Sampling,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[str]:
        """One reply for each request, in order; ends early once `cancelled` says so, also amid a reply."""
        for number, request in enumerate(requests):
            reply = ""
            for step in range(len(request.steps)):
                if cancelled():
                    return
                body = {
                    "model": model,
                    "messages": [{"role": "user", "content": request.step(step, reply)}],
                    "temperature": sampling.temperature,
                    "seed": sampling.seed + number,
                    "max_tokens": sampling.longest,
                    "stream": False,
                }
                try:
                    reply = self._complete(body, cancelled)
                except AssistantFailed:
                    # The line was cut because of it.
                    if cancelled():
                        return
                    raise
            yield reply

    def _complete(self, body: Mapping[str, object], cancelled: Callable[[], bool]) -> str:
        found = self._ask("POST", "/chat/completions", body, cancelled)
        try:
            return str(found["choices"][0]["message"]["content"])
        except (KeyError, IndexError, TypeError) as error:
            raise self._unintelligible() from error

    def _ask(self, method: str, path: str, body: object, cancelled: Callable[[], bool]) -> Any:
        connection = self._connection()
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if key := os.environ.get(KEY):
            headers["Authorization"] = f"Bearer {key}"
        try:
            connection.connect()
            connection.sock.settimeout(_TIMEOUT_S)
            with hung_up_once(cancelled, connection.sock):
                connection.request(method, self._path(path), None if body is None else json.dumps(body), headers)
                answer = connection.getresponse()
                content = answer.read(_LARGEST_REPLY + 1)
        except (OSError, http.client.HTTPException) as error:
            raise AssistantFailed(
                _("The server {address} does not answer: {reason}").format(address=self.address, reason=_reason(error)),
                hint=_("Start it, and check its address and port. Ollama listens on http://127.0.0.1:11434."),
            ) from error
        finally:
            connection.close()
        if answer.status != _OK:
            raise self._refused(answer.status, content)
        try:
            return json.loads(content)
        except ValueError as error:
            raise self._unintelligible() from error

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._parts.hostname or "", self._parts.port
        if self._parts.scheme == "https":
            return http.client.HTTPSConnection(host, port, timeout=_CONNECT_S, context=ssl.create_default_context())
        return http.client.HTTPConnection(host, port, timeout=_CONNECT_S)

    def _path(self, path: str) -> str:
        base = self._parts.path.rstrip("/") or "/v1"
        return f"{base}{path}"

    def _refused(self, status: int, content: bytes) -> AssistantFailed:
        if status in (_UNAUTHORISED, _FORBIDDEN):
            hint = _("It wants a key: put it in the environment variable {name}.").format(name=KEY)
        elif status == _MISSING:
            hint = _("It may not know this model; choose one from its list.")
        else:
            hint = _explanation(content)
        message = _("The server {address} refused the request (status {status}).")
        return AssistantFailed(message.format(address=self.address, status=status), hint=hint)

    def _unintelligible(self) -> AssistantFailed:
        return AssistantFailed(
            _("The server {address} answers in a way that is not understood.").format(address=self.address),
            hint=_("It must offer the OpenAI interface (/v1/chat/completions), as Ollama and llama.cpp do."),
        )


def is_this_machine(host: str) -> bool:
    """Whether a host is this machine by its very name; a name that has to be looked up is not believed."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _parted(address: str) -> SplitResult:
    problem = AssistantFailed(
        _("This is no address of a server: “{address}”").format(address=address),
        hint=_("Write it as http://127.0.0.1:11434"),
    )
    try:
        parts = urlsplit(address)
        has_port = parts.port is None or parts.port > 0
    except ValueError as error:
        raise problem from error
    if parts.scheme not in ("http", "https") or not parts.hostname or not has_port or parts.username:
        raise problem
    return parts


def _explanation(content: bytes) -> str:
    """What the server says of its refusal, if it says so as usual."""
    try:
        found = json.loads(content)["error"]
        return str(found["message"] if isinstance(found, dict) else found)[:300]
    except (ValueError, KeyError, TypeError):
        return ""


def _reason(error: Exception) -> str:
    """The two that everybody meets in the reader's language, any other as the system words it."""
    if isinstance(error, ConnectionRefusedError):
        return _("no program listens there.")
    if isinstance(error, TimeoutError):
        return _("it took too long.")
    return str(error)
