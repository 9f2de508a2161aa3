"""Conversations."""

from studio.core.example import Kind
from studio.data.importers.drafts import ChatDraft, Draft, TurnDraft
from studio.data.importers.formats import Fields
from studio.data.importers.layouts.layout import NOTHING, Binding, Layout, Note, Part, Read, listed
from studio.data.importers.layouts.supervised import SYSTEM
from studio.data.importers.turns import check_conversation, read_conversation
from studio.data.importers.values import RowProblem, as_list, optional_text
from studio.words import N_, _

_TOOL_COLUMNS = ("tools", "functions")


def _read_messages(binding: Binding) -> Read:
    column, system, notes = binding.column("messages"), binding.column("system"), binding.notes

    def read(fields: Fields) -> tuple[ChatDraft, Fields]:
        read = read_conversation(fields.get(column), column)
        left = NOTHING if read.complete else {column: fields[column]}
        if read.calls:
            notes["calls"] += 1
        if read.unlearned:
            notes["unlearned"] += 1
        if system and (said := optional_text(fields, system)):
            left = _put_first(said, read.turns, left, system)
        _note_tools(fields, notes)
        return {"kind": "chat", "messages": read.turns}, left

    def _put_first(said: str, turns: list[TurnDraft], left: Fields, system: str) -> Fields:
        if turns[0]["role"] != "system":
            turns.insert(0, {"role": "system", "content": said})
        elif turns[0]["content"] != said:
            notes["system"] += 1
            return {**left, system: said}
        return left

    return read


def _note_tools(fields: Fields, notes: dict[Note, int]) -> None:
    for column in _TOOL_COLUMNS:
        if fields.get(column):
            notes["tools"] = notes.get("tools", 0) + 1


def _read_segments(binding: Binding) -> Read:
    """Pieces of a rendered conversation; those with the label true are learned (axolotl's input_output)."""
    column, notes = binding.column("segments"), binding.notes

    def read(fields: Fields) -> tuple[Draft, Fields]:
        pieces = _pieces(fields.get(column), column)
        if binding.kind == "text":
            if not all(learned for learned, _text in pieces):
                raise RowProblem(_("Parts of this text are not to be learned; as plain text they would be."))
            return {"kind": "text", "text": "".join(text for _learned, text in pieces)}, NOTHING
        turns: list[TurnDraft] = []
        for learned, text in pieces:
            role = "assistant" if learned else "user"
            if turns and turns[-1]["role"] == role:
                turns[-1]["content"] += text
            else:
                turns.append({"role": "assistant" if learned else "user", "content": text})
        check_conversation(turns)
        notes["marks"] += any("<|" in turn["content"] or "</s>" in turn["content"] for turn in turns)
        return {"kind": "chat", "messages": turns}, {column: fields[column]}

    return read


def _pieces(value: object, column: str) -> list[tuple[bool, str]]:
    found = as_list(value)
    pieces = []
    for piece in found if isinstance(found, list) else []:
        match piece:
            case {"label": bool(learned), "text": str(text)}:
                pieces.append((learned, text))
            case _other:
                raise RowProblem(_("The field “{field}” is no list of labelled texts.").format(field=column))
    if not "".join(text for _learned, text in pieces).strip():
        raise RowProblem(_("The field “{field}” is empty.").format(field=column))
    return pieces


def _text_where_all_is_learned(binding: Binding) -> Kind | None:
    rows = [found for value in binding.values("segments") if isinstance(found := as_list(value), list)]
    labels = [piece.get("label") for row in rows for piece in row if isinstance(piece, dict)]
    return "text" if labels and all(labels) else None


MESSAGES = Layout(
    "messages",
    N_("Messages with role and content (OpenAI, chat templates)"),
    "chat",
    (Part("messages", N_("Turns"), ("messages",), accepts=listed), SYSTEM),
    _read_messages,
)
SHAREGPT = Layout(
    "sharegpt",
    N_("Conversations with from and value (ShareGPT)"),
    "chat",
    (Part("messages", N_("Turns"), ("conversations", "conversation", "dialog", "turns"), accepts=listed), SYSTEM),
    _read_messages,
)
SEGMENTS = Layout(
    "segments",
    N_("Segments, learned or not (Axolotl input_output)"),
    "chat",
    (Part("segments", N_("Segments"), ("segments",), accepts=listed),),
    _read_segments,
    better_kind=_text_where_all_is_learned,
    kinds=("chat", "text"),
)
CHATS = (MESSAGES, SHAREGPT, SEGMENTS)
