"""Where the patient stands to a mention: what its sentence says of it, and the heading above."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from studio.text.findings.cues import Cue
from studio.text.findings.headings import Heading, headings_in
from studio.text.findings.mention import greets
from studio.text.findings.reach import Reach, Verdict, reach_of

_MARKED = (
    r"\.(?!\d)(?<!\bmme [a-z]\.)(?<!\bmr [a-z]\.)(?<!\bm [a-z]\.)(?<!\bm\. [a-z]\.)"
    r"(?<!\bdr\.)(?<!\bmr\.)(?<!\bpr\.)(?<!\bcf\.)(?<!\bex\.)(?<!\bst\.)(?<!\bm\.)(?<!\batcd\.)(?<!\btt\.)"
    r"(?<!\benv\.)(?<!\bsusp\.)(?<!\bprob\.)(?<!\bposs\.)(?<!\bneg\.)(?<!\bp\.)"
    r"|!|\n|\?(?:(?<=[\w)°%+]\?)|(?<=[\w)] \?))(?<!pour \?)(?<!avec \?)(?<! de \?)(?<!susp \?)(?! ?[-«\"]? ?(?:oui|non|"
    r"nan|si\b|jamais|aucun|du tout|pas du tout|ouais|tout a fait|exact|effectiv|absolument|beaucoup|un peu|parfois|"
    r"souvent|certainement pas|surtout pas|bien sur que|que non|en aucun cas|rien d[eu] t|(?:la )?reponse (?:est )?neg|"
    r"deux fois non|ni l'une? ni))"
)
_SPOKEN = (
    r" point(?= \w)(?<!\bun point)(?<!\ble point)(?<!\bau point)(?<!\bce point)(?<!\bdu point)"
    r"(?<!\bde point)(?<!\bmon point)"
    r"(?<!\bdeux point)(?<!\bcun point)(?<!\bn'a point)(?<!\bnt point)(?<!\bque point)(?<!\bquel point)"
    r"(?! (?:de |d'|du |lumineux|brillant|doulour|sensible|d appel|virgule|final de|noir|rouge))"
    r"|\b(?:a la ligne|nouvelle ligne|nouveau paragraphe|point final)\b"
)
_SPOKEN_MARKS = (" point", "la ligne", "elle ligne", "paragraphe", "point final")
_ENDS = re.compile(_MARKED)
_SPOKEN_ENDS = re.compile(f"{_MARKED}|{_SPOKEN}")
_CLOSING = ("?", "!", ")")
_FARTHEST = 800
"""Characters of a sentence that are read together; one without an end, as from a scanner, is read in stretches."""
_MORE = " a"
# Where a sentence was only cut, cues look at a few words behind it; one of them may be of any length.
_BEHIND = re.compile(r".{0,40}\w*.{0,24}", re.DOTALL)


class Context:
    """The sentences, cues and headings of one folded text, found once for all mentions in it."""

    def __init__(self, plain: str) -> None:
        self._plain = plain
        # Without dictated marks the search skips from mark to mark.
        ends = _SPOKEN_ENDS if any(word in plain for word in _SPOKEN_MARKS) else _ENDS
        self._ends = [*_within_reach(plain, [match.end() for match in ends.finditer(plain)])]
        self._reaches: dict[int, tuple[Reach, int]] = {}

    @cached_property
    def _headings(self) -> Sequence[Heading]:
        return headings_in(self._plain)

    @cached_property
    def _greets(self) -> bool:
        return greets(self._plain)

    def verdict(self, start: int, end: int, *, named: bool) -> Verdict:
        """What the cues say of the mention at this place; those inside are part of its name if it is `named`."""
        reach, begins = self._reach(self._sentence(start))
        outcome = reach.outcome(start - begins, end - begins, named)
        heading = None if outcome.is_settled or not self._headings else self._heading(start)
        if heading and heading.family:
            return Verdict("family", heading)
        if heading and not outcome.is_dated:
            return Verdict("history", heading)
        return outcome.verdict.moved(begins)

    def _sentence(self, place: int) -> tuple[int, int]:
        at = bisect_right(self._ends, place)
        return (self._ends[at - 1] if at else 0), (self._ends[at] if at < len(self._ends) else len(self._plain))

    def _reach(self, sentence: tuple[int, int]) -> tuple[Reach, int]:
        """The reach of a sentence, and where it begins in the text."""
        low, high = sentence
        if low not in self._reaches:
            # The mark before it tells what may stand at its beginning; "??" and "?)" are one cue.
            begins, ends = max(0, low - 1), high
            while self._plain[ends : ends + 1] in _CLOSING:
                ends += 1
            around = self._plain[begins:ends] + self._behind(ends, short=high - low < _FARTHEST // 2)
            reach = reach_of(around, low - begins, high - begins, ends - begins, self._greets)
            self._reaches[low] = reach, begins
        return self._reaches[low]

    def _behind(self, ends: int, *, short: bool) -> str:
        if ends == len(self._plain):
            return ""
        # A short one ends at a mark. Behind that cues see that there is more, whatever it is: so many texts share it.
        behind = None if short else _BEHIND.match(self._plain, ends)
        return behind[0] if behind else _MORE

    def _heading(self, place: int) -> Heading | None:
        for heading in self._headings:
            if heading.end <= place < heading.until:
                return None if self._has_ended(heading, place) else heading
        return None

    def _has_ended(self, heading: Heading, place: int) -> bool:
        """Whether the text has come back to the present before this place."""
        at = heading.end
        while at < place:
            sentence = self._sentence(at)
            reach, begins = self._reach(sentence)
            if any(each.cue is Cue.NOW and heading.end <= each.start + begins < place for each in reach.cues):
                return True
            at = sentence[1]
        return False


def _within_reach(plain: str, ends: Sequence[int]) -> Iterator[int]:
    """The ends of sentences with more of them where they are too far apart: at a comma, else at white space."""
    last = 0
    for end in (*ends, len(plain)):
        while end - last > _FARTHEST:
            reach = last + _FARTHEST // 2, last + _FARTHEST
            space = max(plain.rfind(", ", *reach) + 1, plain.rfind("; ", *reach) + 1) or plain.rfind(" ", *reach)
            last = space + 1 if space > 0 else last + _FARTHEST
            yield last
        last = end
        yield end
