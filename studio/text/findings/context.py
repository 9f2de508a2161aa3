"""Where the patient stands to a mention: which cues of its sentence reach it, and what they make of it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from studio.text.findings.attribution import affirmation, other_person, past, recent
from studio.text.findings.cues import Cue, Found, cues_in
from studio.text.findings.denials import denial
from studio.text.findings.doubts import doubt
from studio.text.findings.finding import Status
from studio.text.findings.headings import Heading, headings_in
from studio.text.findings.mention import Mention

_ENDS = re.compile(
    r"\.(?!\d)(?<!\bmme [a-z]\.)(?<!\bmr [a-z]\.)(?<!\bm [a-z]\.)(?<!\bm\. [a-z]\.)"
    r"(?<!\bdr\.)(?<!\bmr\.)(?<!\bpr\.)(?<!\bcf\.)(?<!\bex\.)(?<!\bst\.)(?<!\bm\.)(?<!\batcd\.)(?<!\btt\.)"
    r"(?<!\benv\.)(?<!\bsusp\.)(?<!\bprob\.)(?<!\bposs\.)(?<!\bneg\.)(?<!\bp\.)"
    r"|"
    r" point(?= \w)(?<!\bun point)(?<!\ble point)(?<!\bau point)(?<!\bce point)(?<!\bdu point)"
    r"(?<!\bde point)(?<!\bmon point)"
    r"(?<!\bdeux point)(?<!\bcun point)(?<!\bn'a point)(?<!\bnt point)(?<!\bque point)(?<!\bquel point)"
    r"(?! (?:de |d'|du |lumineux|brillant|doulour|sensible|d appel|virgule|final de|noir|rouge))"
    r"|\b(?:a la ligne|nouvelle ligne|nouveau paragraphe|point final)\b"
    r"|!|\n|\?(?:(?<=[\w)°%+]\?)|(?<=[\w)] \?))(?<!pour \?)(?<!avec \?)(?<! de \?)(?<!susp \?)(?! ?-? ?(?:oui|non|"
    r"nan|si\b|jamais|aucun|du tout|pas du tout|ouais|tout a fait|exact|effectiv|absolument|beaucoup|un peu|parfois|"
    r"souvent))"
)
_CLOSING = ("?", "!", ")")
_SENTENCES = 4_096
_FARTHEST = 800
"""Characters of a sentence that are read together; one without an end, as from a scanner, is read in stretches."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status with the cue that decides it, None where nothing does."""

    status: Status
    cue: Found | Heading | None = None


class Context:
    """The sentences, cues and headings of one folded text, found once for all mentions in it."""

    def __init__(self, plain: str) -> None:
        self._plain = plain
        self._ends = [*_within_reach(plain, [match.end() for match in _ENDS.finditer(plain)])]

    @cached_property
    def _headings(self) -> Sequence[Heading]:
        return headings_in(self._plain)

    def verdict(self, start: int, end: int, *, named: bool) -> Verdict:
        """What the cues say of the mention at this place; those inside are part of its name if it is `named`."""
        mention = self._mention(start, end, named)
        denied_by, stated_by = denial(mention)
        doubted_by = doubt(mention, denied_by)
        if doubted_by:
            kin = None if denied_by else other_person(mention)
            return Verdict("family", kin) if kin else Verdict("uncertain", doubted_by)
        if denied_by:
            once = past(mention) if denied_by.cue is Cue.RESOLVED else None
            if once and once.start > mention.start and mention.is_stopped(denied_by):
                once = None
            return Verdict("history", once) if once else Verdict("absent", denied_by)
        return self._elsewhere(mention) or Verdict("present", stated_by or affirmation(mention))

    def _elsewhere(self, mention: Mention) -> Verdict | None:
        heading = self._heading(mention)
        someone = other_person(mention) or (heading if heading and heading.family else None)
        if someone:
            return Verdict("family", someone)
        time = past(mention) or (heading if heading and not recent(mention) else None)
        return Verdict("history", time) if time else None

    def _mention(self, start: int, end: int, named: bool) -> Mention:
        sentence = self._sentence(start)
        cues = self._cues(*sentence)
        if named:
            cues = [each for each in cues if each.start < start or each.end > end]
        return Mention(self._plain, start, end, sentence, cues)

    def _sentence(self, place: int) -> tuple[int, int]:
        at = bisect_right(self._ends, place)
        return (self._ends[at - 1] if at else 0), (self._ends[at] if at < len(self._ends) else len(self._plain))

    def _cues(self, low: int, high: int) -> list[Found]:
        """The cues of a sentence."""
        # The mark before it tells what may stand at its beginning; "??" and "?)" are one cue.
        first, last = max(0, low - 1), high
        while self._plain[last : last + 1] in _CLOSING:
            last += 1
        return [each.moved(first) for each in _cues_of(self._plain[first:last], low - first, high - first)]

    def _heading(self, mention: Mention) -> Heading | None:
        for heading in self._headings:
            if heading.end <= mention.start < heading.until:
                return None if self._has_ended(heading, mention.start) else heading
        return None

    def _has_ended(self, heading: Heading, place: int) -> bool:
        """Whether the text has come back to the present before this place."""
        at = heading.end
        while at < place:
            sentence = self._sentence(at)
            if any(each.cue is Cue.NOW and heading.end <= each.start < place for each in self._cues(*sentence)):
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


@lru_cache(_SENTENCES)
def _cues_of(text: str, low: int, high: int) -> tuple[Found, ...]:
    """The cues of the sentence from `low` to `high`; remembered, since many texts share sentences."""
    return tuple(each for each in cues_in(text) if low <= each.start < high)
