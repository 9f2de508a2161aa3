"""The kinds of example a data set can hold, each with its content fields."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["instruction", "chat", "preference", "classification", "choice", "text"]
Split = Literal["train", "validation", "test"]
Status = Literal["draft", "reviewed", "approved", "rejected"]
Role = Literal["system", "user", "assistant", "tool"]
KINDS: tuple[Kind, ...] = ("instruction", "chat", "preference", "classification", "choice", "text")
SPLITS: tuple[Split, ...] = ("train", "validation", "test")
STATUSES: tuple[Status, ...] = ("draft", "reviewed", "approved", "rejected")


class _Content(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Instruction(_Content):
    """A question with the answer to learn."""

    kind: Literal["instruction"] = "instruction"
    system: str = ""
    instruction: str
    input: str = ""
    response: str


class Message(_Content):
    """One turn of a conversation."""

    role: Role
    content: str


class Chat(_Content):
    """A conversation; the assistant's turns are what is learned."""

    kind: Literal["chat"] = "chat"
    messages: tuple[Message, ...]


class Preference(_Content):
    """Two answers to one prompt, the better one first; one of them is empty when a single answer was judged (KTO)."""

    kind: Literal["preference"] = "preference"
    system: str = ""
    history: tuple[Message, ...] = ()
    """The turns before the prompt."""
    prompt: str
    chosen: str
    rejected: str


class Classification(_Content):
    """A text with its labels."""

    kind: Literal["classification"] = "classification"
    text: str
    labels: tuple[str, ...]


class Choice(_Content):
    """A question with 2 to 10 options; `answers` are positions from 0."""

    kind: Literal["choice"] = "choice"
    question: str
    context: str = ""
    options: tuple[str, ...]
    answers: tuple[int, ...]


class Text(_Content):
    """Plain text, learned whole."""

    kind: Literal["text"] = "text"
    text: str


Content = Annotated[
    Instruction | Chat | Preference | Classification | Choice | Text,
    Field(discriminator="kind"),
]


def conversation(content: Instruction | Chat) -> tuple[Message, ...]:
    """The turns that a chat template renders, for both kinds that supervised fine-tuning learns from."""
    if isinstance(content, Chat):
        return content.messages
    question = f"{content.instruction}\n\n{content.input}" if content.input else content.instruction
    system = (Message(role="system", content=content.system),) if content.system else ()
    return (
        *system,
        Message(role="user", content=question),
        Message(role="assistant", content=content.response),
    )
