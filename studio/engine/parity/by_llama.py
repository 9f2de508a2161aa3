"""Reads a GGUF file through llama.cpp: its own template, tokenizer and ends, and every likelihood it can tell."""

import json
import os
import secrets
import socket
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from studio.core.example import Message
from studio.core.export import Artefact
from studio.engine.failures import TemplateFailed
from studio.engine.parity.reader import LIKELIEST, Distribution, Prompted, Spoken
from studio.errors import ModelFailed
from studio.words import _

_QUIET = -1
_OK = 200
# Larger than any difference between two logits.
_FORCED = 1000.0
_PATIENCE_S = 3600.0


@dataclass(frozen=True)
class _Door:
    """The way to the embedded server: a socket that only this user's processes can reach, and a key besides."""

    server: Any
    key: str

    def ask(self, path: str, body: Mapping[str, object] | None = None) -> tuple[int, Any]:
        """The status and the answer; raises ModelFailed where there is none."""
        connection = _connection(self.server.listening_address)
        head = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        try:
            connection.request(
                "GET" if body is None else "POST", path, None if body is None else json.dumps(body), head
            )
            reply = connection.getresponse()
            return reply.status, json.loads(reply.read())
        except (OSError, HTTPException, ValueError) as error:
            raise _silent(error) from error
        finally:
            connection.close()

    def told(self, path: str, body: Mapping[str, object] | None = None) -> Any:
        """The answer; raises ModelFailed where the server refuses."""
        status, said = self.ask(path, body)
        if status != _OK:
            raise _silent(_reason(said))
        return said


class LlamaReader:
    """An embedded server in full precision; see `reading_gguf`."""

    def __init__(self, door: _Door) -> None:
        self._door = door
        model = door.told("/v1/models")["data"][0]
        self._vocabulary = int(model["meta"]["n_vocab"])
        self._stops: dict[int, bool] = {}

    @property
    def vocabulary(self) -> int:
        return self._vocabulary

    def prompt(self, turns: Sequence[Message]) -> Prompted:
        asked = {"messages": [{"role": turn.role, "content": turn.content} for turn in turns]}
        status, said = self._door.ask("/apply-template", asked)
        if status != _OK:
            raise TemplateFailed(
                _("llama.cpp cannot use the template of the file: {reason}").format(reason=_reason(said)),
                hint=_("Ollama and others will not be able to either."),
            )
        text = str(said["prompt"])
        # As the server reads a conversation: what the file says of the beginning of texts is obeyed.
        return Prompted(text, self._tokenise(text, begins=True))

    def tokens(self, text: str) -> tuple[int, ...]:
        return self._tokenise(text, begins=False)

    def words(self, ids: Sequence[int]) -> str:
        return str(self._door.told("/detokenize", {"tokens": list(ids)})["content"])

    def answer(self, prompt: Sequence[int], longest: int) -> Spoken:
        said = self._complete(prompt, longest, likeliest=0)
        ids = tuple(said["tokens"])
        end = ids[-1] if said["stop_type"] == "eos" and ids else None
        return Spoken(ids, end, float(said["timings"]["predicted_ms"]) / 1000)

    def follow(self, prompt: Sequence[int], answer: Sequence[int]) -> tuple[Distribution, ...]:
        # It tells likelihoods of what it says only: it is asked again behind each token that it would not have said.
        found: list[Distribution] = []
        while len(found) < len(answer):
            start = len(found)
            said = self._complete([*prompt, *answer[:start]], len(answer) - start, LIKELIEST)
            for own, told in zip(answer[start:], _steps(said), strict=False):
                found.append(told)
                if told.ids[0] != own:
                    break
            if len(found) == start:
                raise _silent(said.get("stop_type"))
        return tuple(found)

    def stops_at(self, token: int) -> bool:
        if token not in self._stops:
            bias = {"logit_bias": [[token, _FORCED]]}
            said = self._door.told("/completion", self._wanted([token], 2, 0) | bias)
            self._stops[token] = said["stop_type"] == "eos"
        return self._stops[token]

    def _complete(self, prompt: Sequence[int], longest: int, likeliest: int) -> Any:
        return self._door.told("/completion", self._wanted(prompt, longest, likeliest))

    def _wanted(self, prompt: Sequence[int], longest: int, likeliest: int) -> dict[str, object]:
        return {
            "prompt": list(prompt),
            "n_predict": longest,
            "temperature": 0.0,
            "n_probs": likeliest,
            "return_tokens": True,
            "cache_prompt": likeliest > 0,
        }

    def _tokenise(self, text: str, *, begins: bool) -> tuple[int, ...]:
        asked = {"content": text, "add_special": begins, "parse_special": True}
        return tuple(map(int, self._door.told("/tokenize", asked)["tokens"]))


@contextmanager
def reading_gguf(artefact: Artefact, context: int) -> Iterator[LlamaReader]:
    """The file, with a GGUF adapter on it where the artefact is one; `context` in tokens, question and answer.

    The cache is in 32 bits and flash attention off, without which llama.cpp answers otherwise than transformers does.
    Raises ModelFailed.
    """
    import xllamacpp

    params = xllamacpp.CommonParams()
    is_adapter = artefact.format == "gguf_adapter"
    params.model.path = artefact.base if is_adapter else artefact.path
    if is_adapter:
        params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(artefact.path, 1.0)]
    params.n_ctx, params.n_parallel = context, 1
    params.cache_type_k = params.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
    params.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
    params.verbosity = _QUIET
    params.cpuparams.n_threads = os.cpu_count() or 1
    key = secrets.token_hex(32)
    params.api_keys = [key]
    with TemporaryDirectory() as folder:
        if sys.platform != "win32":
            params.hostnames = [str(Path(folder) / "s.sock")]
        try:
            server = xllamacpp.Server(params)
        except RuntimeError as error:
            raise ModelFailed(
                _("llama.cpp cannot load {path}: {reason}").format(path=artefact.path, reason=error),
                hint=_("The file may be damaged or of a family that this version does not know."),
            ) from error
        yield LlamaReader(_Door(server, key))


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


def _steps(said: Mapping[str, Any]) -> Iterator[Distribution]:
    """One for each token; llama.cpp tells no likelihoods where a character is not whole yet."""
    told = iter(said.get("completion_probabilities", ()))
    step = next(told, None)
    for token in said["tokens"]:
        if step is not None and step["id"] == token:
            yield _distribution(step)
            step = next(told, None)
        else:
            yield Distribution((int(token),), ())


def _distribution(step: Mapping[str, Any]) -> Distribution:
    likeliest = step["top_logprobs"]
    return Distribution(
        tuple(int(each["id"]) for each in likeliest), tuple(float(each["logprob"]) for each in likeliest)
    )


def _reason(said: Any) -> str:
    error = said.get("error", said) if isinstance(said, Mapping) else said
    return str(error.get("message", error) if isinstance(error, Mapping) else error)


def _silent(reason: object) -> ModelFailed:
    return ModelFailed(
        _("llama.cpp did not answer: {reason}").format(reason=reason),
        hint=_("The question may be longer than the model’s context; leave it out or shorten it."),
    )
