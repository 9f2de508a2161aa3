"""llama.cpp in this process: a GGUF file behind a door that no other process finds."""

import json
import os
import secrets
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from studio.errors import ModelFailed
from studio.words import _

LIBRARY = "xllamacpp"
_QUIET = -1
_PATIENCE_S = 3600.0


@dataclass(frozen=True)
class Loading:
    """How a file is loaded."""

    file: Path
    context: int = 0
    """Tokens of each conversation, question and answer; 0 for as many as the model reads."""
    together: int = 1
    """Conversations at once."""
    threads: int = 0
    """0 for all processors."""
    adapter: Path | None = None
    exact: bool = False
    """Whether nothing is rounded that transformers does not round in 32 bits."""

    def params(self) -> Any:
        """xllamacpp's own, to be changed further before `load` or `listening`."""
        import xllamacpp

        params = xllamacpp.CommonParams()
        params.model.path = str(self.file)
        params.n_ctx, params.n_parallel = self.together * self.context, self.together
        params.verbosity = _QUIET
        params.cpuparams.n_threads = self.threads or os.cpu_count() or 1
        if self.adapter is not None:
            params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(str(self.adapter), 1.0)]
        if self.exact:
            params.cache_type_k = params.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
            params.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
        return params


def load(params: Any) -> Any:
    """A server to be asked in this process alone; raises ModelFailed.

    The library listens even when nobody asks from outside: where sockets are files, its own is removed once bound.
    """
    with _behind_a_key(params):
        return _loaded(params)


@contextmanager
def listening(params: Any) -> Iterator["Door"]:
    """A server that is asked by its addresses, until the block ends; raises ModelFailed."""
    with _behind_a_key(params) as key:
        yield Door(_loaded(params), key)


class Door:
    """Asks a server what the library has no function for."""

    def __init__(self, server: Any, key: str) -> None:
        self._server, self._key = server, key

    def ask(self, path: str, body: Mapping[str, object] | None = None) -> tuple[int, Any]:
        """The status and the answer; without a body it is only looked up. Raises ModelFailed where there is none."""
        connection = _connection(self._server.listening_address)
        head = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        method, sent = ("GET", None) if body is None else ("POST", json.dumps(body))
        try:
            connection.request(method, path, sent, head)
            reply = connection.getresponse()
            return reply.status, json.loads(reply.read())
        except (OSError, HTTPException, ValueError) as error:
            raise not_answered(error) from error
        finally:
            connection.close()

    def told(self, path: str, body: Mapping[str, object] | None = None) -> Any:
        """The answer; raises ModelFailed where the server refuses."""
        status, said = self.ask(path, body)
        if status != HTTPStatus.OK:
            raise not_answered(reason_of(said))
        return said


def reason_of(said: object) -> str:
    """Why a server refused, in its own words."""
    error = said.get("error", said) if isinstance(said, Mapping) else said
    return str(error.get("message", error) if isinstance(error, Mapping) else error)


def not_answered(reason: object) -> ModelFailed:
    """What is raised where a server gave no answer."""
    return ModelFailed(
        _("llama.cpp did not answer: {reason}").format(reason=reason),
        hint=_("The question may be longer than the model’s context; leave it out or shorten it."),
    )


@contextmanager
def _behind_a_key(params: Any) -> Iterator[str]:
    key = secrets.token_hex(32)
    params.api_keys = [key]
    with TemporaryDirectory() as folder:
        if sys.platform != "win32":
            params.hostnames = [str(Path(folder) / "s.sock")]
        yield key


def _loaded(params: Any) -> Any:
    import xllamacpp

    try:
        server = xllamacpp.Server(params)
    except RuntimeError as error:
        raise ModelFailed(
            _("llama.cpp cannot load {path}: {reason}").format(path=params.model.path, reason=error),
            hint=_("The file may be damaged or of a family that this version does not know."),
        ) from error
    # A server that is ended before its queue has begun to move never ends: its end goes unheard.
    server.handle_completions({"prompt": [0], "max_tokens": 1})
    return server


class _SocketConnection(HTTPConnection):
    """HTTP through a socket in the file system."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=_PATIENCE_S)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _connection(address: str) -> HTTPConnection:
    if address.startswith("unix://"):
        return _SocketConnection(address.removeprefix("unix://"))
    place = urlsplit(address)
    return HTTPConnection(place.hostname or "127.0.0.1", place.port, timeout=_PATIENCE_S)
