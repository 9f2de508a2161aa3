"""JSON as people write it: a mistake, a repeated key or a number that is none is told, never passed over."""

import json
import math
from collections import Counter
from dataclasses import dataclass

from studio.data.importers.formats.record import Fields, broken_character, has_valid_text
from studio.words import _


@dataclass(frozen=True, slots=True)
class Mistake:
    """Why a text is not the JSON that was hoped for; `at` counts characters from its beginning, None is unknown."""

    words: str
    at: int | None = None


class JsonText:
    """Decodes one value after another; the standard library's scanner, since orjson rounds long whole numbers."""

    def __init__(self) -> None:
        self._complaint = ""
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._unique,
            parse_constant=self._refuse_constant,
            parse_float=self._finite,
            # Control characters stand raw in many files.
            strict=False,
        )

    def fields(self, text: str) -> Fields | Mistake:
        """The object that is the whole text."""
        try:
            value, end = self._decoder.raw_decode(text)
        except json.JSONDecodeError as error:
            return Mistake(not_json(error.pos + 1), error.pos)
        except (ValueError, RecursionError):
            return Mistake(unreadable_number_or_depth())
        finally:
            complaint, self._complaint = self._complaint, ""
        if end != len(text):
            return Mistake(not_json(end + 1), end)
        return Mistake(complaint) if complaint else as_fields(value, text)

    def value(self, text: str, at: int) -> tuple[object, int]:
        """The value that begins at `at`, or a Mistake in its place, and where it ends.

        Raises JSONDecodeError, ValueError or RecursionError when there is no telling where it ends.
        """
        try:
            value, end = self._decoder.raw_decode(text, at)
        finally:
            complaint, self._complaint = self._complaint, ""
        return (Mistake(complaint) if complaint else value), end

    def _unique(self, pairs: list[tuple[str, object]]) -> Fields:
        fields = dict(pairs)
        if len(fields) != len(pairs):
            names = Counter(name for name, _value in pairs)
            self._complaint = _("The field “{field}” is there twice; which one counts is not known.").format(
                field=names.most_common(1)[0][0]
            )
        return fields

    def _refuse_constant(self, name: str) -> None:
        self._complaint = _("{value} is not a number that JSON knows.").format(value=name)

    def _finite(self, digits: str) -> float:
        number = float(digits)
        if math.isinf(number):
            self._complaint = _("{value} is too large a number.").format(value=digits[:40])
        return number


def as_fields(value: object, text: str) -> Fields | Mistake:
    """The value if it is an object of valid text; `text` is what it was decoded from."""
    if isinstance(value, dict):
        # Only an escape can make half a character of valid text.
        return value if "\\u" not in text or has_valid_text(value) else Mistake(broken_character())
    return value if isinstance(value, Mistake) else Mistake(not_an_object())


def not_json(column: int) -> str:
    """`column` counts characters of the line from 1."""
    return _("This is not JSON; the mistake is near character {column}.").format(column=column)


def not_an_object() -> str:
    """Why a number, a text or a list in the place of a row does not come in."""
    return _("This is JSON, but not an object with named fields.")


def unreadable_number_or_depth() -> str:
    """Why a value does not come in whose decoding was given up."""
    return _("This is not JSON that can be read: an endless number or too many nested brackets.")
