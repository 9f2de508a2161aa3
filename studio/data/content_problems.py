"""What is plainly wrong with one example, in words for the person who is editing it."""

from collections.abc import Iterator
from dataclasses import dataclass

from studio.core.example import (
    Chat,
    Choice,
    Classification,
    Content,
    Instruction,
    Message,
    Preference,
    Text,
)
from studio.words import _

LEAST_OPTIONS, MOST_OPTIONS = 2, 10


@dataclass(frozen=True)
class ContentProblem:
    """A sentence, and the part it is about: a field, `messages.2`, `options.0`; "" for the whole example."""

    part: str
    text: str


def content_problems(content: Content) -> tuple[ContentProblem, ...]:
    """All that is wrong, in reading order."""
    match content:
        case Instruction():
            found = _of_instruction(content)
        case Chat():
            found = _of_chat(content.messages)
        case Preference():
            found = _of_preference(content)
        case Classification():
            found = _of_classification(content)
        case Choice():
            found = _of_choice(content)
        case Text():
            found = _missing("text", content.text, _("The text is empty."))
    return tuple(found)


def _missing(part: str, text: str, sentence: str) -> Iterator[ContentProblem]:
    if not text.strip():
        yield ContentProblem(part, sentence)


def _of_instruction(content: Instruction) -> Iterator[ContentProblem]:
    yield from _missing("instruction", content.instruction + content.input, _("The question is empty."))
    yield from _missing("response", content.response, _("The answer is empty."))
    answer = content.response.strip()
    if answer and answer in (content.instruction.strip(), content.input.strip()):
        yield ContentProblem("response", _("The answer only repeats the question."))


def _of_chat(turns: tuple[Message, ...]) -> Iterator[ContentProblem]:
    if not turns:
        yield ContentProblem("", _("This conversation has no turn."))
        return
    for at, turn in enumerate(turns):
        part = f"messages.{at}"
        yield from _missing(part, turn.content, _("This turn is empty."))
        if turn.role == "system" and at:
            yield ContentProblem(part, _("A system message belongs at the beginning."))
        elif at and turn.role == turns[at - 1].role != "tool":
            yield ContentProblem(part, _("The same speaker has the turn before."))
    if turns[-1].role != "assistant":
        yield ContentProblem(
            f"messages.{len(turns) - 1}", _("The last turn is not the assistant’s: nothing is learned from it.")
        )


def _of_preference(content: Preference) -> Iterator[ContentProblem]:
    yield from _missing("prompt", content.prompt, _("The prompt is empty."))
    better, worse = content.chosen.strip(), content.rejected.strip()
    if not better and not worse:
        yield ContentProblem("chosen", _("Both answers are empty."))
    elif better == worse:
        yield ContentProblem("rejected", _("Both answers are the same."))


def _of_classification(content: Classification) -> Iterator[ContentProblem]:
    yield from _missing("text", content.text, _("The text is empty."))
    if not content.labels:
        yield ContentProblem("labels", _("There is no label yet."))


def _of_choice(content: Choice) -> Iterator[ContentProblem]:
    yield from _missing("question", content.question, _("The question is empty."))
    for at, option in enumerate(content.options):
        yield from _missing(f"options.{at}", option, _("This option is empty."))
        if option.strip() and option.strip() in [other.strip() for other in content.options[:at]]:
            yield ContentProblem(f"options.{at}", _("This option is there twice."))
    if len(content.options) < LEAST_OPTIONS:
        yield ContentProblem("options", _("A question needs at least two options."))
    if len(content.options) > MOST_OPTIONS:
        yield ContentProblem("options", _("A question has at most ten options."))
    if not content.answers:
        yield ContentProblem("options", _("No option is marked as right."))
    elif max(content.answers) >= len(content.options):
        yield ContentProblem("options", _("The right answer is not among the options."))
