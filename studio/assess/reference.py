"""The answer that a person wrote for a row, in words."""

from string import ascii_uppercase

from studio.core.example import Chat, Choice, Classification, Content, Instruction, Preference


def reference_of(content: Content) -> str:
    """The last answer of a conversation, the better of two, labels, or letters of the right options; "" for text."""
    match content:
        case Instruction():
            return content.response
        case Chat():
            answers = (message.content for message in reversed(content.messages) if message.role == "assistant")
            return next(answers, "")
        case Preference():
            return content.chosen
        case Classification():
            return ", ".join(content.labels)
        case Choice():
            return ", ".join(ascii_uppercase[at] for at in sorted(content.answers))
        case _:
            return ""
