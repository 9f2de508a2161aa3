"""What a model says in a conversation, token by token, as a child process tells it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

ALTERNATIVES = 5
"""How many of the likeliest tokens are told at each place."""
EndedBy = Literal["itself", "limit", "stop"]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Loading(_Said):
    """The weights are about to be read; nothing else comes until they are there."""

    what: Literal["loading"] = "loading"


class Ready(_Said):
    """The model begins to read what it is asked."""

    what: Literal["ready"] = "ready"
    fingerprint: str
    """SHA-256 of weights, template, decoding and versions: equal ones answer alike."""
    asked: int
    """Tokens of the conversation so far."""


class Guess(_Said):
    """A token that could have stood in a place; its probability is the model's own, before any temperature."""

    text: str
    probability: float
    end: bool = False
    """Whether it ends the answer."""


class SpokenToken(_Said):
    """One token of the answer; `text` is empty for one that ends it, and for all but the last bytes of a character."""

    what: Literal["token"] = "token"
    text: str
    probability: float
    guesses: tuple[Guess, ...]
    """The likeliest tokens in this place, the likeliest first; mostly the one that was said is among them."""
    end: bool = False


class Ended(_Said):
    """The whole answer without outer white space, why it goes no further, and the model's own seconds for it.

    What a model waited meanwhile for another one to say its word is not counted.
    """

    what: Literal["ended"] = "ended"
    text: str
    tokens: int
    by: EndedBy
    first_token_s: float
    total_s: float


class Refused(_Said):
    """Why a model says nothing more; another one that was asked with it goes on."""

    what: Literal["refused"] = "refused"
    message: str
    hint: str


class SaidBy(_Said):
    """What the model at a place of the pair says."""

    at: int
    said: Annotated[Loading | Ready | SpokenToken | Ended | Refused, Field(discriminator="what")]


SAID_BY = TypeAdapter(SaidBy)
