"""What of an example is question, answer and system prompt, whatever its kind."""

from dataclasses import dataclass
from functools import lru_cache

from studio.core.example import Chat, Choice, Classification, Content, Instruction, Message, Preference, Text
from studio.core.folding import folded

_REMEMBERED, _REMEMBERED_LENGTH = 2_048, 10_000


@dataclass(frozen=True, slots=True)
class Parts:
    """The texts of an example; `answers` are all that is learned, `answer` the last of them."""

    question: str
    answers: tuple[str, ...]
    system: str | None = None
    """None for kinds that have no system prompt."""

    @property
    def answer(self) -> str:
        """The answer to the question; "" for plain text."""
        return self.answers[-1] if self.answers else ""

    @property
    def texts(self) -> tuple[str, ...]:
        """All of them, the system prompt first."""
        return (self.system or "", self.question, *self.answers)


def parts_of(content: Content) -> Parts:
    """The parts of one example."""
    match content:
        case Instruction():
            question = f"{content.instruction}\n\n{content.input}" if content.input else content.instruction
            return Parts(question, (content.response,), content.system)
        case Chat():
            return _parts_of_chat(content.messages)
        case Preference():
            before = [turn.content for turn in content.history if turn.role != "system"]
            return Parts("\n\n".join([*before, content.prompt]), (content.chosen,), content.system)
        case Classification():
            return Parts(content.text, (", ".join(sorted(content.labels)),))
        case Choice():
            asked = [each for each in (content.context, content.question, *sorted(content.options)) if each]
            right = sorted({content.options[at] for at in content.answers if 0 <= at < len(content.options)})
            return Parts("\n".join(asked), (" | ".join(right),))
        case Text():
            return Parts(content.text, ())


def _parts_of_chat(messages: tuple[Message, ...]) -> Parts:
    """The question is all that was said before the last answer, other answers included."""
    system = "\n".join(turn.content for turn in messages if turn.role == "system")
    answers = tuple(turn.content for turn in messages if turn.role == "assistant")
    turns = [turn for turn in messages if turn.role != "system"]
    last = max((at for at, turn in enumerate(turns) if turn.role == "assistant"), default=len(turns))
    return Parts("\n\n".join(turn.content for turn in turns[:last]), answers, system)


def texts_of(content: Content) -> tuple[str, ...]:
    """Every text of an example as it stands, turn by turn and option by option."""
    match content:
        case Chat():
            return tuple(turn.content for turn in content.messages)
        case Preference():
            before = tuple(turn.content for turn in content.history)
            return (content.system, *before, content.prompt, content.chosen, content.rejected)
        case Choice():
            return (content.question, content.context, *content.options)
        case Classification():
            return (content.text, *content.labels)
        case Instruction():
            return (content.system, content.instruction, content.input, content.response)
        case Text():
            return (content.text,)


def wording(content: Content) -> str:
    """Folded question and answers, by which near duplicates are known; a system prompt that all share says nothing."""
    parts = parts_of(content)
    rejected = content.rejected if isinstance(content, Preference) else ""
    return " ".join(map(folded_once, (parts.question, parts.answer, rejected)))


def folded_once(text: str) -> str:
    """`folded`, remembered for the other rules that look at the same rows."""
    return _folded(text) if len(text) < _REMEMBERED_LENGTH else folded(text)


@lru_cache(_REMEMBERED)
def _folded(text: str) -> str:
    return folded(text)
