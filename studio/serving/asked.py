"""Bodies of requests, held to the part of OpenAI's interface that is offered: anything else is refused by its name."""

import secrets
from http import HTTPStatus
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from studio.core.example import Message, Role
from studio.core.yaml_errors import expectation
from studio.serving.refusing import Refused
from studio.serving.speaking import Wanted
from studio.words import _

_MOST_TURNS = 1024
_LARGEST_SEED = 2**32 - 1
_ANY_SEED = 2**31
_ROLES: dict[str, Role] = {"system": "system", "developer": "system", "user": "user", "assistant": "assistant"}


def _joined(content: object) -> object:
    """The texts of a content given in parts; of one that is no text, what was given, which is then refused."""
    if not isinstance(content, list | tuple) or not content:
        return content
    parts = [each for each in content if isinstance(each, dict) and each.get("type") == "text"]
    texts = [text for each in parts if isinstance(text := each.get("text"), str)]
    return "\n".join(texts) if len(texts) == len(content) else content


def _listed(stop: object) -> object:
    return (stop,) if isinstance(stop, str) else tuple(stop) if isinstance(stop, list) else stop


class _Part(BaseModel):
    # What was sent may be a patient's: no message repeats it.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False, hide_input_in_errors=True)


class _Turn(_Part):
    role: Literal["system", "developer", "user", "assistant"]
    content: Annotated[str, BeforeValidator(_joined)]
    name: str | None = None


class _StreamOptions(_Part):
    include_usage: bool = False
    include_obfuscation: bool = False


class ChatRequest(_Part):
    """The body of POST /v1/chat/completions; what is left out is as in Atelier's own evaluations: greedy."""

    messages: tuple[_Turn, ...] = Field(min_length=1, max_length=_MOST_TURNS)
    model: str = ""
    max_tokens: int | None = Field(None, ge=1)
    max_completion_tokens: int | None = Field(None, ge=1)
    temperature: float | None = Field(None, ge=0, le=2)
    top_p: float | None = Field(None, gt=0, le=1)
    presence_penalty: float | None = Field(None, ge=-2, le=2)
    frequency_penalty: float | None = Field(None, ge=-2, le=2)
    seed: int | None = Field(None, ge=0, le=_LARGEST_SEED)
    stop: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] | None, BeforeValidator(_listed)
    ] = Field(None, max_length=8)
    stream: bool | None = None
    stream_options: _StreamOptions | None = None
    n: Literal[1] | None = None
    user: str | None = None

    @property
    def wants_usage(self) -> bool:
        """Whether a stream ends with the number of tokens."""
        return self.stream_options is not None and self.stream_options.include_usage

    def wanted(self) -> Wanted:
        """As the model is asked."""
        return Wanted(
            turns=tuple(Message(role=_ROLES[each.role], content=each.content) for each in self.messages),
            most_tokens=self.max_completion_tokens or self.max_tokens,
            temperature=self.temperature or 0.0,
            top_p=1.0 if self.top_p is None else self.top_p,
            presence_penalty=self.presence_penalty or 0.0,
            frequency_penalty=self.frequency_penalty or 0.0,
            seed=secrets.randbelow(_ANY_SEED) if self.seed is None else self.seed,
            stop=self.stop or (),
        )


def read_chat(body: bytes, model: str, context: int | None) -> ChatRequest:
    """Raises Refused unless the body is a question that this model can be asked."""
    try:
        asked = ChatRequest.model_validate_json(body)
    except ValidationError as error:
        raise _explained(error.errors(include_url=False, include_input=False)[0]) from None
    if asked.model not in ("", model):
        raise Refused(
            HTTPStatus.NOT_FOUND,
            "model_not_found",
            _("This server has one model, “{model}”.").format(model=model),
            field="model",
        )
    if asked.messages[-1].role != "user":
        raise _invalid(_("The last message must be the user’s."), "messages")
    for name in ("max_tokens", "max_completion_tokens"):
        if context is not None and (getattr(asked, name) or 0) > context:
            raise _invalid(_("The number must be at most {le}.").format(le=context), name)
    return asked


def _explained(problem: ErrorDetails) -> Refused:
    if problem["type"] == "json_invalid":
        return _invalid(_("The body is not JSON in UTF-8: {reason}").format(reason=problem["ctx"]["error"]))
    field = ".".join(map(str, problem["loc"]))
    if not field:
        return _invalid(_("The body is not a JSON object."))
    return _invalid(_("{field}: {problem}").format(field=field[:200], problem=expectation(problem)), field[:200])


def _invalid(message: str, field: str = "") -> Refused:
    return Refused(HTTPStatus.BAD_REQUEST, "invalid_request", message, field)
