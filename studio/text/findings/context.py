"""Where the patient stands to a mention: which cues of its sentence reach it, and what they make of it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from studio.text.findings.attribution import affirmation, other_person, past, recent
from studio.text.findings.cues import Cue, Found, cues_in
from studio.text.findings.denials import denial
from studio.text.findings.doubts import doubt
from studio.text.findings.finding import Status
from studio.text.findings.headings import Heading, headings_in
from studio.text.findings.mention import Mention

_ENDS = re.compile(
    r"\.(?!\d)(?<!\bdr\.)(?<!\bmr\.)(?<!\bpr\.)(?<!\bcf\.)(?<!\bex\.)(?<!\bst\.)(?<!\bm\.)(?<!\batcd\.)(?<!\btt\.)(?<!\benv\.)(?<!\bsusp\.)(?<!\bprob\.)(?<!\bposs\.)(?<!\bneg\.)(?<!\bp\.)"
    r"|!|\n|(?:(?<=[\w)°%+])|(?<=[\w)] ))\?(?! ?(?:oui|non))"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status with the cue that decides it, None where nothing does."""

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
        denied_by, stated_by = denial(mention)
        doubted_by = doubt(mention, denied_by)
        if doubted_by:
            kin = None if denied_by else other_person(mention)
            return Verdict("family", kin) if kin else Verdict("uncertain", doubted_by)
        if denied_by:
            once = past(mention) if denied_by.cue is Cue.RESOLVED else None
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
        at = bisect_right(self._ends, start)
        sentence = (self._ends[at - 1] if at else 0), (self._ends[at] if at < len(self._ends) else len(self._plain))
        low, high = bisect_left(self._starts, sentence[0]), bisect_left(self._starts, sentence[1])
        cues = self._cues[low:high]
        if named:
            cues = [each for each in cues if each.start < start or each.end > end]
        return Mention(self._plain, start, end, sentence, cues)

    def _heading(self, mention: Mention) -> Heading | None:
        for heading in self._headings:
            if heading.end <= mention.start < heading.until:
                between = self._cues[bisect_left(self._starts, heading.end) : bisect_left(self._starts, mention.start)]
                return None if any(each.cue is Cue.NOW for each in between) else heading
        return None
