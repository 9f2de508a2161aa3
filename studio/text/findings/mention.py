"""A mention with the cues of its sentence, as the rules for each status look at it."""

import re
from dataclasses import dataclass, field

from studio.text.findings.cues import Cue, Found

DENIALS = frozenset({Cue.DENIES, Cue.DENIES_LIST, Cue.DENIES_NEXT, Cue.NEAR})
DENIED = frozenset({Cue.DENIED, Cue.DENIED_ALL, Cue.RESOLVED})
STATEMENTS = frozenset({Cue.AFFIRMS, Cue.NOW})
HARD_STOPS = frozenset({Cue.CONTRAST, Cue.EXCEPT, Cue.SEMICOLON})
STOPS = HARD_STOPS | STATEMENTS | {Cue.LINK, Cue.VERB, Cue.INFORMANT, Cue.PATIENT, Cue.IF}
PASSED = frozenset({Cue.VERB, Cue.NEUTRAL, Cue.BRACE, Cue.BRACKET, Cue.COLON, Cue.RECENT_TIME, Cue.PAST_NEXT})
"""Cues between a mention and what is said of it afterwards that part them in no way."""
FEW = 6
NEAR = 3
"""In words."""


@dataclass(slots=True)
class Mention:
    """A place in a folded text with the cues of its sentence: `left`, `right` from the nearest on, `around`."""

    plain: str
    start: int
    end: int
    sentence: tuple[int, int]
    cues: list[Found]
    greets: bool
    """Whether its text greets somebody."""
    left: list[Found] = field(init=False)
    right: list[Found] = field(init=False)
    around: list[Found] = field(init=False)

    def __post_init__(self) -> None:
        self.left = [each for each in reversed(self.cues) if each.end <= self.start]
        self.right = [each for each in self.cues if each.start >= self.end]
        self.around = [each for each in self.cues if each.start < self.end and each.end > self.start]

    def before(self, place: int) -> str:
        """What stands between a place on the left and the mention."""
        return self.plain[place : self.start]

    def after(self, place: int) -> str:
        """What stands between the mention and a place on the right."""
        return self.plain[self.end : place]

    def between(self, cue: Found) -> str:
        """What stands between a cue, on either side, and the mention."""
        return self.after(cue.start) if cue.start >= self.end else self.before(cue.end)

    def words(self, cue: Found) -> str:
        """The words of a cue."""
        return self.plain[cue.start : cue.end]

    def within(self, cue: Found, words: int) -> bool:
        """Whether a cue stands so near."""
        return self.between(cue).count(" ") <= words

    def any_between(self, kinds: frozenset[Cue], start: int, end: int) -> bool:
        """Whether a cue of these kinds begins between two places."""
        return any(each.cue in kinds for each in self.cues if start <= each.start < end)

    def takes_object(self, cue: Found) -> bool:
        """Whether a cue that can speak of what stands before it speaks of what follows."""
        return bool(_OBJECT.match(self.plain, cue.end))

    def clause(self) -> list[Found]:
        """The cues between the commas and stops around the mention."""
        low = next((each.end for each in self.left if each.cue in _CLAUSE_ENDS), self.sentence[0])
        high = next((each.start for each in self.right if each.cue in _NEXT_CLAUSE), self.sentence[1])
        return [each for each in self.cues if low <= each.start < high]

    def is_stopped(self, cue: Found) -> bool:
        """Whether a cue says that somebody stopped it, as one does a drug."""
        return bool(_STOPPED.search(self.words(cue)))

    def is_intense(self) -> bool:
        """Whether it is qualified as only what is there can be: intense, since yesterday, on the left."""
        return bool(_INTENSE.match(self.plain, self.end, self.sentence[1]))


def greets(plain: str) -> bool:
    """Whether a folded text greets somebody, or calls for help: it is a message."""
    return any(word in plain for word in _GREETINGS) and _GREETING.search(plain) is not None


_GREETINGS = ("bonjour", "bonsoir", "bjr", "bsr", "allo", "urgent", "svp", "au secours", "docteur")
_GREETING = re.compile(rf"(?<![^\n])(?:{'|'.join(_GREETINGS)})\b")
_OBJECT = re.compile(
    r" ?(?:formellement |totalement |chez \w+ |a l'examen |au scanner |a l'irm |ce jour |cliniquement )?(?:une?|"
    r"l[ea]s?|l'|des?|d'|que|qu'|cette?|ce|tout|son|sa|ses)(?:\b|(?<='))"
)
_NEXT_CLAUSE = HARD_STOPS | {Cue.COMMA, Cue.NOW}
_STOPPED = re.compile(r"\b(?:arret|stopp|interromp|interrompu|suspend)")
_CLAUSE_ENDS = HARD_STOPS | {Cue.COMMA}
_INTENSE = re.compile(
    r" (?:\w+ ){0,2}(?:intens\w+|importan\w+|sever\w+|violen\w+|brutal\w+|persist\w+|aigue?s?|depuis|majeur\w*|"
    r"permanent\w*|"
    r"invalidant\w*|progressi\w+|recent\w*|inhabituel\w*|franche?s?|marquee?s?|droite?|gauche|a \d|connue?s?|"
    r"habituel\w*|"
    r"moderee?s?|legere?s?|chronique?s?|diffus\w*|en casque|pulsatil\w*|present\w*|intermittent\w*|occasionnel\w*|\+)"
)
