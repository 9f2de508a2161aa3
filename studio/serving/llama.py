"""A GGUF file, or an adapter on one, as llama.cpp answers it, with the file's own template."""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import xllamacpp

from studio.errors import ModelFailed
from studio.models.damage import Damaged
from studio.models.gguf_header import read_gguf
from studio.models.llama import Loading, load
from studio.serving.refusing import Refused
from studio.serving.speaking import Ending, Tell, Wanted
from studio.words import _

TOGETHER = 4
_CONTEXT = 8192
_TOO_LONG = "exceed_context_size_error"


class LlamaSpeaker:
    """The model stays in this process."""

    together = TOGETHER

    def __init__(self, file: Path, title: str, context: int = 0, adapter: Path | None = None) -> None:
        """`context` 0 is the model's own, 8192 at most; `adapter` is put on the file. Raises ModelFailed."""
        self.title = title
        self.context: int | None = context or min(_own_context(file), _CONTEXT)
        self._server = _loaded(Loading(file, self.context, TOGETHER, adapter=adapter))

    def check(self, wanted: Wanted) -> None:
        """Everything that is offered can be asked of llama.cpp."""

    def speak(self, wanted: Wanted, tell: Tell) -> Ending:
        """See `Speaker`."""
        listener = _Listener(tell)
        try:
            self._server.handle_chat_completions(_request(wanted), listener.hear)
        except (ValueError, RuntimeError) as error:
            # Of the template above all, which may not know a system prompt, say.
            raise _failed(HTTPStatus.BAD_REQUEST, str(error)) from error
        return listener.ending()

    def close(self) -> None:
        """See `Speaker`."""
        del self._server


class _Listener:
    """Hears an answer piece by piece; llama.cpp's library swallows what is raised here, so nothing is."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._pieces = 0
        self._was_left = False
        self._by: str | None = None
        self._usage: Mapping[str, Any] = {}
        self._error: Mapping[str, Any] | None = None

    def hear(self, told: Mapping[str, Any]) -> bool:
        """Whether llama.cpp shall stop."""
        self._error = self._error or told.get("error")
        self._usage = told.get("usage") or self._usage
        for choice in told.get("choices", ()):
            self._by = choice.get("finish_reason") or self._by
            if piece := choice["delta"].get("content"):
                self._pieces += 1
                self._was_left = self._tell(piece)
        return self._was_left

    def ending(self) -> Ending:
        """Raises Refused where there was no answer."""
        if self._error is not None:
            raise _refusal(self._error)
        if self._was_left:
            return Ending("stop", 0, self._pieces)
        if self._by is None:
            raise _failed(HTTPStatus.INTERNAL_SERVER_ERROR, "")
        asked, said = (int(self._usage.get(name, 0)) for name in ("prompt_tokens", "completion_tokens"))
        return Ending("length" if self._by == "length" else "stop", asked, said)


def _refusal(error: Mapping[str, Any]) -> Refused:
    if error.get("type") == _TOO_LONG:
        return Refused(
            HTTPStatus.BAD_REQUEST,
            "context_length_exceeded",
            _("The question has {count} tokens; the model’s context holds {most}.").format(
                count=error.get("n_prompt_tokens"), most=error.get("n_ctx")
            ),
            field="messages",
        )
    code = error.get("code")
    is_theirs = isinstance(code, int) and code < HTTPStatus.INTERNAL_SERVER_ERROR
    status = HTTPStatus.BAD_REQUEST if is_theirs else HTTPStatus.INTERNAL_SERVER_ERROR
    return _failed(status, str(error.get("message", "")))


def _failed(status: HTTPStatus, reason: str) -> Refused:
    message = _("llama.cpp did not answer: {reason}").format(reason=reason or _("it gives no reason."))
    return Refused(status, "model_failed", message)


def _request(wanted: Wanted) -> dict[str, object]:
    """Made anew from what was checked: nothing that a client sent goes through as it came."""
    request: dict[str, object] = {
        "messages": [{"role": turn.role, "content": turn.content} for turn in wanted.turns],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": wanted.temperature,
        "top_p": wanted.top_p,
        "presence_penalty": wanted.presence_penalty,
        "frequency_penalty": wanted.frequency_penalty,
        "seed": wanted.seed,
    }
    if wanted.most_tokens is not None:
        request["max_tokens"] = wanted.most_tokens
    if wanted.stop:
        request["stop"] = list(wanted.stop)
    return request


def _own_context(file: Path) -> int:
    try:
        header = read_gguf(file)
    except Damaged as error:
        raise ModelFailed(error.sentence.text(), hint=_("Export or download the file again.")) from error
    except OSError as error:
        raise ModelFailed(_("{path} is not readable.").format(path=file), hint=str(error)) from error
    return header.context or _CONTEXT


def _loaded(loading: Loading) -> Any:
    params = loading.params()
    # As the model says it, with nothing taken out as thoughts or calls of tools.
    params.force_pure_content_parser = True
    params.reasoning_format = xllamacpp.common_reasoning_format.COMMON_REASONING_FORMAT_NONE
    # Questions do not stay in memory for longer than their answers need.
    params.cache_ram_mib = 0
    params.ui = params.endpoint_slots = params.endpoint_props = False
    return load(params)
