"""The texts of an example: those that can be edited in place, and all together."""

from collections.abc import Iterator, Mapping
from typing import cast

import orjson

from studio.core.example import Chat, Content
from studio.errors import ProjectFailed
from studio.words import _

_NO_TEXTS = ("kind", "role")


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


def texts_of(content: str) -> list[str]:
    """Every text of an example given as JSON, in order; what it is searched and measured by."""
    return list(_texts(orjson.loads(content)))


def characters_of(content: str) -> int:
    """The length of all texts of an example given as JSON."""
    return count_characters(orjson.loads(content))


def count_characters(found: Mapping[str, object]) -> int:
    """The same of an example that its JSON is, or will be, written from."""
    # Written out because every imported row comes here.
    total = 0
    for name, value in found.items():
        if value.__class__ is str:
            total += 0 if name in _NO_TEXTS else len(value)
        elif value.__class__ is list:
            for each in cast(list[object], value):
                if isinstance(each, str):
                    total += len(each)
                elif isinstance(each, dict):
                    total += count_characters(each)
    return total


def _texts(found: dict[str, object]) -> Iterator[str]:
    for name, value in found.items():
        if isinstance(value, str):
            if name not in _NO_TEXTS:
                yield value
        elif isinstance(value, list):
            for each in value:
                if isinstance(each, str):
                    yield each
                elif isinstance(each, dict):
                    yield from _texts(each)
