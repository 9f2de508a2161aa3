"""What passes between the columns of the drafting view and its presenter."""

from dataclasses import dataclass

from studio.assist.prompts import Task

TRIED = 3
"""Drafts of a trial."""


@dataclass(frozen=True)
class ModelWish:
    """Which model is asked: on this machine `local`, else `name` on the server at `address`."""

    on_server: bool = False
    local: str = "demo"
    local_problem: str = ""
    """Why the local one cannot be used; "" where it looks right."""
    address: str = ""
    name: str = ""
    remote_allowed: bool = False


@dataclass(frozen=True)
class RequestWish:
    """What the right column asks for."""

    prompt: str = ""
    specification: str = ""
    temperature: float = 0.8
    count: int = 20


@dataclass(frozen=True)
class Possible:
    """How many drafts a data set has room for, by what they are made of."""

    rewritings: int = 0
    answers: int = 0

    def of(self, task: Task) -> int | None:
        """None where there is no limit."""
        return {"new_cases": None, "answers": self.answers}.get(task, self.rewritings)


@dataclass(frozen=True)
class Standing:
    """What can be done now; a reason is "" where it can. `where` says who reads the texts."""

    drafts: int = 0
    cannot_try: str = ""
    cannot_draft: str = ""
    where: str = ""
    possible: str = ""
    address_problem: str = ""
    prompt_problems: tuple[str, ...] = ()
