"""What a list of runs or evaluations shows of each."""

from typing import Protocol

from studio.runs.folder import RunFolder, RunState


class Listed(Protocol):
    """One line of such a list."""

    @property
    def run(self) -> RunFolder:
        """Its folder."""
        ...

    @property
    def state(self) -> RunState:
        """How it stands."""
        ...

    @property
    def title(self) -> str:
        """Its number, in words."""
        ...

    @property
    def preset(self) -> str:
        """What it was made with."""
        ...

    @property
    def full_title(self) -> str:
        """Number and what it was made with."""
        ...

    def facts(self, now: float) -> str:
        """When, how well and how long, in one line."""
        ...
