"""How lines end: an editor of plain text knows one way, a text from elsewhere may use several."""

import re
from collections import Counter
from difflib import SequenceMatcher

# Everything that Qt's plain text document takes for the end of a line.
_END = re.compile("\r\n|[\r\n\u2029\ufdd0\ufdd1]")
_LINES_COMPARED = 2_000


def with_line_ends(typed: str, given: str) -> str:
    """What was typed, its "\\n" turned back into the line ends that the same lines of `given` have.

    A new line ends as most lines of `given` do.
    """
    ends = _END.findall(given)
    usual = Counter(ends).most_common(1)[0][0] if ends else "\n"
    if all(end == usual for end in ends):
        return typed if usual == "\n" else typed.replace("\n", usual)
    lines = typed.split("\n")
    found = _ends_of(lines, _END.split(given), ends, usual)
    return "".join(line + end for line, end in zip(lines, [*found, ""], strict=True))


def _ends_of(lines: list[str], before: list[str], ends: list[str], usual: str) -> list[str]:
    """The end of each line but the last one, which has none."""
    found = [usual] * len(lines)
    known = [*ends, usual]
    head = _same_at_start(lines, before)
    tail = _same_at_start(lines[head:][::-1], before[head:][::-1])
    found[:head] = known[:head]
    if tail:
        found[-tail:] = known[-tail:]
    middle, old = lines[head : len(lines) - tail], before[head : len(before) - tail]
    if max(len(middle), len(old)) <= _LINES_COMPARED:
        for what, low, high, start, stop in SequenceMatcher(None, old, middle, autojunk=False).get_opcodes():
            if what == "equal" or (what == "replace" and high - low == stop - start):
                found[head + start : head + stop] = known[head + low : head + high]
    return found[:-1]


def _same_at_start(lines: list[str], others: list[str]) -> int:
    pairs = zip(lines, others, strict=False)
    return next((at for at, (line, other) in enumerate(pairs) if line != other), min(len(lines), len(others)))
