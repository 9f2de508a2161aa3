"""Values of a record, taken as what a field needs or refused with the reason."""

import json
import math

from studio.data.importers.formats import Fields
from studio.words import _


class RowProblem(Exception):
    """Why one record is no example, in the user's words; it is listed and the next one read."""


def text(fields: Fields, column: str) -> str:
    """A text that must be there."""
    value = fields.get(column)
    if type(value) is not str:
        if column not in fields:
            raise RowProblem(_("The field “{field}” is missing.").format(field=column))
        value = as_text(value, column)
    if not value or value.isspace():
        raise RowProblem(_("The field “{field}” is empty.").format(field=column))
    return value


def optional_text(fields: Fields, column: str) -> str:
    """A text that may be absent or null; "" then."""
    value = fields.get(column)
    if type(value) is str:
        return value
    return "" if value is None else as_text(value, column)


def joined_text(fields: Fields, column: str) -> str:
    """A text that must be there, or several in a list: one a line."""
    value = fields.get(column)
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return text({column: "\n".join(value)}, column)
    return text(fields, column)


def as_text(value: object, column: str) -> str:
    """The value, which must be a text."""
    if isinstance(value, str):
        return value
    raise RowProblem(
        _("The field “{field}” holds {what} instead of a text.").format(field=column, what=type_in_words(value))
    )


def as_list(value: object) -> object:
    """Lists and objects that a table holds as JSON in a cell, unpacked; anything else as it is."""
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def as_name(value: object) -> str | None:
    """A label or an option, which files also write as a number or as yes or no; None when it is none of these."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float() if math.isfinite(value):
            return str(int(value)) if value.is_integer() else str(value)
        case _other:
            return None


def as_verdict(value: object) -> bool | None:
    """Whether an answer was judged good; None when the value says neither."""
    if isinstance(value, str):
        return {"true": True, "false": False, "1": True, "0": False}.get(value.strip().casefold())
    return bool(value) if value in (0, 1) and isinstance(value, (bool, int, float)) else None


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
