"""Atelier's own layout: the fields of an example by their own names, for every kind."""

from studio.core.example import KINDS, Content, Kind
from studio.data.exporters.layouts import OWN, FieldType, Layout
from studio.data.exporters.rows import Fields
from studio.words import N_

_FIELDS: dict[Kind, dict[str, FieldType]] = {
    "instruction": {"system": "text", "instruction": "text", "input": "text", "response": "text"},
    "chat": {"messages": "messages"},
    "preference": {
        "system": "text",
        "history": "messages",
        "prompt": "text",
        "chosen": "text",
        "rejected": "text",
    },
    "classification": {"text": "text", "labels": "texts"},
    "choice": {"question": "text", "context": "text", "options": "texts", "answers": "numbers"},
    "text": {"text": "text"},
}


def _write(content: Content) -> list[Fields]:
    return [content.model_dump(mode="json")]


OWN_LAYOUTS = tuple(
    Layout(OWN, N_("Atelier (everything)"), {"kind": "text", **_FIELDS[kind]}, _write, (kind,)) for kind in KINDS
)
