"""Many patterns looked for at once: those that can begin at a word are known by its first letters."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

_LITERAL = re.compile(r"[a-z0-9ø ',°/-]*(?![?*+{])")
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)
_LOOK_AROUND = re.compile(r"^(?:\(\?<?[=!][^()]*\))+")
_DIGIT = re.compile(r"\\d(?![?*]|\{0)")
_OPTION = re.compile(r"[a-z0-9 '-]\?")
_WORD = re.compile(r"\w+")
# So many letters tell patterns apart well enough.
_LONG = 4
_LETTERS = 8
_REMEMBERED = 1 << 14
_NOT_INSIDE_A_WORD = r"(?:(?<!\w)|(?!\w))"


class _Way(NamedTuple):
    """One beginning of a pattern; the rest is a pattern itself."""

    literal: str
    rest: str
    pattern: int
    rank: int
    """Its place among the ways of the pattern."""


_Ways = tuple[tuple[int, tuple[_Way, ...]], ...]
"""With the number of their group, in the order in which they are tried."""


class Alternation:
    """Finds patterns (for folded text, without groups that capture) as whole words, the longest beginning first."""

    def __init__(self, *groups: Sequence[str]) -> None:
        """Patterns of one group do not overlap where they are found; indexes count through all groups."""
        self._groups = len(groups)
        self._by_letters: dict[str, list[tuple[int, _Way]]] = {}
        self._by_opening: dict[str, list[tuple[int, _Way]]] = {}
        numbered = ((number, pattern) for number, patterns in enumerate(groups) for pattern in patterns)
        for index, (number, pattern) in enumerate(numbered):
            for rank, (literal, rest) in enumerate(_beginnings(pattern)):
                self._by_letters.setdefault(literal[:_LETTERS], []).append((number, _Way(literal, rest, index, rank)))
        self._ways = _Known(self._ways_of)

    def found(self, plain: str) -> list[tuple[int, int, int]]:
        """Start, end and index of the pattern, left to right, those of the first group first."""
        found: list[tuple[int, int, int]] = []
        reached = [0] * self._groups
        known = self._ways
        able = [
            (start, every)
            for word in _WORD.finditer(plain)
            if (every := known[plain[(start := word.start()) : start + _LETTERS]])
        ]
        for start, every in able:
            for group, ways in every:
                if start < reached[group]:
                    continue
                for literal, rest, index, _rank in ways:
                    match = plain.startswith(literal, start) and _compiled(rest)(plain, start + len(literal))
                    if match:
                        reached[group] = match.end()
                        found.append((start, reached[group], index))
                        break
        return found

    def _ways_of(self, letters: str) -> _Ways:
        """What may begin with these letters."""
        beginnings = [letters[:count] for count in range(len(letters), -1, -1)]
        for each in beginnings:
            # Told apart when they are first needed: most never are.
            for way in self._by_letters.get(each, ()):
                for opening in _openings(way[1].literal, way[1].rest):
                    self._by_opening.setdefault(opening, []).append(way)
            # Not before: another thread may be here.
            self._by_letters.pop(each, None)
        able = list(dict.fromkeys(way for each in beginnings for way in self._by_opening.get(each, ())))
        able.sort(key=lambda each: (each[0], -len(each[1].literal), -len(each[1].rest), *each[1][2:]))
        return tuple(
            (group, tuple(way for number, way in able if number == group))
            for group in dict.fromkeys(number for number, _way in able)
        )


class _Known(dict[str, _Ways]):
    """What may begin with letters that were met before."""

    def __init__(self, ways_of: Callable[[str], _Ways]) -> None:
        super().__init__()
        self._ways_of = ways_of

    def __missing__(self, letters: str) -> _Ways:
        if len(self) >= _REMEMBERED:
            self.clear()
        ways = self[letters] = self._ways_of(letters)
        return ways


@lru_cache(None)
def _compiled(rest: str) -> Callable[[str, int], re.Match[str] | None]:
    return re.compile(f"(?:{rest}){_NOT_INSIDE_A_WORD}").match


@lru_cache(None)
def _openings(literal: str, rest: str) -> frozenset[str]:
    """What words may begin with: one of these at least, of so many letters that one word is told from another."""
    rest = _LOOK_AROUND.sub("", rest)
    if not literal and _DIGIT.match(rest):
        return frozenset("0123456789")
    more = _LITERAL.match(rest)
    if more and more[0]:
        literal, rest = f"{literal}{more[0]}", rest[more.end() :]
    group, after = (rest[0], rest[1:]) if _OPTION.match(rest) else _opening_group(rest)
    if len(literal) >= _LETTERS or not group:
        return frozenset({literal[:_LETTERS]})
    ways = [*_ways(group), ""] if after[:1] == "?" else _ways(group)
    after = after.removeprefix("?")
    return frozenset[str]().union(*(_openings(literal, f"{way}{after}") for way in ways))


def _beginnings(pattern: str) -> list[tuple[str, str]]:
    """Literal beginnings with what follows each; alternatives and options that a pattern opens with are taken apart."""
    return [each for way in _ways(pattern) for each in _taken_apart(way)]


def _taken_apart(pattern: str) -> list[tuple[str, str]]:
    beginning = _LITERAL.match(pattern)
    literal = beginning[0] if beginning else ""
    rest = pattern[len(literal) :]
    if rest[1:2] == "?" and rest[0].isalpha():
        return _taken_apart(f"{literal}{rest[0]}{rest[2:]}") + _taken_apart(f"{literal}{rest[2:]}")
    group, after = _opening_group(rest)
    if not group or len(literal) >= _LONG:
        return [(literal, rest)]
    opened = _taken_apart(f"{literal}{after[1:]}") if after[:1] == "?" else []
    after = after.removeprefix("?")
    return opened + [each for way in _ways(group) for each in _taken_apart(f"{literal}{way}{after}")]


def _opening_group(pattern: str) -> tuple[str, str]:
    """The inside of the group that a pattern opens with, and the rest; empty where there is none to take apart."""
    if not pattern.startswith("(?:"):
        return "", pattern
    close = next(at for at, mark, depth in _marks(pattern) if mark == ")" and not depth)
    rest = pattern[close + 1 :]
    return ("", pattern) if rest[:1] in ("*", "+", "{") else (pattern[3:close], rest)


def _ways(pattern: str) -> list[str]:
    """The alternatives of a pattern."""
    bars = [at for at, mark, depth in _marks(pattern) if mark == "|" and not depth]
    return [pattern[start + 1 : end] for start, end in zip([-1, *bars], [*bars, len(pattern)], strict=True)]


def _marks(pattern: str) -> Iterator[tuple[int, str, int]]:
    """Parentheses and bars, unless escaped or in a class, each with how many groups are open after it."""
    depth = 0
    for piece in _PIECE.finditer(pattern):
        mark = piece[0]
        depth += (mark == "(") - (mark == ")")
        yield piece.start(), mark, depth
