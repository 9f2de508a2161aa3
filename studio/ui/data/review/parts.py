"""An example as titled texts for someone who reads it, in the order of reading; no Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Literal

from studio.core.example import (
    Chat,
    Choice,
    Classification,
    Content,
    Instruction,
    Message,
    Preference,
    Role,
    Text,
)
from studio.ui.data.columns import ROLE_NAMES
from studio.words import _

Tone = Literal["question", "answer", "system", "right", "wrong", "plain"]
_TONES: dict[Role, Tone] = {"system": "system", "user": "question", "assistant": "answer", "tool": "plain"}


@dataclass(frozen=True)
class ReadPart:
    """One titled text; `tone` says what it is to the example."""

    title: str
    text: str
    tone: Tone = "plain"


Line = tuple[ReadPart, ...]
"""Parts that stand beside each other."""


def lines_of(content: Content) -> tuple[Line, ...]:
    """All parts but optional ones that are empty; a missing answer is a part, because its absence matters."""
    return tuple(_lines(content))


def _lines(content: Content) -> Iterator[Line]:
    match content:
        case Instruction():
            yield from _optional(_("System message"), content.system, "system")
            yield (ReadPart(_("Instruction"), content.instruction, "question"),)
            yield from _optional(_("Input"), content.input, "question")
            yield (ReadPart(_("Response"), content.response, "answer"),)
        case Chat():
            yield from ((_turn(turn),) for turn in content.messages)
        case Preference():
            yield from _preference(content)
        case Classification():
            yield (ReadPart(_("Text"), content.text, "question"),)
            yield (ReadPart(_("Labels"), "  ·  ".join(content.labels), "answer"),)
        case Choice():
            yield (ReadPart(_("Question"), content.question, "question"),)
            yield from _optional(_("Context"), content.context, "plain")
            yield from ((_option(at, text, at in content.answers),) for at, text in enumerate(content.options))
        case Text():
            yield (ReadPart(_("Text"), content.text, "answer"),)


def _optional(title: str, text: str, tone: Tone) -> Iterator[Line]:
    if text.strip():
        yield (ReadPart(title, text, tone),)


def _turn(turn: Message) -> ReadPart:
    return ReadPart(_(ROLE_NAMES[turn.role]), turn.content, _TONES[turn.role])


def _preference(content: Preference) -> Iterator[Line]:
    yield from _optional(_("System message"), content.system, "system")
    yield from ((_turn(turn),) for turn in content.history)
    yield (ReadPart(_("Prompt"), content.prompt, "question"),)
    better = ReadPart(_("Better answer"), content.chosen, "right")
    worse = ReadPart(_("Worse answer"), content.rejected, "wrong")
    # Of an answer that was judged alone the other one is empty.
    yield tuple(part for part in (better, worse) if part.text.strip()) or (better, worse)


def _option(at: int, text: str, right: bool) -> ReadPart:
    letter = ascii_uppercase[at] if at < len(ascii_uppercase) else str(at + 1)
    title = _("Option {letter}").format(letter=letter)
    if right:
        return ReadPart(_("{option}: right answer").format(option=title), text, "right")
    return ReadPart(title, text)
