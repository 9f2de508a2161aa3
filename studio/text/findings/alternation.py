"""Many patterns as one, sharing their beginnings, so that hundreds cost little more than one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_LITERAL = re.compile(r"[a-z0-9 ',°/-]*(?![?*+{])")
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
# So many letters tell patterns apart well enough.
_LONG = 4
_NOT_INSIDE_A_WORD = r"(?:(?<!\w)|(?!\w))"


@dataclass
class _Branch:
    after: "dict[str, _Branch]" = field(default_factory=dict)
    rests: list[tuple[str, int]] = field(default_factory=list)


class Alternation:
    """Finds patterns (for folded text, without groups that capture) as whole words, the longest beginning first."""

    def __init__(self, patterns: Sequence[str]) -> None:
        root = _Branch()
        for index, pattern in enumerate(patterns):
            _insert(root, pattern, index)
        self._indexes: list[int] = []
        self._pattern = re.compile(rf"\b(?=\w){self._source(root)}{_NOT_INSIDE_A_WORD}")

    def found(self, plain: str) -> list[tuple[int, int, int]]:
        """Start, end and index of the pattern, left to right, none overlapping."""
        indexes = self._indexes
        return [
            (match.start(), match.end(), indexes[match.lastindex - 1])
            for match in self._pattern.finditer(plain)
            if match.lastindex
        ]

    def _source(self, branch: _Branch) -> str:
        ways = [re.escape(character) + self._source(after) for character, after in branch.after.items()]
        for rest, index in sorted(branch.rests, key=lambda each: -len(each[0])):
            self._indexes.append(index)
            ways.append(f"(?:{rest})()" if rest else "()")
        return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _insert(root: _Branch, pattern: str, index: int) -> None:
    for literal, rest in _beginnings(pattern):
        branch = root
        for character in literal:
            branch = branch.after.setdefault(character, _Branch())
        branch.rests.append((rest, index))


def _beginnings(pattern: str) -> list[tuple[str, str]]:
    """Literal beginnings with what follows each; alternatives and options that a pattern opens with are taken apart."""
    ways = _ways(pattern)
    if len(ways) > 1:
        return [each for way in ways for each in _beginnings(way)]
    beginning = _LITERAL.match(pattern)
    literal = beginning[0] if beginning else ""
    rest = pattern[len(literal) :]
    if rest[1:2] == "?" and rest[0].isalpha():
        return _beginnings(f"{literal}{rest[0]}{rest[2:]}") + _beginnings(f"{literal}{rest[2:]}")
    group, after = _opening_group(rest)
    if not group or len(literal) >= _LONG:
        return [(literal, rest)]
    opened = _beginnings(f"{literal}{after[1:]}") if after[:1] == "?" else []
    after = after.removeprefix("?")
    return opened + [each for way in _ways(group) for each in _beginnings(f"{literal}{way}{after}")]


def _opening_group(pattern: str) -> tuple[str, str]:
    """The inside of the group that a pattern opens with, and the rest; empty where there is none to take apart."""
    if not pattern.startswith("(?:"):
        return "", pattern
    close = next(at for at, depth in enumerate(_depths(pattern)) if depth == 0)
    rest = pattern[close + 1 :]
    return ("", pattern) if rest[:1] in ("*", "+", "{") else (pattern[3:close], rest)


def _ways(pattern: str) -> list[str]:
    """The alternatives of a pattern."""
    bars = [at for at, depth in enumerate(_depths(pattern)) if depth == 0 and pattern[at] == "|"]
    return [pattern[start + 1 : end] for start, end in zip([-1, *bars], [*bars, len(pattern)], strict=True)]


def _depths(pattern: str) -> Iterator[int]:
    """For each character, in how many groups it lies; what is escaped or in a class counts as one deeper."""
    depth = 0
    for piece in _PIECE.findall(pattern):
        depth += (piece == "(") - (piece == ")")
        yield from [depth] if len(piece) == 1 else [depth + 1] * len(piece)
