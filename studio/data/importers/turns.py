"""The turns of a conversation, in the two ways they are commonly written."""

from studio.core.example import Message, Role
from studio.words import _

_ROLES: dict[str, Role] = {
    "system": "system",
    "developer": "system",
    "user": "user",
    "human": "user",
    "assistant": "assistant",
    "gpt": "assistant",
    "model": "assistant",
    "bot": "assistant",
    "tool": "tool",
    "function": "tool",
    "observation": "tool",
}


class RowProblem(Exception):
    """Why one record is no example, in the user's words; it is listed and the next one read."""


def read_turns(value: object, column: str) -> tuple[tuple[Message, ...], bool]:
    """Messages (role, content) or conversations (from, value), and whether they hold all that was there."""
    if not isinstance(value, list):
        raise RowProblem(
            _("The field “{field}” holds {what} instead of a list of turns.").format(
                field=column, what=type_in_words(value)
            )
        )
    if not value:
        raise RowProblem(_("The conversation is empty."))
    turns = [_turn(each, position) for position, each in enumerate(value, 1)]
    _check_order([message.role for message, _complete in turns])
    return tuple(message for message, _complete in turns), all(complete for _message, complete in turns)


def _turn(value: object, position: int) -> tuple[Message, bool]:
    if not isinstance(value, dict):
        raise RowProblem(_("Turn {position} has no speaker and text.").format(position=position))
    role_key, text_key = ("role", "content") if "role" in value else ("from", "value")
    role = value.get(role_key)
    known = _ROLES.get(role.strip().casefold()) if isinstance(role, str) else None
    if known is None:
        raise RowProblem(_("Turn {position} has an unknown speaker: {speaker}").format(position=position, speaker=role))
    content = value.get(text_key)
    text = _parts(content) if isinstance(content, list) else content
    if not isinstance(text, str) or not text.strip():
        raise RowProblem(_("Turn {position} has no text.").format(position=position))
    return Message(role=known, content=text), len(value) == len((role_key, text_key)) and text is content


def _parts(content: list[object]) -> str | None:
    """The text of content written in parts; None when a part is a picture or a sound."""
    texts = [part.get("text") if isinstance(part, dict) else part for part in content]
    return "".join(text for text in texts if isinstance(text, str)) if all(isinstance(t, str) for t in texts) else None


def _check_order(roles: list[Role]) -> None:
    if "system" in roles[1:]:
        raise RowProblem(_("A system turn stands in the middle of the conversation."))
    if roles[-1] != "assistant":
        raise RowProblem(_("The conversation does not end with the assistant: there is no answer to learn."))
    if "user" not in roles:
        raise RowProblem(_("No turn of the conversation is the user’s."))


def type_in_words(value: object) -> str:
    """What a JSON value is, as one says it after “holds”."""
    match value:
        case None:
            return _("nothing (null)")
        case bool():
            return _("yes or no (true/false)")
        case int() | float():
            return _("a number")
        case list():
            return _("a list")
        case dict():
            return _("an object")
        case _other:
            return _("a text")
