"""The single texts of an example that can be edited in place."""

from studio.core.example import Chat, Content
from studio.errors import ProjectFailed
from studio.words import _


def field_names(content: Content) -> tuple[str, ...]:
    """The editable fields in order; the turns of a chat are `messages.0`, `messages.1` …"""
    if isinstance(content, Chat):
        return tuple(f"messages.{position}" for position in range(len(content.messages)))
    fields = type(content).model_fields
    return tuple(name for name, field in fields.items() if field.annotation is str)


def with_field(content: Content, field: str, text: str) -> Content:
    """The example with one text replaced; raises ProjectFailed for a field it does not have."""
    if field not in field_names(content):
        raise ProjectFailed(
            _("There is no field “{field}” in this example.").format(field=field),
            hint=_("The fields are: {names}.").format(names=", ".join(field_names(content))),
        )
    if isinstance(content, Chat):
        position = int(field.removeprefix("messages."))
        turns = list(content.messages)
        turns[position] = turns[position].model_copy(update={"content": text})
        return Chat(messages=tuple(turns))
    return content.model_copy(update={field: text})
