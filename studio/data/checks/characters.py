"""Characters that do not belong into a text: control characters, and text read in the wrong encoding."""

import re

import ftfy
from ftfy.badness import BADNESS_RE

# Tab, line feed and carriage return are white space; U+2028 and U+2029 separate lines and paragraphs. Most of U+0080
# to U+009F are quotes and dashes of cp1252, to be repaired rather than removed.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
# Garbled text always has a character beside these; looking for it is 50 times faster than looking for the garbling.
_ORDINARY = re.compile("[\x00-\x7f\xa0àâäçèéêëîïñôöùûüÿæœÀÇÈÉÊÎÔŒ«»’…–°µ×±²³½\u202f\u2028\u2029]*")
_AROUND = 12
_REPAIR = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    remove_control_chars=False,
    normalization=None,
)


def control_characters(text: str) -> list[str]:
    """Those that occur, in order."""
    return _CONTROL.findall(text)


def without_control_characters(text: str) -> str:
    """The text without them; nothing takes their place."""
    return _CONTROL.sub("", text)


def garbled_place(text: str) -> str:
    """The place that looks as if it was read in the wrong encoding, and that `repaired` would change; "" for none."""
    if _ORDINARY.fullmatch(text):
        return ""
    found = BADNESS_RE.search(text)
    if found is None or repaired(text) == text:
        return ""
    return text[max(0, found.start() - _AROUND) : found.end() + _AROUND]


def repaired(text: str) -> str:
    """The text as it was meant; only what was garbled changes, quotes and ligatures stay."""
    return ftfy.fix_text(text, _REPAIR)
