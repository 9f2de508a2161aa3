"""How a run, an evaluation or an export stands: a sign, its colour and words that say the same."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from studio.runs.folder import RunState
from studio.ui.training.listed import Listed
from studio.ui.training.wording import state_words

STATE_ICONS: dict[RunState, str] = {
    "preparing": "clock",
    "waiting": "clock",
    "starting": "clock",
    "running": "curve",
    "finished": "done",
    "stopped": "stop",
    "paused": "pause",
    "failed": "warning",
    "died": "problem",
}
_TINTS: dict[RunState, str] = {
    "preparing": "accent",
    "waiting": "muted",
    "starting": "accent",
    "running": "accent",
    "finished": "good",
    "stopped": "muted",
    "paused": "warn",
    "failed": "warn",
    "died": "bad",
}


@dataclass(frozen=True)
class Standing:
    """`tint` is the name of a theme colour."""

    icon: str
    tint: str
    words: str


@runtime_checkable
class Judged(Protocol):
    """A line of a list that says more of itself than its state does."""

    @property
    def standing(self) -> Standing:
        """How it turned out."""
        ...


def state_tint(state: RunState) -> str:
    """The name of the theme colour of a state; icon and words tell it too."""
    return _TINTS[state]


def standing_of_state(state: RunState) -> Standing:
    """As its state tells."""
    return Standing(STATE_ICONS[state], _TINTS[state], state_words(state))


def standing_of(each: Listed) -> Standing:
    """As a list shows it."""
    return each.standing if isinstance(each, Judged) else standing_of_state(each.state)
