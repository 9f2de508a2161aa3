"""Values as the text of a cell."""

import json

from studio.data.exporters.layouts import FieldType


def cell(value: object, type: FieldType) -> str:
    """Texts as they are, tags with commas between them, other lists and objects as JSON; nothing as an empty cell."""
    if isinstance(value, str):
        return value
    if value is None or value in ([], {}):
        return ""
    if type == "tags" and isinstance(value, list) and all(map(_is_plain, value)):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)


def _is_plain(tag: str) -> bool:
    return tag.strip() == tag != "" and "," not in tag and not tag.startswith("[")
