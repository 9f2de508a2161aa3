"""Contents about to be stored, as the plain objects that their JSON is written from: ten times a model's speed."""

from typing import Literal, TypedDict

import orjson

from studio.core.example import Role
from studio.data.importers.formats.record import broken_character
from studio.data.importers.values import RowProblem


class TurnDraft(TypedDict):
    """One turn."""

    role: Role
    content: str


class InstructionDraft(TypedDict):
    """As `core.example.Instruction`; so are the others as theirs, their keys in the same order."""

    kind: Literal["instruction"]
    system: str
    instruction: str
    input: str
    response: str


class ChatDraft(TypedDict):
    """A conversation."""

    kind: Literal["chat"]
    messages: list[TurnDraft]


class PreferenceDraft(TypedDict):
    """Two answers, or one that was judged."""

    kind: Literal["preference"]
    system: str
    history: list[TurnDraft]
    prompt: str
    chosen: str
    rejected: str


class ClassificationDraft(TypedDict):
    """A text with its labels."""

    kind: Literal["classification"]
    text: str
    labels: list[str]


class ChoiceDraft(TypedDict):
    """A question with options; answers are positions from 0."""

    kind: Literal["choice"]
    question: str
    context: str
    options: list[str]
    answers: list[int]


class TextDraft(TypedDict):
    """Plain text."""

    kind: Literal["text"]
    text: str


Draft = InstructionDraft | ChatDraft | PreferenceDraft | ClassificationDraft | ChoiceDraft | TextDraft


def content_json(draft: Draft) -> str:
    """The very text that the content's pydantic model writes; raises RowProblem for half a character."""
    try:
        return orjson.dumps(draft).decode()
    except TypeError as error:
        raise RowProblem(broken_character()) from error
