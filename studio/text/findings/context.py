"""Where the patient stands to a mention: which cues of its sentence reach it, and what they make of it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from studio.text.findings import reaches
from studio.text.findings.cues import Cue, Found, cues_in
from studio.text.findings.finding import Status
from studio.text.findings.headings import Heading, headings_in

_ENDS = re.compile(
    r"\.(?!\d)(?<!\bdr\.)(?<!\bmr\.)(?<!\bpr\.)(?<!\bcf\.)(?<!\bex\.)(?<!\bst\.)(?<!\bm\.)(?<!\batcd\.)(?<!\btt\.)(?<!\benv\.)(?<!\bsusp\.)(?<!\bprob\.)(?<!\bposs\.)(?<!\bneg\.)(?<!\bp\.)"
    r"|!|\n|(?:(?<=[\w)°%+])|(?<=[\w)] ))\?(?! ?(?:oui|non))"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status with the cue that decides it, None where nothing does; `by` is what it is by."""

    status: Status
    cue: Found | Heading | None = None


class Context:
    """The cues of one folded text, found once for all mentions in it."""

    def __init__(self, plain: str) -> None:
        self._plain = plain
        self._cues = cues_in(plain)
        self._starts = [each.start for each in self._cues]
        self._ends = [match.end() for match in _ENDS.finditer(plain)]

    @cached_property
    def _headings(self) -> Sequence[Heading]:
        return headings_in(self._plain)

    def verdict(self, start: int, end: int, *, named: bool) -> Verdict:
        """What the cues say of the mention at this place; those inside are part of its name if it is `named`."""
        mention = self._mention(start, end, named)
        family = reaches.other_person(mention)
        denial, affirmed = reaches.denial(mention)
        doubt = reaches.doubt(mention, denial)
        if doubt:
            return Verdict("uncertain", doubt)
        if denial:
            once = reaches.past(mention) if denial.cue is Cue.RESOLVED else None
            return Verdict("history", once) if once else Verdict("absent", denial)
        heading = self._heading(mention)
        if family or (heading and heading.family):
            return Verdict("family", family or heading)
        past = reaches.past(mention) or (heading if heading and not reaches.recent(mention) else None)
        if past:
            return Verdict("history", past)
        return Verdict("present", affirmed or reaches.affirmation(mention))

    def _mention(self, start: int, end: int, named: bool) -> reaches.Mention:
        at = bisect_right(self._ends, start)
        sentence = (self._ends[at - 1] if at else 0), (self._ends[at] if at < len(self._ends) else len(self._plain))
        low, high = bisect_left(self._starts, sentence[0]), bisect_left(self._starts, sentence[1])
        cues = self._cues[low:high]
        if named:
            cues = [each for each in cues if each.start < start or each.end > end]
        return reaches.Mention(self._plain, start, end, sentence, cues)

    def _heading(self, mention: reaches.Mention) -> Heading | None:
        for heading in self._headings:
            if heading.end <= mention.start < heading.until:
                between = self._cues[bisect_left(self._starts, heading.end) : bisect_left(self._starts, mention.start)]
                return None if any(each.cue is Cue.NOW for each in between) else heading
        return None
