"""Whether an example can teach anything."""

from studio.core.example import Chat, Content, Instruction


def is_complete(content: Content) -> bool:
    """Whether it has a question and an answer; of kinds other than instructions and conversations nothing is asked."""
    match content:
        case Instruction():
            return bool(content.instruction.strip() and content.response.strip())
        case Chat():
            turns = content.messages
            return bool(turns) and turns[-1].role == "assistant" and all(turn.content.strip() for turn in turns)
        case _other:
            return True
