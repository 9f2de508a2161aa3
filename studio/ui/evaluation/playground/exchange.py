"""What was asked in the Playground and what two models said to it; nothing of it is stored. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from studio.core.evaluation import Subject
from studio.core.example import Message
from studio.core.spoken import Ended, Loading, Ready, Refused, SpokenToken

Said = Loading | Ready | SpokenToken | Ended | Refused
State = Literal["waiting", "loading", "reading", "speaking", "ended", "stopped", "failed"]
DONE: frozenset[State] = frozenset({"ended", "stopped", "failed"})


@dataclass
class Reply:
    """What one model says to one question, as far as it is said."""

    subject: Subject
    state: State = "waiting"
    tokens: list[SpokenToken] = field(default_factory=list)
    ended: Ended | None = None
    problem: str = ""
    """Why there is no answer."""

    @property
    def text(self) -> str:
        """The answer without outer white space, as it is learned and judged."""
        return self.ended.text if self.ended else "".join(each.text for each in self.tokens).strip()

    def take(self, said: Said) -> None:
        """Go on by what was said."""
        match said:
            case Loading():
                self.state = "loading"
            case Ready():
                self.state = "reading"
            case SpokenToken():
                self.state = "speaking"
                self.tokens.append(said)
            case Ended():
                self.ended = said
                self.state = "stopped" if said.by == "stop" else "ended"
            case Refused():
                self.fail(said.message, said.hint)

    def fail(self, message: str, hint: str) -> None:
        """Nothing more comes, and why."""
        self.state, self.problem = "failed", "\n".join(filter(None, (message, hint)))


@dataclass
class Exchange:
    """One question and the replies to it, left to right."""

    question: str
    system: str
    replies: tuple[Reply, ...]
    first: bool = False
    """Whether it begins a conversation: nothing that was said before is read."""


def turns_before(exchanges: Sequence[Exchange], at: int, side: int) -> tuple[Message, ...]:
    """What one model is asked at an exchange: the system prompt, what was said with it before, the question."""
    asked = exchanges[at]
    begin = _beginning(exchanges, at)
    turns = [Message(role="system", content=asked.system)] if asked.system.strip() else []
    for each in exchanges[begin:at]:
        if text := each.replies[side].text:
            turns += [Message(role="user", content=each.question), Message(role="assistant", content=text)]
    return (*turns, Message(role="user", content=asked.question))


def questions_of(exchanges: Sequence[Exchange], at: int) -> str:
    """All that a model was told of the case by the user, up to a question."""
    return "\n\n".join(each.question for each in exchanges[_beginning(exchanges, at) : at + 1])


def _beginning(exchanges: Sequence[Exchange], at: int) -> int:
    return max((place for place in range(at + 1) if exchanges[place].first), default=0)
