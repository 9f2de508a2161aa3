"""An answer as the passages in which something is asked for: a sentence each, folded, with what heads it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from studio.core.folding import folded

_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_NOT_TICKED = re.compile(r"(?:\[ ?\]|☐)[^\[☐☑☒\n]*")
_TORN_APOSTROPHE = re.compile(r"(?<=\w) ?[`\u00b4\u2019\u2018\u02bc\u2032'] ?(?=\w)")
_MARKUP = re.compile(r"[*_#`\u00b4«»“”\"<>\[\]]+")
_BULLET = re.compile(r"\s*(?:[-•*–—>]|\d{1,2}[.)])\s+")
_ENDED = re.compile(r"[.!?:;][*_ ]*\Z")
_ENDS = re.compile(r"(?:\.(?!\d)|[!?…;|\n])+")
_LONG = re.compile(r".{1,400}(?=\s|\Z)|\S{400}", re.DOTALL)
"""A model that never stops makes no sentences: what it says is read in stretches."""
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_SHORTENED = re.compile(r"\b((?:mme|mr?|madame|monsieur) \w|mme|mr|dr|pr|m|cf|ex|env|atcd|st|p\.ex)\.")
_ASIDE = re.compile(r"\(([^()]*)\)")
_SPACE = re.compile(r"\s+")
_NEXT_TURN = re.compile(
    r"<\|(?:im_start|im_end|eot_id|end|endoftext|user|start_header_id)\|>|</s>|<(?:start|end)_of_turn>|\[/?INST\]"
    r"|^(?P<label>[#* ]*(?:cas(?: clinique)?(?: suivant| \w{1,3})?|exemple(?: \w{1,3})?|question|instruction|input|"
    r"entrée|user|human|utilisateur|patiente?|dossier)[* ]*:)",
    re.IGNORECASE | re.MULTILINE,
)
_BEGUN = 3
"""Characters that an answer has more than its beginning."""


@dataclass(frozen=True)
class Passage:
    """A sentence, or what a semicolon, a bar or the end of a line sets apart, in folded letters."""

    text: str
    mark: str = ""
    """What it ends with."""
    heading: str = ""
    """The line above a list it is in."""
    follows: str = ""
    """The passage before."""


def this_turn(answer: str, beginnings: tuple[str, ...]) -> str:
    """The answer without the further turns, or cases, that a model made up behind it.

    A label such as « Patient : » opens one only where an answer with one of the contract's beginnings has been given.
    """
    begins = tuple(plain for each in beginnings if (plain := folded(each).rstrip(" :")))
    for mark in _NEXT_TURN.finditer(answer):
        before = _NEXT_TURN.sub(" ", answer[: mark.start()])
        lines = [folded(_MARKUP.sub("", line)) for line in before.splitlines()]
        if mark["label"] and not any(_has_begun(line, each) for line in lines for each in begins):
            continue
        if before.strip() and before.strip().casefold() not in ("assistant", "model"):
            return before
    return answer


def _has_begun(line: str, begin: str) -> bool:
    return line.startswith(begin) and len(line) > len(begin) + _BEGUN


def passages_of(answer: str) -> tuple[Passage, ...]:
    """The passages of an answer in order; what a reasoning model thinks aloud is none of its answer."""
    found: list[Passage] = []
    for heading, line in _lines(_NOT_TICKED.sub(" ", _THOUGHT.sub(" ", answer))):
        for text, mark in _sentences(line):
            for part in _asides(text):
                before = found[-1].text if found else ""
                found.append(Passage(part, mark, heading, before))
    return tuple(found)


def _lines(answer: str) -> Iterator[tuple[str, str]]:
    """Each line of the text with the line that heads the list it is in."""
    heading = ""
    for bulleted, line in _whole_lines(unicodedata.normalize("NFC", answer)):
        yield (heading if bulleted else ""), line
        if not bulleted:
            heading = folded(_MARKUP.sub("", line)) if line.rstrip("*_ ").endswith(":") else ""


def _whole_lines(answer: str) -> Iterator[tuple[bool, str]]:
    """Whether each is an item of a list, and the line; one that goes on in small letters is one with the next."""
    bulleted, pending = False, ""
    for raw in map(_row_of_table, answer.splitlines()):
        bullet = _BULLET.match(raw)
        line = raw[bullet.end() :] if bullet else raw
        goes_on = not bullet and _MARKUP.sub("", line).strip()[:1].islower() and not _ENDED.search(pending)
        if pending.strip() and not goes_on:
            yield bulleted, pending.strip()
            pending = ""
        bulleted = bulleted if pending else bool(bullet)
        pending = f"{pending} {line}"
    if pending.strip():
        yield bulleted, pending.strip()


def _row_of_table(line: str) -> str:
    """Its cells belong together, unlike what a bar sets apart in a sentence."""
    cells = line.strip()
    return cells.strip("|").replace("|", " : ") if cells.startswith("|") and cells.endswith("|") else line


def _sentences(line: str) -> Iterator[tuple[str, str]]:
    plain = folded(_MARKUP.sub("", _TORN_APOSTROPHE.sub("'", line)))
    plain = _SHORTENED.sub(r"\1", _INITIALS.sub(lambda each: each[0].replace(".", "") + " ", plain))
    start = 0
    for end in (*_ENDS.finditer(plain), None):
        for piece in _LONG.findall(plain[start : end.start() if end else None]):
            if text := piece.strip(" ,-"):
                yield text, end[0] if end else ""
        start = end.end() if end else start


def _asides(text: str) -> Iterator[str]:
    """The sentence, then what stands in brackets and is a sentence of its own: « (scanner si indisponible) »."""
    apart = [each for each in _ASIDE.findall(text) if _OWN.search(each)]
    for each in apart:
        text = text.replace(f"({each})", " ")
    yield _SPACE.sub(" ", text.replace("(", "").replace(")", "")).strip()
    yield from apart


_OWN = re.compile(
    r"\b(?:scanner|angio-?scanner|tdm|ct|ponction|avis|surveillance|antalgique\w*|traitement|puis|sinon)\b"
)


def after_conclusion(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """What follows the last kind of heading that announces the answer proper, from the first of these on."""
    headings = [(at, found) for at, each in enumerate(passages) if (found := _CONCLUSION.match(each.text))]
    if not headings:
        return passages
    at, heading = next((at, found) for at, found in headings if found["label"] == headings[-1][1]["label"])
    rest = replace(passages[at], text=passages[at].text[heading.end() :].strip())
    return (rest, *passages[at + 1 :])


_CONCLUSION = re.compile(
    r"(?:.{0,40}\b)?(?:(?P<label>recommandation|recommendation|conclusion|conduite a tenir|cat|reponse finale|reponse|"
    r"decision|final answer)s?(?: finale)? ?:|(?:au total|en resume|en conclusion|in conclusion|finalement) ?[:,])"
)
