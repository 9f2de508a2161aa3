"""Talking to models in a child process: what is said, one question after the other."""

from collections.abc import Callable, Generator, Sequence
from typing import Any, Protocol

from studio.core.evaluation import Decoding, Subject
from studio.core.example import Message
from studio.core.spoken import SAID, Ended, Loading, Ready, SpokenToken
from studio.data.child import ChildDied
from studio.errors import ModelFailed
from studio.words import _

TASK = "studio.engine.playground:said"
Said = Loading | Ready | SpokenToken | Ended


class Asks(Protocol):
    """As `KeptChild.rows`."""

    def __call__(
        self, task: str, arguments: dict[str, object], *, cancelled: Callable[[], bool], memory: int | None
    ) -> Generator[Any]: ...


def converse(
    ask: Asks,
    pair: Sequence[Subject],
    at: int,
    conversation: Sequence[Message],
    decoding: Decoding,
    cancelled: Callable[[], bool] = lambda: False,
) -> Generator[Said]:
    """What the model at a place of the pair answers; the others stay loaded beside it.

    Raises ModelFailed, TemplateFailed, and ChildCancelled as soon as `cancelled` says so.
    """
    arguments: dict[str, object] = {
        "pair": [each.model_dump(mode="json") for each in pair],
        "at": at,
        "conversation": [each.model_dump() for each in conversation],
        "decoding": decoding.model_dump(),
    }
    try:
        for row in ask(TASK, arguments, cancelled=cancelled, memory=None):
            yield SAID.validate_python(row)
    except ChildDied as error:
        raise ModelFailed(
            _("The process that held “{model}” has ended, perhaps because memory ran out.").format(
                model=pair[at].title
            ),
            hint=_("It starts again with the next question. Choose one model instead of two, or a smaller one."),
        ) from error
