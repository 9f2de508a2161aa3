"""What the table and the editors show of each kind of example; no Qt."""

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
from studio.data.records import Row
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
    """A column: `share` of the spare width (0 keeps `width` pixels), `field` when its cells can be edited."""

    key: str
    title: str
    width: int
    share: int = 0
    field: str = ""


@dataclass(frozen=True)
class Field:
    """One part of an example that has its own editor; a `fixed` one can only be read here."""

    name: str
    title: str
    text: str
    fixed: bool = False


_NUMBER = Column("number", "#", 64)
_TAIL = (Column("split", N_("Split"), 116), Column("status", N_("Status"), 108))


def _text(key: str, title: str, share: int, *, editable: bool = True) -> Column:
    return Column(key, title, 96, share, key if editable else "")


_COLUMNS: dict[Kind, tuple[Column, ...]] = {
    "instruction": (
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
        _text("prompt", N_("Prompt"), 2),
        _text("chosen", N_("Better answer"), 3),
        _text("rejected", N_("Worse answer"), 3),
    ),
    "classification": (_text("text", N_("Text"), 5), _text("labels", N_("Labels"), 2, editable=False)),
    "choice": (
        _text("question", N_("Question"), 3),
        _text("options", N_("Options"), 3, editable=False),
        _text("answers", N_("Right answer"), 2, editable=False),
    ),
    "text": (_text("text", N_("Text"), 1),),
}


def columns_for(kind: Kind) -> tuple[Column, ...]:
    """The columns of a data set of this kind, number first, split and status last."""
    return (_NUMBER, *_COLUMNS[kind], *_TAIL)


def cell_text(row: Row, key: str) -> str:
    """What a cell shows: one line, cut to what a column can hold."""
    if key == "number":
        return str(row.id)
    if key == "split":
        return _(SPLIT_NAMES[row.split]) if row.split else ""
    if key == "status":
        return _(STATUS_NAMES[row.status])
    return " ".join(_content_text(row.content, key)[: 2 * SHOWN].split())[:SHOWN]


def full_text(row: Row, key: str) -> str:
    """The whole text of a cell, for its editor."""
    return _content_text(row.content, key)


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


def fields_of(content: Content) -> tuple[Field, ...]:
    """The parts of an example in reading order, each for one editor."""
    match content:
        case Instruction():
            return (
                Field("instruction", _("Instruction"), content.instruction),
                Field("input", _("Input"), content.input),
                Field("response", _("Response"), content.response),
                Field("system", _("System message"), content.system),
            )
        case Chat(messages=messages):
            return tuple(
                Field(f"messages.{at}", _(ROLE_NAMES[turn.role]), turn.content) for at, turn in enumerate(messages)
            )
        case Preference():
            return (
                Field("prompt", _("Prompt"), content.prompt),
                Field("chosen", _("Better answer"), content.chosen),
                Field("rejected", _("Worse answer"), content.rejected),
            )
        case Classification():
            return (
                Field("text", _("Text"), content.text),
                Field("labels", _("Labels"), "\n".join(content.labels), fixed=True),
            )
        case Choice():
            return (
                Field("question", _("Question"), content.question),
                Field("context", _("Context"), content.context),
                Field("options", _("Options"), _numbered(content), fixed=True),
            )
        case Text():
            return (Field("text", _("Text"), content.text),)


def _numbered(content: Choice) -> str:
    return "\n".join(f"{'✓' if at in content.answers else '·'} {option}" for at, option in enumerate(content.options))


def blank(kind: Kind) -> Content | None:
    """A new example to fill in; None for kinds with parts that have no editor here."""
    match kind:
        case "instruction":
            return Instruction(instruction="", response="")
        case "chat":
            return Chat(messages=(Message(role="user", content=""), Message(role="assistant", content="")))
        case "preference":
            return Preference(prompt="", chosen="", rejected="")
        case "text":
            return Text(text="")
        case "classification" | "choice":
            return None
