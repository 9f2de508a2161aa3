"""The turns of a conversation, in the ways they are commonly written."""

import json
import re
from dataclasses import dataclass

from studio.core.example import Role
from studio.data.importers.drafts import TurnDraft
from studio.data.importers.values import RowProblem, as_list, type_in_words
from studio.words import _

_ROLES: dict[object, Role] = {
    "system": "system",
    "developer": "system",
    "user": "user",
    "human": "user",
    "prompter": "user",
    "assistant": "assistant",
    "gpt": "assistant",
    "chatgpt": "assistant",
    "model": "assistant",
    "bot": "assistant",
    "function_call": "assistant",
    "tool": "tool",
    "function": "tool",
    "observation": "tool",
    "ipython": "tool",
}
_KEYS = (("role", "content"), ("from", "value"), ("role", "value"), ("from", "content"), ("role", "text"))
_PLAIN_KEYS = 2
_SPEAKER = re.compile(r"(?:\A\s*|\n\n)(Human|Assistant): ?")


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns read; `complete` says that they hold all there was.

    `unlearned` counts those marked not to learn, `calls` those whose calls of tools became text.
    """

    turns: list[TurnDraft]
    complete: bool = True
    unlearned: int = 0
    calls: int = 0


def read_turns(value: object, column: str) -> Turns:
    """Messages (role, content) or conversations (from, value); raises RowProblem."""
    found = value if type(value) is list else as_list(value)
    if not isinstance(found, list):
        raise RowProblem(
            _("The field “{field}” holds {what} instead of a list of turns.").format(
                field=column, what=type_in_words(value)
            )
        )
    if not found:
        raise RowProblem(_("The conversation is empty."))
    turns: list[TurnDraft] = []
    complete, unlearned, calls = True, 0, 0
    for each in found:
        turn, whole = _turn(each, len(turns) + 1)
        turns.append(turn)
        if not whole:
            complete = False
            calls += bool(_calls(each))
            unlearned += turn["role"] == "assistant" and (each.get("weight") == 0 or each.get("train") is False)
    return Turns(turns, complete, unlearned, calls)


def read_conversation(value: object, column: str) -> Turns:
    """Turns that end with an answer to learn."""
    read = read_turns(value, column)
    check_conversation(read.turns)
    return read


def check_conversation(turns: list[TurnDraft]) -> None:
    """Refuse what no chat template renders, or what has no answer."""
    check_order(turns)
    if turns[-1]["role"] != "assistant":
        raise RowProblem(_("The conversation does not end with the assistant: there is no answer to learn."))
    if not any(turn["role"] == "user" for turn in turns):
        raise RowProblem(_("No turn of the conversation is the user’s."))


def check_order(turns: list[TurnDraft]) -> None:
    """The system speaks first or not at all."""
    if any(turn["role"] == "system" for turn in turns[1:]):
        raise RowProblem(_("A system turn stands in the middle of the conversation."))


def is_transcript(value: object) -> bool:
    """Whether a text begins as the dialogues of HH-RLHF do."""
    return isinstance(value, str) and _SPEAKER.match(value) is not None


def spoken_turns(text: str, column: str) -> list[TurnDraft]:
    """The turns of a dialogue written as one text; raises RowProblem."""
    before, *pieces = _SPEAKER.split(text)
    turns: list[TurnDraft] = [
        {"role": _ROLES[who.casefold()], "content": said} for who, said in zip(pieces[::2], pieces[1::2], strict=True)
    ]
    if before.strip() or not turns:
        raise RowProblem(_("The field “{field}” is no dialogue of Human and Assistant.").format(field=column))
    for position, turn in enumerate(turns, 1):
        if not turn["content"].strip():
            raise RowProblem(_("Turn {position} has no text.").format(position=position))
    return turns


def _turn(value: object, position: int) -> tuple[TurnDraft, bool]:
    if not isinstance(value, dict):
        raise RowProblem(_("Turn {position} has no speaker and text.").format(position=position))
    said, content = _said(value)
    role = _ROLES.get(said.strip().casefold() if isinstance(said, str) else None)
    if said is None:
        raise RowProblem(_("Turn {position} has no speaker and text.").format(position=position))
    if role is None:
        raise RowProblem(_("Turn {position} has an unknown speaker: {speaker}").format(position=position, speaker=said))
    text = content if type(content) is str else _parts(content)
    if len(value) > _PLAIN_KEYS and (calls := _calls(value)):
        text = f"{text}\n{calls}" if text and not text.isspace() else calls
    if text is None or not text or text.isspace():
        raise RowProblem(_silence(content).format(position=position))
    whole = text is content and said != "function_call" and (len(value) == _PLAIN_KEYS or not _filled(value))
    return {"role": role, "content": text}, whole


def _calls(turn: dict[str, object]) -> str:
    """OpenAI's calls of tools, written as ShareGPT's `function_call` turns are: JSON of name and arguments."""
    listed = turn.get("tool_calls") or [turn.get("function_call")]
    called = (
        [each.get("function", each) for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    )
    calls = [
        {"name": each["name"], "arguments": as_list(each.get("arguments"))}
        for each in called
        if isinstance(each, dict) and each.get("name")
    ]
    return json.dumps(calls[0] if len(calls) == 1 else calls, ensure_ascii=False) if calls else ""


def _silence(content: object) -> str:
    parts = content if isinstance(content, list) else []
    if any(isinstance(part, dict) and part.get("type", "text") != "text" for part in parts):
        return _("Turn {position} has a part that is no text, such as a picture.")
    return _("Turn {position} has no text.")


def _said(turn: dict[str, object]) -> tuple[object, object]:
    """Speaker and text under the names that the turn has."""
    for speaker, text in _KEYS:
        if turn.get(speaker) and turn.get(text):
            return turn[speaker], turn[text]
    return turn.get("role") or turn.get("from"), None


def _filled(turn: dict[str, object]) -> bool:
    """Whether it has more than speaker and text; columns write null for what a turn lacks."""
    return sum(each is not None for each in turn.values()) > _PLAIN_KEYS


def _parts(content: object) -> str | None:
    """The text of content written in parts; None when it is none, or a part is a picture or a sound."""
    if not isinstance(content, list):
        return None
    texts = [part.get("text") if isinstance(part, dict) else part for part in content]
    return "".join(text for text in texts if isinstance(text, str)) if all(isinstance(t, str) for t in texts) else None
