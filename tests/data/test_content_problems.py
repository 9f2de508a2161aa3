"""What is plainly wrong with an example is said of the part that it is wrong with."""

import pytest

from studio.core.example import Chat, Choice, Classification, Content, Instruction, Message, Preference, Text
from studio.data.content_problems import content_problems


def said(content: Content) -> dict[str, str]:
    return {each.part: each.text for each in content_problems(content)}


def chat(*turns: tuple[str, str]) -> Chat:
    return Chat(messages=tuple(Message.model_validate({"role": role, "content": text}) for role, text in turns))


GOOD: tuple[Content, ...] = (
    Instruction(instruction="Que faire ?", response="IRM"),
    Instruction(instruction="", input="Céphalée", response="IRM"),
    chat(("system", "Bref."), ("user", "Q"), ("assistant", "R")),
    chat(("user", "Q"), ("assistant", "A"), ("tool", "1"), ("tool", "2"), ("assistant", "R")),
    Preference(prompt="Q", chosen="bien", rejected="mal"),
    Preference(prompt="Q", chosen="", rejected="mal"),
    Classification(text="Fièvre", labels=("infection",)),
    Choice(question="Q", options=("a", "b"), answers=(0, 1)),
    Text(text="Un texte."),
)


@pytest.mark.parametrize("content", GOOD)
def test_nothing_is_said_of_a_good_example(content: Content) -> None:
    assert said(content) == {}


@pytest.mark.parametrize(
    ("content", "part", "words"),
    [
        (Instruction(instruction=" ", response="R"), "instruction", "question is empty"),
        (Instruction(instruction="Q", response="\n"), "response", "answer is empty"),
        (Instruction(instruction="Q", response="Q "), "response", "only repeats"),
        (chat(), "", "no turn"),
        (chat(("user", "Q")), "messages.0", "last turn is not the assistant’s"),
        (chat(("user", ""), ("assistant", "R")), "messages.0", "empty"),
        (chat(("user", "Q"), ("user", "Q"), ("assistant", "R")), "messages.1", "same speaker"),
        (chat(("user", "Q"), ("system", "S"), ("assistant", "R")), "messages.1", "beginning"),
        (Preference(prompt="", chosen="a", rejected="b"), "prompt", "empty"),
        (Preference(prompt="Q", chosen=" ", rejected=""), "chosen", "Both answers are empty"),
        (Preference(prompt="Q", chosen="a", rejected="a "), "rejected", "the same"),
        (Classification(text="T", labels=()), "labels", "no label"),
        (Choice(question="Q", options=("a",), answers=(0,)), "options", "at least two"),
        (Choice(question="Q", options=tuple("abcdefghijk"), answers=(0,)), "options", "at most ten"),
        (Choice(question="Q", options=("a", "b"), answers=()), "options", "No option is marked"),
        (Choice(question="Q", options=("a", "b"), answers=(2,)), "options", "not among"),
        (Choice(question="Q", options=("a", "a "), answers=(0,)), "options.1", "twice"),
        (Choice(question="Q", options=("a", ""), answers=(0,)), "options.1", "empty"),
        (Text(text=""), "text", "empty"),
    ],
)
def test_each_fault_has_its_sentence(content: Content, part: str, words: str) -> None:
    assert words in said(content)[part]
