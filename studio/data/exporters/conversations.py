"""Layouts for instructions and conversations."""

from studio.core.example import Chat, Content, Instruction, Kind, Message, conversation
from studio.data.exporters.layouts import DoesNotFit, Layout, Loss
from studio.data.exporters.rows import Fields
from studio.words import N_, _

_SPEAKERS = {"system": "system", "user": "human", "assistant": "gpt", "tool": "tool"}
_SUPERVISED: tuple[Kind, ...] = ("instruction", "chat")


def as_messages(messages: tuple[Message, ...]) -> list[Fields]:
    """Turns as OpenAI writes them."""
    return [{"role": each.role, "content": each.content} for each in messages]


def as_turns(messages: tuple[Message, ...]) -> list[Fields]:
    """Turns as ShareGPT writes them."""
    return [{"from": _SPEAKERS[each.role], "value": each.content} for each in messages]


def instruction_of(content: Content) -> Instruction:
    """The content of a layout for instructions only."""
    if not isinstance(content, Instruction):
        raise DoesNotFit(_("It is no instruction."))
    return content


def _turns_of(content: Content) -> tuple[Message, ...]:
    if not isinstance(content, (Instruction, Chat)):
        raise DoesNotFit(_("It is no conversation."))
    if not (messages := conversation(content)):
        raise DoesNotFit(_("The conversation is empty."))
    return messages


def _write_messages(content: Content) -> list[Fields]:
    return [{"messages": as_messages(_turns_of(content))}]


def _write_sharegpt(content: Content) -> list[Fields]:
    return [{"conversations": as_turns(_turns_of(content))}]


def _write_alpaca(content: Content) -> list[Fields]:
    one = instruction_of(content)
    return [{"instruction": one.instruction, "input": one.input, "output": one.response, "system": one.system}]


def _write_alpaca_history(content: Content) -> list[Fields]:
    messages = _turns_of(content)
    system = messages[0].content if messages[0].role == "system" else ""
    turns = messages[1:] if messages[0].role == "system" else messages
    if not turns or [each.role for each in turns] != ["user", "assistant"] * (len(turns) // 2):
        raise DoesNotFit(_("The user and the assistant do not take turns."))
    pairs = [[turns[at].content, turns[at + 1].content] for at in range(0, len(turns), 2)]
    (question, answer), history = pairs[-1], pairs[:-1]
    return [{"instruction": question, "input": "", "output": answer, "system": system, "history": history}]


def _write_prompt(content: Content) -> list[Fields]:
    one = instruction_of(content)
    return [{"prompt": one.instruction, "input": one.input, "completion": one.response, "system": one.system}]


def _write_prompt_turns(content: Content) -> list[Fields]:
    *prompt, answer = _turns_of(content)
    if not prompt or answer.role != "assistant":
        raise DoesNotFit(_("The conversation does not end with the assistant: there is no answer to learn."))
    return [{"prompt": as_messages(tuple(prompt)), "completion": as_messages((answer,))}]


def _write_input_output(content: Content) -> list[Fields]:
    one = instruction_of(content)
    question = conversation(one)[-2].content
    return [{"input": question, "output": one.response, "system": one.system}]


def _joined_input(content: Content) -> Loss | None:
    return "input" if isinstance(content, Instruction) and content.input else None


CONVERSATION_LAYOUTS = (
    Layout(
        "alpaca",
        "Alpaca",
        {"instruction": "text", "input": "text", "output": "text", "system": "text"},
        _write_alpaca,
        ("instruction",),
    ),
    Layout(
        "alpaca",
        N_("Alpaca with history"),
        {"instruction": "text", "input": "text", "output": "text", "system": "text", "history": "pairs"},
        _write_alpaca_history,
        ("chat",),
    ),
    Layout(
        "messages", N_("Messages (OpenAI)"), {"messages": "messages"}, _write_messages, _SUPERVISED, loss=_joined_input
    ),
    Layout("sharegpt", "ShareGPT", {"conversations": "turns"}, _write_sharegpt, _SUPERVISED, loss=_joined_input),
    Layout(
        "prompt_completion",
        N_("Prompt and completion"),
        {"prompt": "text", "input": "text", "completion": "text", "system": "text"},
        _write_prompt,
        ("instruction",),
    ),
    Layout(
        "prompt_completion_messages",
        N_("Prompt and completion, each a list of messages"),
        {"prompt": "messages", "completion": "messages"},
        _write_prompt_turns,
        ("chat",),
    ),
    Layout(
        "input_output",
        N_("Input and output (torchtune)"),
        {"input": "text", "output": "text", "system": "text"},
        _write_input_output,
        ("instruction",),
        loss=_joined_input,
    ),
)
