"""An example as titled texts, so that two of them can be compared part by part; no Qt."""

from studio.core.example import Chat, Choice, Classification, Content, Preference
from studio.ui.data.columns import ROLE_NAMES, all_columns
from studio.words import _


def parts_of(content: Content | None) -> dict[str, str]:
    """Title and text of each part in reading order; nothing for an example that is not there."""
    match content:
        case None:
            return {}
        case Chat(messages=messages):
            return {f"{at}. {_(ROLE_NAMES[turn.role])}": turn.content for at, turn in enumerate(messages, 1)}
        case Preference(history=history):
            turns = {f"{at}. {_(ROLE_NAMES[turn.role])}": turn.content for at, turn in enumerate(history, 1)}
            return turns | _texts(content)
        case Classification(labels=labels):
            return _texts(content) | {_("Labels"): "\n".join(labels)}
        case Choice(options=options, answers=answers):
            marked = (f"{'✓' if at in answers else '·'} {option}" for at, option in enumerate(options))
            return _texts(content) | {_("Options"): "\n".join(marked)}
        case _other:
            return _texts(content)


def _texts(content: Content) -> dict[str, str]:
    titles = {column.key: _(column.title) for column in all_columns(content.kind)}
    found = {name: getattr(content, name) for name in type(content).model_fields if name != "kind"}
    return {titles.get(name, name): text for name, text in found.items() if isinstance(text, str)}
