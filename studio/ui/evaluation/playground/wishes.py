"""What passes between the parts of the Playground and its presenter. No Qt."""

from dataclasses import dataclass

from studio.core.evaluation import Subject
from studio.core.example import Content, Message, Split
from studio.core.sentence import Sentence
from studio.text.findings.finding import Status

OWN_CHOICE = "own"
"""Stands for two models of one's own choice, where else the name of a run stands."""
LONGEST_ANSWER = 256
MINUTES = (1, 5, 15, 60)
"""After the last answer, until a model leaves the memory."""


Chosen = tuple[str, str]
"""A path picked by hand, and the GGUF file that it is put on where it is an adapter; else empty."""


@dataclass(frozen=True)
class RunChoice:
    """A run to look at: its base and its result."""

    name: str
    title: str
    base: Subject
    tuned: Subject
    converses: bool = True
    """Whether it learned from conversations, not from single questions."""


@dataclass(frozen=True)
class Choices:
    """The models that can be talked to."""

    runs: tuple[RunChoice, ...] = ()
    models: tuple[Subject, ...] = ()
    """On this machine, and the results of runs."""


@dataclass(frozen=True)
class TalkWish:
    """How answers are to be given."""

    system: str = ""
    temperature: float = 0.0
    seed: int = 42
    longest: int = LONGEST_ANSWER
    remembers: bool = True
    """Whether a model reads what was said with it before."""


@dataclass(frozen=True)
class Standing:
    """What can be done now; a reason is "" where it can."""

    cannot_send: str = ""
    busy: bool = False


@dataclass(frozen=True)
class Mention:
    """A sign named in an answer; positions in characters."""

    start: int
    end: int
    name: str
    status: Status
    why: str


@dataclass(frozen=True)
class Verdict:
    """What the rules say of an answer; all empty where the project has no contract and nothing was found."""

    kind: str = ""
    """The name of the contract's kind that the answer is of; "" for none."""
    has_contract: bool = False
    violations: tuple[Sentence, ...] = ()
    urgency: Sentence | None = None
    flags: tuple[Sentence, ...] = ()
    """Where urgency and the warning signs of the case do not go together."""
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True)
class NewExample:
    """An answer that shall become a draft row; `origin` says where it comes from."""

    dataset: str
    content: Content
    split: Split | None
    origin: str


@dataclass(frozen=True)
class ExampleDraft:
    """What a row could be made of: all that was said with one model up to the answer."""

    turns: tuple[Message, ...]
    answer: str
    origin: str
