"""A chat template taken apart into what stands between the turns, by rendering marks and looking where they come out.

Ollama writes templates in the language of Go and cannot run the model's own; one found by the model's name would be
right only for models whose name is known.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from jinja2 import TemplateError

from studio.core.example import Message

Render = Callable[[Sequence[Message]], str]
"""Renders a conversation that ends with a question, with what begins the answer; raises TemplateError."""
_SYSTEM, _ASKED, _SAID, _AGAIN = "⟦s⟧", "⟦u⟧", "⟦a⟧", "⟦v⟧"
_CONTENTS = ("Bonjour.", "Une fièvre à 39 °C,\ndepuis 2 jours {{ x }} ?", "É", "Oui : « non » <b>&amp;</b>")


@dataclass(frozen=True)
class Around:
    """What stands before and behind a text."""

    before: str
    behind: str


@dataclass(frozen=True)
class Turns:
    """The pieces of a template; every turn's own text stands between two of them."""

    head: str
    """Before the first question where nothing is said to the model beforehand."""
    system: Around | None
    """Around the system prompt, instead of the head; None where the template takes none."""
    to_answer: str
    """From a question to an answer already given."""
    to_question: str
    """From an answer to the next question."""
    begin: str
    """From the last question to the answer that is to come."""

    def render(self, messages: Sequence[Message]) -> str:
        """As the template does it."""
        told = next((each.content for each in messages if each.role == "system"), "")
        text = f"{self.system.before}{told}{self.system.behind}" if told and self.system else self.head
        for each in messages:
            if each.role == "assistant":
                text += f"{self.to_answer}{each.content}{self.to_question}"
            elif each.role == "user":
                text += each.content
        return text + self.begin


def take_apart(render: Render) -> Turns | None:
    """The pieces, checked on further conversations; None for a template that is not made of such pieces."""
    try:
        plain = _pieces(render)
        if not _holds(plain, render, ""):
            return None
    except (ValueError, TemplateError):
        # A mark came out changed or not at all, or a plain conversation is refused.
        return None
    told = _with_system(plain, render)
    return told if told is not None else plain


def _pieces(render: Render) -> Turns:
    whole = render(_talk("", _ASKED, _SAID, _AGAIN))
    head, rest = _parted(whole, _ASKED)
    to_answer, rest = _parted(rest, _SAID)
    to_question, begin = _parted(rest, _AGAIN)
    return Turns(head, None, to_answer, to_question, begin)


def _with_system(plain: Turns, render: Render) -> Turns | None:
    try:
        before, rest = _parted(render(_talk(_SYSTEM, _ASKED)), _SYSTEM)
        found = replace(plain, system=Around(before, _parted(rest, _ASKED)[0]))
        return found if _holds(found, render, _CONTENTS[1]) else None
    except (ValueError, TemplateError):
        # Templates leave out or refuse what their model does not know.
        return None


def _holds(turns: Turns, render: Render, system: str) -> bool:
    """Whether both say the same of conversations with one, two and three questions."""
    one, two, three, four = _CONTENTS
    tried = [_talk(system, *said) for said in ((one,), (one, three, two), (two, three, one, four, three))]
    return all(turns.render(each) == render(each) for each in tried)


def _talk(system: str, *turns: str) -> tuple[Message, ...]:
    said = [Message(role="user" if at % 2 == 0 else "assistant", content=content) for at, content in enumerate(turns)]
    return (*([Message(role="system", content=system)] if system else []), *said)


def _parted(text: str, mark: str) -> tuple[str, str]:
    before, found, behind = text.partition(mark)
    if not found or mark in behind:
        raise ValueError(mark)
    return before, behind
