"""A place in a JSON text of any length, of which only a window is in memory."""

import json
import re
from collections.abc import Iterator
from typing import TextIO

from studio.data.importers.formats.json_text import (
    JsonText,
    Mistake,
    as_fields,
    not_json,
    unreadable_number_or_depth,
)
from studio.data.importers.formats.record import (
    LONGEST_ROW,
    MEGABYTE,
    Fields,
    broken_character,
    is_valid_text,
    too_long,
)
from studio.words import _

_SPACE = re.compile(r"[ \t\r\n\ufeff]*")
_NEXT_ITEM = re.compile(r"\}\s*,\s*(?=\{)")
_NEXT_OBJECT = re.compile(r"\}\s*\n(?=\{)")
_NEXT_MEMBER = re.compile(r'\}\s*,\s*(?="(?:[^"\\]|\\.)*"\s*:\s*\{)')
# A mistake this near to the end of the window may be the window's.
_UNSURE = 16
_KEPT = 4096


class Cursor:
    """Reads values one after another; after one whose end is unknown (`lost`) it finds the next that looks like one."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._window, self._at = "", 0
        self._line, self._counted = 1, 0
        self._json = JsonText()
        self.lost = False
        """Whether the value just read was broken, so that nobody knows where it ends."""
        self.mistaken_line = 1
        """The line of the mistake in the value just read."""
        self.cut_off = False
        """Whether the text ended before a bracket was closed, and no value was reported as broken for that."""
        self.faults: list[tuple[int, str]] = []
        """Lines and words of what JSON does not allow between values; whoever tells them empties the list."""
        self._gave_up = False
        self.passed = 0
        """Characters that left the window."""

    @property
    def line(self) -> int:
        """The line of the next character; after `peek`, that on which the next value begins."""
        self._line += self._window.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def peek(self) -> str:
        """The next character that is no space, "" at the end; not passed."""
        while True:
            if found := _SPACE.match(self._window, self._at):
                self._at = found.end()
            if self._at < len(self._window):
                return self._window[self._at]
            if not self._more():
                return ""

    def enter(self) -> None:
        """Pass one character that is no space."""
        self.peek()
        self._at += 1

    def value(self) -> object:
        """The value that begins here, or a Mistake."""
        return self._value()[0]

    def fields(self) -> Fields | Mistake:
        """The object that begins here."""
        value, text = self._value()
        # Bytes that are no characters became halves of some.
        return as_fields(value, text) if is_valid_text(text) else Mistake(broken_character())

    def items(self) -> Iterator[str]:
        """Stand at each item of the list that begins here, told by its first character; the caller reads it."""
        self.enter()
        separated = True
        while (found := self._next_inside("]", separated=separated)) and found != "]":
            yield found
            separated = self.lost
            if self.lost and not self._resume(_NEXT_ITEM):
                return
        self._leave(found)

    def members(self) -> Iterator[str]:
        """Stand at the value of each member of the object that begins here, told by its name; the caller reads it."""
        self.enter()
        separated = True
        while (found := self._next_inside("}", separated=separated)) and found != "}":
            name = self.value()
            if isinstance(name, str) and self.peek() == ":":
                self.enter()
                self.peek()
                yield name
            else:
                self.lost = True
            separated = self.lost
            if self.lost and not self._resume(_NEXT_MEMBER):
                return
        self._leave(found)

    def _next_inside(self, closing: str, *, separated: bool) -> str:
        """What comes next, behind its comma; `separated` says that none is needed, at the beginning for one."""
        found, line = self.peek(), self.line
        commas = 0
        while found == ",":
            self.enter()
            commas += 1
            found = self.peek()
        if commas > 1 or (commas and (separated or found == closing)):
            self.faults.append((line, _("A comma stands here that separates nothing; this is not JSON.")))
        elif not commas and not separated and found not in (closing, ""):
            self.faults.append((self.line, _("A comma is missing before this item; this is not JSON.")))
        return found

    def pass_value(self) -> None:
        """Leave out what begins here, however long a list it is."""
        if self.peek() != "[":
            self.value()
            return
        for _first in self.items():
            self.value()

    def resume(self) -> bool:
        """After a broken value at the top, go to where the next object seems to begin; whether there is one."""
        return self._resume(_NEXT_OBJECT)

    def _leave(self, closing: str) -> None:
        self.cut_off = not closing and not self._gave_up
        self.enter()

    def _value(self) -> tuple[object, str]:
        self.peek()
        start_line, self.lost = self.line, False
        self.mistaken_line = start_line
        while True:
            try:
                value, end = self._json.value(self._window, self._at)
            except json.JSONDecodeError as error:
                if not self._may_be_cut(error) or not (more := self._longer()):
                    return self._mistake(error), ""
                if more == "too long":
                    return self._give_up(too_long()), ""
            except (ValueError, RecursionError):
                return self._give_up(unreadable_number_or_depth()), ""
            else:
                # A number at the end of the window may go on.
                if end < len(self._window) or not self._longer():
                    text, self._at = self._window[self._at : end], end
                    return value, text

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        return error.pos >= len(self._window) - _UNSURE or error.msg.startswith("Unterminated string")

    def _longer(self) -> str:
        if len(self._window) - self._at > LONGEST_ROW:
            return "too long"
        return "longer" if self._more() else ""

    def _give_up(self, words: str) -> Mistake:
        self.lost = True
        return Mistake(words)

    def _mistake(self, error: json.JSONDecodeError) -> Mistake:
        start_of_line = self._window.rfind("\n", 0, error.pos) + 1
        self.mistaken_line += self._window.count("\n", self._at, error.pos)
        return self._give_up(not_json(error.pos - start_of_line + 1))

    def _resume(self, pattern: "re.Pattern[str]") -> bool:
        """Go to where the next row seems to begin after one that is broken."""
        self.lost = False
        self._at += 1
        while True:
            if found := pattern.search(self._window, self._at):
                self._at = found.end()
                return True
            # What may be the beginning of a match stays.
            self._at = max(self._at, len(self._window) - _KEPT)
            if not self._more():
                self._gave_up = True
                self._at = len(self._window)
                return False

    def _more(self) -> bool:
        """Forget what was passed and read on; the window doubles while one value needs it."""
        chunk = self._text.read(max(MEGABYTE, len(self._window) - self._at))
        if chunk:
            self._line += self._window.count("\n", self._counted, self._at)
            self.passed += self._at
            self._window, self._at, self._counted = self._window[self._at :] + chunk, 0, 0
        return bool(chunk)
