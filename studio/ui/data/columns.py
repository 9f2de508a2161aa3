"""What the table and the editors show of each kind of example; no Qt."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from studio.core.example import (
    Chat,
    Choice,
    Classification,
    Content,
    Instruction,
    Kind,
    Message,
    Preference,
    Role,
    Split,
    Status,
    Text,
)
from studio.data.fields import characters_of
from studio.data.records import Row
from studio.ui.formats import integer
from studio.words import N_, _

SHOWN = 240
"""No column is wide enough for more characters; long clinical notes must not reach the painter."""

SPLIT_NAMES: dict[Split, str] = {"train": N_("Training"), "validation": N_("Validation"), "test": N_("Test")}
STATUS_NAMES: dict[Status, str] = {
    "draft": N_("Draft"),
    "reviewed": N_("Reviewed"),
    "approved": N_("Approved"),
    "rejected": N_("Rejected"),
}
KIND_NAMES: dict[Kind, str] = {
    "instruction": N_("Questions and answers"),
    "chat": N_("Conversations"),
    "preference": N_("Preferences"),
    "classification": N_("Classification"),
    "choice": N_("Multiple choice"),
    "text": N_("Plain texts"),
}
ROLE_NAMES: dict[Role, str] = {
    "system": N_("System message"),
    "user": N_("User"),
    "assistant": N_("Assistant"),
    "tool": N_("Tool"),
}
UNASSIGNED = N_("None")


@dataclass(frozen=True)
class Column:
    """A column: `share` of the spare width (0 keeps `width` pixels), `field` when its cells can be edited.

    `key` is also what a RowQuery sorts by. An `optional` one shows when the user asks for it.
    """

    key: str
    title: str
    width: int
    share: int = 0
    field: str = ""
    optional: bool = False


_NUMBER = Column("number", "#", 64)
_TAIL = (
    Column("tags", N_("Tags"), 96, 1, optional=True),
    Column("characters", N_("Length"), 88, optional=True),
    Column("source", N_("Source"), 152, optional=True),
    Column("note", N_("Note"), 96, 1, optional=True),
    Column("edited_at", N_("Edited"), 136, optional=True),
    Column("split", N_("Split"), 116),
    Column("status", N_("Status"), 108),
)


def _text(key: str, title: str, share: int, *, editable: bool = True, optional: bool = False) -> Column:
    return Column(key, title, 96, share, key if editable else "", optional)


_COLUMNS: dict[Kind, tuple[Column, ...]] = {
    "instruction": (
        _text("system", N_("System message"), 2, optional=True),
        _text("instruction", N_("Instruction"), 2),
        _text("input", N_("Input"), 3),
        _text("response", N_("Response"), 3),
    ),
    "chat": (
        _text("question", N_("First question"), 3, editable=False),
        _text("answer", N_("Last answer"), 3, editable=False),
        Column("turns", N_("Messages"), 96),
    ),
    "preference": (
        _text("system", N_("System message"), 2, optional=True),
        _text("prompt", N_("Prompt"), 2),
        _text("chosen", N_("Better answer"), 3),
        _text("rejected", N_("Worse answer"), 3),
    ),
    "classification": (_text("text", N_("Text"), 5), _text("labels", N_("Labels"), 2, editable=False)),
    "choice": (
        _text("question", N_("Question"), 3),
        _text("context", N_("Context"), 2, optional=True),
        _text("options", N_("Options"), 3, editable=False),
        _text("answers", N_("Right answer"), 2, editable=False),
    ),
    "text": (_text("text", N_("Text"), 1),),
}


def all_columns(kind: Kind) -> tuple[Column, ...]:
    """Every column that a data set of this kind can show, number first, split and status last."""
    return (_NUMBER, *_COLUMNS[kind], *_TAIL)


def columns_for(kind: Kind, chosen: Collection[str] = ()) -> tuple[Column, ...]:
    """The columns on show: those of these keys, or the usual ones when none is chosen."""
    every = all_columns(kind)
    return tuple(each for each in every if each.key in chosen) or tuple(each for each in every if not each.optional)


def cell_text(row: Row, key: str) -> str:
    """What a cell shows: one line, cut to what a column can hold."""
    around = _AROUND.get(key)
    if around is not None:
        return around(row)
    return content_cell(row.content, key)


def content_cell(content: Content, key: str) -> str:
    """What a cell shows of a column of the content."""
    return one_line(_content_text(content, key))


def one_line(text: str) -> str:
    """The beginning of a text as a cell shows it."""
    return " ".join(text[: 2 * SHOWN].split())[:SHOWN]


def full_text(row: Row, key: str) -> str:
    """The whole text of a cell, for its editor."""
    return _content_text(row.content, key)


_AROUND: dict[str, Callable[[Row], str]] = {
    "number": lambda row: str(row.id),
    "split": lambda row: _(SPLIT_NAMES[row.split]) if row.split else "",
    "status": lambda row: _(STATUS_NAMES[row.status]),
    "tags": lambda row: one_line("  ".join(row.tags)),
    "characters": lambda row: integer(characters_of(row.content.model_dump_json())),
    "source": lambda row: row.origin.file,
    "note": lambda row: one_line(row.note),
    "edited_at": lambda row: time.strftime("%Y-%m-%d %H:%M", time.localtime(row.edited_at)),
}


def _content_text(content: Content, key: str) -> str:
    match content, key:
        case Chat(messages=messages), _column:
            return _chat_text(messages, key)
        case Classification(labels=labels), "labels":
            return " · ".join(labels)
        case Choice(options=options), "options":
            return " · ".join(options)
        case Choice(options=options, answers=answers), "answers":
            return " · ".join(options[at] for at in answers if at < len(options))
        case _any:
            return str(getattr(content, key))


def _chat_text(messages: tuple[Message, ...], key: str) -> str:
    if key == "turns":
        return str(len(messages))
    turns = messages if key == "question" else reversed(messages)
    role = "user" if key == "question" else "assistant"
    return next((turn.content for turn in turns if turn.role == role), "")


def blank(kind: Kind) -> Content:
    """A new example to fill in."""
    match kind:
        case "instruction":
            return Instruction(instruction="", response="")
        case "chat":
            return Chat(messages=(Message(role="user", content=""), Message(role="assistant", content="")))
        case "preference":
            return Preference(prompt="", chosen="", rejected="")
        case "text":
            return Text(text="")
        case "classification":
            return Classification(text="", labels=())
        case "choice":
            return Choice(question="", options=("", ""), answers=())
