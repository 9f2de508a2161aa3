"""Characters that XML cannot hold or would change, written the way Excel writes them in a cell (ST_Xstring)."""

import re

# XML turns a carriage return into a line feed and cannot hold control characters; `_x0041_` would be read as an A.
_FORBIDDEN = "\x00-\x08\x0b-\x1f\ufffe\uffff"
# What is escaped begins with an underscore, which may be the last of such a piece.
_UNSAFE = re.compile(f"[{_FORBIDDEN}]|_(?=x[0-9A-Fa-f]{{4}}[_{_FORBIDDEN}])")
# Half a character (D800 to DFFF) is none.
_ESCAPED = re.compile("_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")


def escape(text: str) -> str:
    """The text as an XLSX file holds it, apart from XML's own escapes."""
    return _UNSAFE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescape(text: str) -> str:
    """The text that Excel shows for one from an XLSX file."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
