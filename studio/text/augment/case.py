"""What an example says of a case and what is to be answered, whatever the kind of example."""

import re
from dataclasses import dataclass
from functools import singledispatch

from studio.core.example import Chat, Choice, Classification, Content, Instruction, Message, Preference, Text

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 3


@dataclass(frozen=True)
class Case:
    """`texts` describe the case, in order; `answers` are what is learned, or what two answers are compared."""

    texts: tuple[str, ...]
    answers: tuple[str, ...] = ()


def says_something(text: str) -> bool:
    """Whether a text has three different words at least: punctuation, a number or a placeholder is no case."""
    return len(set(_WORD.findall(text.casefold()))) >= _FEWEST_WORDS


@singledispatch
def case_of(content: Content) -> Case:
    """The texts of an example that rewriting may touch."""
    raise TypeError(type(content).__name__)


@case_of.register
def _(content: Instruction) -> Case:
    # The instruction is the same sentence in every row as soon as there is an input.
    return Case((content.input or content.instruction,), (content.response,))


@case_of.register
def _(content: Chat) -> Case:
    return Case(_said(content.messages, "user"), _said(content.messages, "assistant"))


@case_of.register
def _(content: Preference) -> Case:
    return Case((*_said(content.history, "user"), content.prompt), (content.chosen, content.rejected))


@case_of.register
def _(content: Classification) -> Case:
    return Case((content.text,))


@case_of.register
def _(content: Choice) -> Case:
    return Case((content.context or content.question,))


@case_of.register
def _(content: Text) -> Case:
    return Case((content.text,))


@singledispatch
def with_case(content: Content, case: Case) -> Content:
    """The example with these texts in place of those of `case_of`, which are as many."""
    raise TypeError(type(content).__name__)


@with_case.register
def _(content: Instruction, case: Case) -> Content:
    field = "input" if content.input else "instruction"
    return content.model_copy(update={field: case.texts[0], "response": case.answers[0]})


@with_case.register
def _(content: Chat, case: Case) -> Content:
    return content.model_copy(update={"messages": _refilled(content.messages, case)})


@with_case.register
def _(content: Preference, case: Case) -> Content:
    *before, prompt = case.texts
    history = _refilled(content.history, Case(tuple(before), _said(content.history, "assistant")))
    chosen, rejected = case.answers
    return content.model_copy(update={"history": history, "prompt": prompt, "chosen": chosen, "rejected": rejected})


@with_case.register
def _(content: Classification, case: Case) -> Content:
    return content.model_copy(update={"text": case.texts[0]})


@with_case.register
def _(content: Choice, case: Case) -> Content:
    return content.model_copy(update={"context" if content.context else "question": case.texts[0]})


@with_case.register
def _(content: Text, case: Case) -> Content:
    return content.model_copy(update={"text": case.texts[0]})


def _said(messages: tuple[Message, ...], role: str) -> tuple[str, ...]:
    return tuple(each.content for each in messages if each.role == role)


def _refilled(messages: tuple[Message, ...], case: Case) -> tuple[Message, ...]:
    waiting = {"user": iter(case.texts), "assistant": iter(case.answers)}
    return tuple(
        each.model_copy(update={"content": next(waiting[each.role])}) if each.role in waiting else each
        for each in messages
    )
