"""Cells that a spreadsheet would run as formulas: disarmed when written, and as they were when read back."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_DISARMED = re.compile(r"'+[=+\-@\t\r]")


def neutralise(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula, or for one already disarmed."""
    return f"'{text}" if _FORMULA.match(text) else text


def restore(text: str) -> str:
    """What `neutralise` was given; a foreign text that begins like a disarmed formula loses one apostrophe."""
    return text[1:] if _DISARMED.match(text) else text
