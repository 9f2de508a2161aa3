"""Questions with the answer to learn, in columns."""

from collections.abc import Mapping

from studio.core.example import Kind
from studio.data.importers.drafts import ChatDraft, Draft, InstructionDraft, TurnDraft
from studio.data.importers.formats import Fields
from studio.data.importers.layouts.layout import NOTHING, Binding, Layout, Part, Read, listed, no_list
from studio.data.importers.turns import check_conversation, read_turns
from studio.data.importers.values import RowProblem, as_list, optional_text, text
from studio.words import N_, _

SYSTEM = Part(
    "system", N_("System"), ("system", "system_prompt", "system_message"), required=False, accepts=no_list, late=True
)
ANSWERS = ("response", "output", "completion", "answer", "réponse", "reponse", "long_answer", "target")
HISTORY = Part(
    "history",
    N_("Earlier turns"),
    ("history",),
    required=False,
    accepts=lambda value: bool(pairs(value)),
    late=True,
)


def pairs(value: object) -> bool:
    """Whether this may be a history: rows without one write null, "" or an empty list."""
    return value in (None, "") or listed(value)


def _question(*names: str) -> Part:
    return Part("instruction", N_("Question"), names, accepts=no_list)


def _answer(*names: str) -> Part:
    return Part("response", N_("Answer"), names, accepts=no_list)


def _input(*names: str) -> Part:
    return Part("input", N_("Input"), names, required=False, accepts=no_list, late=True)


def _read_columns(binding: Binding) -> Read:
    question, answer = binding.column("instruction"), binding.column("response")
    more, system = binding.column("input"), binding.column("system")

    def read(fields: Fields) -> tuple[InstructionDraft, Fields]:
        return {
            "kind": "instruction",
            "system": optional_text(fields, system) if system else "",
            "instruction": text(fields, question),
            "input": optional_text(fields, more) if more else "",
            "response": text(fields, answer),
        }, NOTHING

    return read


def _read_alpaca(binding: Binding) -> Read:
    read, history = _read_columns(binding), binding.column("history")
    if not history:
        return read

    def read_with_history(fields: Fields) -> tuple[Draft, Fields]:
        draft, left = read(fields)
        earlier = history_turns(fields.get(history), history)
        if not earlier or draft["kind"] != "instruction":
            return draft, left
        if binding.kind == "instruction":
            raise RowProblem(_("Earlier turns come before this question; import the file as chat to keep them."))
        return _with_history(draft, earlier), left

    return read_with_history


def _with_history(draft: InstructionDraft, earlier: list[TurnDraft]) -> ChatDraft:
    question = f"{draft['instruction']}\n\n{draft['input']}" if draft["input"] else draft["instruction"]
    system: list[TurnDraft] = [{"role": "system", "content": draft["system"]}] if draft["system"] else []
    turns = [*system, *earlier, TurnDraft(role="user", content=question)]
    turns.append({"role": "assistant", "content": draft["response"]})
    check_conversation(turns)
    return {"kind": "chat", "messages": turns}


def history_turns(value: object, column: str) -> list[TurnDraft]:
    """Pairs of question and answer, or turns; raises RowProblem for anything else."""
    found = as_list(value)
    if found in (None, "", []):
        return []
    if isinstance(found, list) and all(isinstance(each, dict) for each in found):
        return read_turns(found, column).turns
    turns: list[TurnDraft] = []
    for pair in found if isinstance(found, list) else [None]:
        match pair:
            case [str(question), str(answer)] if question.strip() and answer.strip():
                turns += [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
            case _other:
                raise RowProblem(_("The field “{field}” is no list of questions with answers.").format(field=column))
    return turns


def _chat_where_history(binding: Binding) -> Kind | None:
    return "chat" if any(as_list(value) not in (None, "", []) for value in binding.values("history")) else None


def _read_message_lists(binding: Binding) -> Read:
    prompt, completion = binding.column("prompt"), binding.column("completion")

    def read(fields: Fields) -> tuple[ChatDraft, Fields]:
        before, after = read_turns(fields.get(prompt), prompt), read_turns(fields.get(completion), completion)
        turns = before.turns + after.turns
        binding.notes["calls"] += before.calls + after.calls > 0
        check_conversation(turns)
        left = {column: fields[column] for column, part in ((prompt, before), (completion, after)) if not part.complete}
        return {"kind": "chat", "messages": turns}, left

    return read


def _both_lists(values: Mapping[str, object]) -> bool:
    return listed(values["prompt"]) and listed(values["completion"])


ALPACA = Layout(
    "alpaca",
    N_("Alpaca: instruction, input, output"),
    "instruction",
    (_question("instruction", "consigne"), _input("input", "context", "entrée"), _answer(*ANSWERS), SYSTEM, HISTORY),
    _read_alpaca,
    better_kind=_chat_where_history,
    kinds=("instruction", "chat"),
)
PROMPT_COMPLETION = Layout(
    "prompt_completion",
    N_("Prompt and completion"),
    "instruction",
    (_question("prompt"), _input("input", "context"), _answer("completion", *ANSWERS), SYSTEM),
    _read_columns,
)
MESSAGE_LISTS = Layout(
    "prompt_completion_messages",
    N_("Prompt and completion, each a list of messages"),
    "chat",
    (
        Part("prompt", N_("Prompt"), ("prompt",), accepts=listed),
        Part("completion", N_("Completion"), ("completion",), accepts=listed),
    ),
    _read_message_lists,
    fits=_both_lists,
)
DIALOGUE_NOTE = Layout(
    "dialogue_note",
    N_("Dialogue and the note written of it"),
    "instruction",
    (_question("dialogue"), _answer("note", "summary", "section_text"), SYSTEM),
    _read_columns,
)
QUESTION_ANSWER = Layout(
    "question_answer",
    N_("Question and answer"),
    "instruction",
    (
        _question("question", "query", "consigne", "article"),
        _input("context", "contexte", "input"),
        _answer("answer", "summary", *ANSWERS),
        SYSTEM,
    ),
    _read_columns,
)
INPUT_OUTPUT = Layout(
    "input_output",
    N_("Input and output (torchtune)"),
    "instruction",
    (_question("input"), _answer("output", *ANSWERS), SYSTEM),
    _read_columns,
)
SUPERVISED = (ALPACA, MESSAGE_LISTS, PROMPT_COMPLETION, DIALOGUE_NOTE, QUESTION_ANSWER, INPUT_OUTPUT)
