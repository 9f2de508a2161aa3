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
# Apart from the spaces: a search for one set of characters is many times faster than one for either of two things.
_SPACES = re.compile(r"\s\s")
_UNKNOWN = re.compile(rf"[^\x00-\x7f{re.escape(_ONE_TO_ONE)}]")
_UNEVEN = re.compile(f"{_SPACES.pattern}|{_UNKNOWN.pattern}")
# A long line that goes on in lower case was only wrapped; a short one is an item of its own.
_WRAP = re.compile(r"(?<=[^\n]{60})(?<![.:;!?])\n(?=[a-zàâéèêîôùûç(])")


# Spaces of other kinds, where runs of them become one.
_OTHER_SPACE = re.compile(r"[^\S\n]")
_NOT_PLAIN = re.compile(r"[^\x00-\x08\n-_a-\x7f]")


class _Folding(dict[str, str]):
    def __missing__(self, character: str) -> str:
        plain = self[character] = _PUNCTUATION.get(character) or _bare(character)
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
    if not (_SPACES.search(unwrapped) or _UNKNOWN.search(unwrapped)):
        return PlainText(text, _folded(unwrapped))
    traced, done = _Traced(), 0
    for uneven in _UNEVEN.finditer(unwrapped):
        traced.add_even(unwrapped, done, uneven.start())
        done = uneven.end()
        for at in range(uneven.start(), done):
            traced.add(unwrapped[at], at)
    traced.add_even(unwrapped, done, len(unwrapped))
    return PlainText(text, "".join(traced.plain), traced.starts, traced.ends)


def _folded(text: str) -> str:
    """Of characters that stand for one each; several times faster than `translate`."""
    plain = text.lower()
    for character in set(_NOT_PLAIN.findall(plain)):
        plain = plain.replace(character, _FOLDING[character])
    return plain


class _Traced:
    """What was folded so far, and where each of its characters comes from."""

    def __init__(self) -> None:
        self.plain: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, character: str, at: int) -> None:
        for piece in _FOLDING[character]:
            if piece.isspace() and self.plain and self.plain[-1].isspace():
                self.plain[-1] = "\n" if "\n" in (piece, self.plain[-1]) else " "
                self.ends[-1] = at + 1
                continue
            self.plain.append("\n" if piece == "\n" else " " if piece.isspace() else piece)
            self.starts.append(at)
            self.ends.append(at + 1)

    def add_even(self, text: str, start: int, end: int) -> None:
        """A stretch in which each character stands for one, and no space follows another."""
        if start < end:
            self.add(text[start], start)
            self.plain += _OTHER_SPACE.sub(" ", _folded(text[start + 1 : end]))
            self.starts += range(start + 1, end)
            self.ends += range(start + 2, end + 1)
