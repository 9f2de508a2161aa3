"""A model folder, or an adapter on its base, as Atelier itself answers: in a child process, one question at a time."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from studio.core.evaluation import Decoding, Subject
from studio.core.example import Message
from studio.core.spoken import Ended, Ready, SpokenToken
from studio.data.child import ChildCancelled, ChildDied
from studio.data.kept_child import KeptChild
from studio.errors import StudioError
from studio.evaluating.conversing import Said, converse
from studio.serving.refusing import Refused
from studio.serving.speaking import Ending, Tell, Wanted
from studio.words import _

_DAY_S = 86_400.0
_PATIENCE_S = 30.0
_MOST_TOKENS = 32_768
_GREETING = (Message(role="user", content="Bonjour"),)


class FolderSpeaker:
    """Starts the child anew with the next question after it has died."""

    together = 1
    context: int | None = _MOST_TOKENS

    def __init__(self, subject: Subject, title: str) -> None:
        """Returns once the model has said a first word; raises ModelFailed."""
        self.title = title
        self._subject = subject
        self._child = KeptChild(idle_s=_DAY_S, patience_s=_PATIENCE_S)
        try:
            list(self._said(_GREETING, Decoding(max_new_tokens=1), lambda: False))
        except StudioError:
            self.close()
            raise

    def check(self, wanted: Wanted) -> None:
        """Of drawing, temperature and seed are all that Atelier's own answers know."""
        plain = {"top_p": wanted.top_p == 1, "stop": not wanted.stop}
        plain |= {"presence_penalty": not wanted.presence_penalty, "frequency_penalty": not wanted.frequency_penalty}
        for name, is_plain in plain.items():
            if not is_plain:
                message = _("{field}: a model folder is served without it; export it as GGUF to use it.")
                raise Refused(HTTPStatus.BAD_REQUEST, "unsupported", message.format(field=name), name)

    def speak(self, wanted: Wanted, tell: Tell) -> Ending:
        """See `Speaker`."""
        most = wanted.most_tokens or _MOST_TOKENS
        decoding = Decoding(max_new_tokens=most, temperature=wanted.temperature, seed=wanted.seed)
        course = _Course(tell)
        try:
            for each in self._said(wanted.turns, decoding, course.is_left):
                course.take(each)
        except ChildCancelled:
            return course.ending()
        except StudioError as error:
            raise _refusal(error) from error
        return course.ending()

    def close(self) -> None:
        """See `Speaker`."""
        self._child.close()

    def _said(self, turns: tuple[Message, ...], decoding: Decoding, left: Callable[[], bool]) -> Generator[Said]:
        yield from converse(self._child.rows, (self._subject,), 0, turns, decoding, left)


@dataclass
class _Course:
    """How an answer goes."""

    tell: Tell
    asked: int = 0
    said: int = 0
    by: Literal["stop", "length"] = "stop"
    was_left: bool = False

    def is_left(self) -> bool:
        """Whether nobody wants more."""
        return self.was_left

    def take(self, each: Said) -> None:
        """Pass on what is said."""
        if isinstance(each, Ready):
            self.asked = each.asked
        elif isinstance(each, SpokenToken):
            self.said += 1
            self.was_left = self.was_left or (bool(each.text) and self.tell(each.text))
        elif isinstance(each, Ended):
            self.said = each.tokens
            self.by = "length" if each.by == "limit" else "stop"

    def ending(self) -> Ending:
        """As far as it went."""
        return Ending(self.by, self.asked, self.said)


def _refusal(error: StudioError) -> Refused:
    is_theirs = not isinstance(error.__cause__, ChildDied)
    status = HTTPStatus.BAD_REQUEST if is_theirs else HTTPStatus.SERVICE_UNAVAILABLE
    return Refused(status, "model_failed", f"{error.message} {error.hint}".strip())
