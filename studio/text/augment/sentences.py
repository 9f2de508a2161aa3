"""Where the sentences of a clinical note are, although full stops, numbers and lines are used in many ways there."""

import re
from collections.abc import Iterator
from functools import lru_cache

Span = tuple[int, int]

_REMEMBERED = 1_024

_MARK = re.compile(r"[.!?…;\n]")
_END = re.compile(r"""[.!?…]+(?:\s?[»”)\]"])*(?=\s|$)|(?<=[a-zà-ÿ]{3})[.!?](?=[A-ZÀ-Ü][a-zà-ÿ ])|\n\s*|;\s*\n\s*""")
_WORD_BEFORE = re.compile(r"[^\s(\[«\"/’']+$")
_LIST_NUMBER = re.compile(r"(?:^|\n)\s*(?:\d{1,2}|[a-zA-Z])$")
_NEW_LINE_STARTS = re.compile(r"[-–—•*·+→>]\s?|\d{1,2}[.)°/]|[^\Wa-zà-ÿ_]")
_CAPITAL_BEGINS = re.compile(r"[.!?]\s+[A-ZÀ-Ü]")
_DOSE = re.compile(
    r"[ \u00a0\u202f]\d+(?:[.,]\d+)?[ \u00a0\u202f]?(?:mg|g|µg|ml|ui|cps?|cpr|gouttes|gtt|gélules?|bouff|x ?/)", re.I
)
_BEFORE_AN_INITIAL = ("", " ", "\n", "\u00a0", "-", ".", "(")
_NEVER_LAST = re.compile(
    r"dr|pr|m|mm|mme|mlle|mr|st|ste|cf|ex|env|fig|tab|vs|pp?|no?|art|chap|al|i\.e|e\.g|p\.ex|c\.-à-d|approx|t[eé]l|av|bd"
    "|r[eé]f|obs|ch"
)
_LAST_BEFORE_A_CAPITAL = re.compile(
    "etc|inj|max|min|atb|tr?t|ttt|ant|post|lat|inf|sup|dt|gche|g|d|cp|ampl|chir|hosp|cons(?:ult)?|anesth|gén|serv|ext|int"
    "|dist|prox|insuff|synd|compl|chron|bilat|abdo|cardio|pneumo|gastro|ophtalmo|rhumato|dermato|gynéco|pédiatr|méd"
)


@lru_cache(_REMEMBERED)
def sentences(text: str) -> tuple[Span, ...]:
    """Start and end of each sentence, heading, line or item of a list, without the white space between them."""
    found: list[Span] = []
    start = 0
    capitals = _CAPITAL_BEGINS.search(text) is not None
    for end in _ends(text, capitals=capitals):
        _add(found, text, start, end)
        start = end
    _add(found, text, start, len(text))
    return tuple(found)


def _ends(text: str, *, capitals: bool) -> Iterator[int]:
    after = 0
    for place in _MARK.finditer(text):
        mark = _END.match(text, place.start()) if place.start() >= after else None
        if mark is None:
            continue
        after = mark.end()
        if "\n" in mark[0]:
            if _ends_line(text, mark.start(), after):
                yield mark.start() + 1 if mark[0][0] == ";" else mark.start()
        elif _ends_sentence(text, mark, capitals=capitals):
            yield after


def _ends_line(text: str, before: int, after: int) -> bool:
    # A line that goes on in small letters was only broken because it was full.
    ends = text[before:after].count("\n") > 1 or (before > 0 and text[before - 1] in ".:;!?…")
    return ends or bool(_NEW_LINE_STARTS.match(text, after))


def _ends_sentence(text: str, mark: re.Match[str], *, capitals: bool) -> bool:
    following = text[mark.end() :].lstrip(" ")[:1] if mark.end() < len(text) else ""
    stop = mark.group()
    if stop[0] in "!?":
        return True
    if stop.startswith(("..", "…")):
        return not (following.islower() or _is_initial(text, mark.start()))
    if not following or following == "\n":
        return True
    # Where sentences begin with capitals, one that does not goes on: "Dolipr. si douleur", "Dolipr. 1g".
    goes_on = (capitals and following.islower()) or _DOSE.match(text, mark.end())
    return not (goes_on or _is_abbreviation(text, mark.start(), following))


def _is_abbreviation(text: str, stop: int, following: str) -> bool:
    if _LIST_NUMBER.search(text, max(0, stop - 8), stop):
        return True
    before = _WORD_BEFORE.search(text, max(0, stop - 12), stop)
    word = before.group().lower() if before else ""
    if _NEVER_LAST.fullmatch(word) or _is_initial(text, stop):
        return True
    return following.islower() and bool(_LAST_BEFORE_A_CAPITAL.fullmatch(word))


def _is_initial(text: str, stop: int) -> bool:
    """Whether one capital stands alone before the full stop, as in « Mme R. » or « J.-P. »."""
    letter = text[max(0, stop - 1) : stop]
    return letter.isupper() and text[max(0, stop - 2) : stop - 1] in _BEFORE_AN_INITIAL


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start < end:
        found.append((start, end))
