"""llama.cpp in this process, asked for tokens: what a text is cut into, and what follows."""

import http.client
import json
import os
import secrets
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from studio.errors import ExportFailed
from studio.words import _

_QUIET = -1


@contextmanager
def listening(file: Path, *, adapter: Path | None = None, context: int = 0, threads: int = 0) -> Iterator["Llama"]:
    """At full precision: nothing is rounded that transformers does not round in 32 bits. Raises ExportFailed.

    It listens behind a key and, where sockets are files, in a folder of this user's alone.
    """
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(file)
    params.verbosity = _QUIET
    params.n_ctx = context
    params.n_parallel = 1
    params.warmup = False
    params.cpuparams.n_threads = threads or os.cpu_count() or 1
    params.cache_type_k = params.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
    params.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
    if adapter:
        params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(str(adapter), 1.0)]
    key = secrets.token_hex(32)
    params.api_keys = [key]
    with TemporaryDirectory() as folder:
        if sys.platform != "win32":
            params.hostnames = [str(Path(folder) / "s.sock")]
        try:
            server = xllamacpp.Server(params)
        except RuntimeError as error:
            raise ExportFailed(
                _("llama.cpp cannot load {path}: {reason}").format(path=file, reason=error),
                hint=_("The file may be damaged or of a family that this version does not know."),
            ) from error
        # A server that is ended before its queue has begun to move never ends: its end goes unheard.
        server.handle_completions({"prompt": [0], "max_tokens": 1})
        with closing(_Connection(server.listening_address)) as connection:
            yield Llama(connection, key)


class Llama:
    """A loaded file."""

    def __init__(self, connection: http.client.HTTPConnection, key: str) -> None:
        self._connection, self._key = connection, key

    def tokens(self, text: str, *, begin: bool = False) -> list[int]:
        """What a text is cut into, control tokens among it; `begin` as the file says a text begins."""
        told = self._asked("/tokenize", content=text, add_special=begin, parse_special=True)
        return [int(each) for each in told["tokens"]]

    def rendered(self, turns: Sequence[dict[str, str]]) -> str:
        """A conversation in the file's template, the answer next."""
        return str(self._asked("/apply-template", messages=list(turns))["prompt"])

    def greedy(self, prompt: Sequence[int], tokens: int) -> list[int]:
        """The likeliest answer, with the token that ends it where one does."""
        # The address of OpenAI's form leaves out tokens that are not a whole letter.
        told = self._asked(
            "/completion", prompt=list(prompt), n_predict=tokens, temperature=0, return_tokens=True, cache_prompt=True
        )
        return [int(each) for each in told["tokens"]]

    def _asked(self, path: str, **wanted: object) -> Any:
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        self._connection.request("POST", path, json.dumps(wanted), headers)
        return json.loads(self._connection.getresponse().read())


class _Connection(http.client.HTTPConnection):
    """To a server by its address, `http://…` or `unix://…`."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        super().__init__(parts.hostname or "localhost", parts.port)
        self._path = parts.path if parts.scheme == "unix" else ""

    def connect(self) -> None:
        if not self._path:
            super().connect()
            return
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self._path)
