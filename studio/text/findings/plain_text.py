"""Text as cues and forms are looked for in it: lower case, no accents; every place can be traced back."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_PUNCTUATION = dict(
    zip(
        "’\u2018\u02bc\u00b4`–\u2014−\u2010\u2011…\u00ba\u2205\u25cf\u25aa\u00a0\u202f\t",
        "'''''-----.°ø••   ",
        strict=True,
    )
)
_ONE_TO_ONE = "àâäáãéèêëíîïóôöõúùûüçñÿÀÂÄÁÃÉÈÊËÍÎÏÓÔÖÕÚÙÛÜÇÑ°øØ€µ²³•□☐☒☑±≥≤→«»" + "".join(_PUNCTUATION)
_UNEVEN = re.compile(rf"\s\s|[^\x00-\x7f{re.escape(_ONE_TO_ONE)}]")
# A long line that goes on in lower case was only wrapped; a short one is an item of its own.
_WRAP = re.compile(r"(?<=[^\n]{60})(?<![.:;!?])\n(?=[a-zàâéèêîôùûç(])")


class _Folding(dict[int, str]):
    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = _PUNCTUATION.get(character) or _bare(character)
        self[code] = plain
        return plain


def _bare(character: str) -> str:
    if character.isspace():
        return character
    kept = unicodedata.normalize("NFKD", character.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(each for each in kept if not unicodedata.combining(each) and not each.isspace())


_FOLDING = _Folding()


@dataclass(frozen=True)
class PlainText:
    """`plain` is searched; `starts` and `ends` say where each of its characters comes from, None when from the same."""

    text: str
    plain: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text of a non-empty place in `plain`."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def plain_place(self, start: int, end: int) -> tuple[int, int]:
        """The place in `plain` of a place in the text."""
        if self.starts is None or self.ends is None:
            return start, end
        return bisect_right(self.ends, start), bisect_left(self.starts, end)


def plain_text(text: str) -> PlainText:
    """Fold a text; a line break stays where it ends an item or a sentence, other white space becomes one space."""
    unwrapped = _WRAP.sub(" ", text) if "\n" in text else text
    if not _UNEVEN.search(unwrapped):
        return PlainText(text, unwrapped.translate(_FOLDING))
    plain: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, character in enumerate(unwrapped):
        for piece in _FOLDING[ord(character)]:
            if piece.isspace() and plain and plain[-1].isspace():
                plain[-1] = "\n" if "\n" in (piece, plain[-1]) else " "
                ends[-1] = at + 1
                continue
            plain.append("\n" if piece == "\n" else " " if piece.isspace() else piece)
            starts.append(at)
            ends.append(at + 1)
    return PlainText(text, "".join(plain), starts, ends)
