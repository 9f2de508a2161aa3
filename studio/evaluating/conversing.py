"""Talking to models in a child process: what is said, by one of them or by several at once."""

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any, Protocol

from studio.core.evaluation import Decoding, Subject
from studio.core.example import Message
from studio.core.spoken import SAID_BY, Ended, Loading, Ready, Refused, SaidBy, SpokenToken
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

    Raises ModelFailed, and ChildCancelled as soon as `cancelled` says so.
    """
    for each in converse_together(ask, pair, {at: conversation}, decoding, cancelled):
        if isinstance(each.said, Refused):
            raise ModelFailed(each.said.message, hint=each.said.hint)
        yield each.said


def converse_together(
    ask: Asks,
    pair: Sequence[Subject],
    conversations: Mapping[int, Sequence[Message]],
    decoding: Decoding,
    cancelled: Callable[[], bool] = lambda: False,
) -> Generator[SaidBy]:
    """What models of the pair, each named by its place, answer at the same time; one that cannot says why.

    Raises ModelFailed where their process ends, and ChildCancelled as soon as `cancelled` says so.
    """
    arguments: dict[str, object] = {
        "pair": [each.model_dump(mode="json") for each in pair],
        "conversations": {str(at): [each.model_dump() for each in turns] for at, turns in conversations.items()},
        "decoding": decoding.model_dump(),
    }
    try:
        for row in ask(TASK, arguments, cancelled=cancelled, memory=None):
            yield SAID_BY.validate_python(row)
    except ChildDied as error:
        names = _("” and “").join(pair[at].title for at in conversations)
        raise ModelFailed(
            _("The process that held “{model}” has ended, perhaps because memory ran out.").format(model=names),
            hint=_("It starts again with the next question. Choose one model instead of two, or a smaller one."),
        ) from error
