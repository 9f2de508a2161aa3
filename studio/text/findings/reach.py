"""One sentence with what its cues look at around it, and what it says of mentions: the same in every text."""

from dataclasses import dataclass
from functools import lru_cache

from studio.text.findings.attribution import affirmation, other_person, past, recent, treated
from studio.text.findings.cues import Cue, Found, cues_in
from studio.text.findings.denials import denial
from studio.text.findings.doubts import doubt
from studio.text.findings.finding import Status
from studio.text.findings.headings import Heading
from studio.text.findings.mention import Mention

_REMEMBERED = 8_192
"""Sentences."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status with the cue that decides it, None where nothing does."""

    status: Status
    cue: Found | Heading | None = None

    def moved(self, by: int) -> "Verdict":
        """The same in a text that begins so much earlier."""
        return Verdict(self.status, self.cue.moved(by)) if by and isinstance(self.cue, Found) else self


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sentence says of a mention, and whether the heading above can still say otherwise."""

    verdict: Verdict
    is_settled: bool = True
    is_dated: bool = False
    """Whether it is told when it was, or that it goes on: only a heading of the family counts beside that."""


class Reach:
    """A sentence, from `low` to `high` in what stands around it, and the outcomes of the mentions asked about."""

    def __init__(self, around: str, low: int, high: int, cues_end: int, greets: bool) -> None:
        self._around, self._sentence, self._greets = around, (low, high), greets
        self.cues = _cues_of(around[:cues_end], low, high)
        self._outcomes: dict[tuple[int, int, bool], Outcome] = {}

    def outcome(self, start: int, end: int, named: bool) -> Outcome:
        """As `Context.verdict`, of a place in what stands around the sentence."""
        place = start, end, named
        found = self._outcomes.get(place)
        if found is None:
            found = self._outcomes[place] = self._outcome(*place)
        return found

    def _outcome(self, start: int, end: int, named: bool) -> Outcome:
        cues = [each for each in self.cues if not named or each.start < start or each.end > end]
        mention = Mention(self._around, start, end, self._sentence, cues, self._greets)
        denied_by, stated_by = denial(mention)
        doubted_by = doubt(mention, denied_by)
        if doubted_by:
            kin = None if denied_by else other_person(mention)
            # "Donnée à la mère : si vomissements, rappeler" is advice for whoever falls ill.
            advice = doubted_by.cue is Cue.IF and kin is not None and kin.end <= doubted_by.start
            return Outcome(Verdict("family", kin) if kin and not advice else Verdict("uncertain", doubted_by))
        if denied_by:
            once = past(mention) if denied_by.cue is Cue.RESOLVED else None
            if once and once.start > mention.start and mention.is_stopped(denied_by):
                once = None
            return Outcome(Verdict("history", once) if once else Verdict("absent", denied_by))
        kin, time = other_person(mention), past(mention)
        if kin:
            return Outcome(Verdict("family", kin))
        if time:
            return Outcome(Verdict("history", time), is_settled=False, is_dated=True)
        stated = Verdict("present", stated_by or affirmation(mention))
        return Outcome(stated, is_settled=False, is_dated=recent(mention) or treated(mention) is not None)


reach_of = lru_cache(_REMEMBERED)(Reach)
"""Many texts share sentences, those of variants most of theirs."""


@lru_cache(_REMEMBERED)
def _cues_of(text: str, low: int, high: int) -> tuple[Found, ...]:
    """The cues of the sentence from `low` to `high`."""
    return tuple(each for each in cues_in(text) if low <= each.start < high)
