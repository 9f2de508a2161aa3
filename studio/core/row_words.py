"""What a row asks and what it expects, in words, for whoever shows it, asks it or holds an answer against it."""

from string import ascii_uppercase

from studio.core.example import Chat, Choice, Classification, Content, Instruction, Message, Preference, conversation


def question_of(content: Content) -> tuple[Message, ...]:
    """The turns before the answer."""
    match content:
        case Instruction() | Chat():
            turns = conversation(content)
            return turns[: max((at for at, turn in enumerate(turns) if turn.role == "assistant"), default=len(turns))]
        case Preference():
            system = (Message(role="system", content=content.system),) if content.system else ()
            return (*system, *content.history, Message(role="user", content=content.prompt))
        case Choice():
            options = "\n".join(map(_option, range(len(content.options)), content.options))
            said = "\n\n".join(filter(None, (content.context, content.question, options)))
            return (Message(role="user", content=said),)
        case _:
            return (Message(role="user", content=content.text),)


def expected_of(content: Content) -> str:
    """The answer that the row itself gives; empty where it has none."""
    match content:
        case Instruction():
            return content.response
        case Chat():
            return next((turn.content for turn in reversed(content.messages) if turn.role == "assistant"), "")
        case Preference():
            return content.chosen
        case Choice():
            right = (at for at in content.answers if 0 <= at < len(content.options))
            return "\n".join(_option(at, content.options[at]) for at in right)
        case Classification():
            return ", ".join(content.labels)
        case _:
            return ""


def _option(at: int, text: str) -> str:
    return f"{ascii_uppercase[at]}. {text}"
