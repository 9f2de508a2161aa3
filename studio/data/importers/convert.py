"""From one kind of example to another, where nothing of it is lost."""

from collections.abc import Mapping
from string import ascii_uppercase

from studio.core.example import Kind
from studio.data.importers.drafts import ChatDraft, ChoiceDraft, Draft, InstructionDraft, PreferenceDraft, TurnDraft
from studio.data.importers.formats import Fields
from studio.data.importers.values import RowProblem
from studio.words import _

_CONVERSIONS: Mapping[Kind, tuple[Kind, ...]] = {
    "instruction": ("chat",),
    "chat": ("instruction",),
    "preference": ("instruction", "chat"),
    "choice": ("instruction", "chat"),
    "classification": ("text",),
    "text": (),
}


def can_become(kind: Kind, wanted: Kind) -> bool:
    """Whether there is a rule at all; single rows may still not fit it."""
    return kind == wanted or wanted in _CONVERSIONS[kind]


def converted(draft: Draft, wanted: Kind) -> tuple[Draft, Fields]:
    """The example as the wanted kind, and what that cannot hold; raises RowProblem."""
    if draft["kind"] == wanted:
        return draft, {}
    if not can_become(draft["kind"], wanted):
        raise RowProblem(
            _("An example of the kind “{kind}” cannot become one of the kind “{wanted}”.").format(
                kind=draft["kind"], wanted=wanted
            )
        )
    if draft["kind"] == "chat":
        return _single(draft), {}
    if draft["kind"] == "preference":
        return _better(draft, wanted)
    if draft["kind"] == "classification":
        return {"kind": "text", "text": draft["text"]}, {"labels": draft["labels"]}
    if draft["kind"] == "choice":
        return _as(wanted, _spelled_out(draft)), {}
    return (_as(wanted, draft) if draft["kind"] == "instruction" else draft), {}


def _as(wanted: Kind, draft: InstructionDraft) -> Draft:
    if wanted == "instruction":
        return draft
    question = f"{draft['instruction']}\n\n{draft['input']}" if draft["input"] else draft["instruction"]
    return _chat(draft["system"], [], question, draft["response"])


def _chat(system: str, history: list[TurnDraft], question: str, answer: str) -> ChatDraft:
    first: list[TurnDraft] = [{"role": "system", "content": system}] if system else []
    last: list[TurnDraft] = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return {"kind": "chat", "messages": [*first, *history, *last]}


def _single(draft: ChatDraft) -> InstructionDraft:
    roles = [turn["role"] for turn in draft["messages"]]
    if roles not in (["user", "assistant"], ["system", "user", "assistant"]):
        raise RowProblem(_("This conversation has several turns and does not fit into one question and answer."))
    *before, question, answer = draft["messages"]
    system = before[0]["content"] if before else ""
    return _instruction(system, question["content"], "", answer["content"])


def _instruction(system: str, question: str, more: str, answer: str) -> InstructionDraft:
    return {"kind": "instruction", "system": system, "instruction": question, "input": more, "response": answer}


def _better(draft: PreferenceDraft, wanted: Kind) -> tuple[Draft, Fields]:
    """The chosen answer becomes the one to learn; a rejected one never does."""
    if not draft["chosen"].strip():
        raise RowProblem(_("This answer was judged bad and never becomes one to learn."))
    left: Fields = {"rejected": draft["rejected"]} if draft["rejected"] else {}
    if wanted == "chat":
        return _chat(draft["system"], draft["history"], draft["prompt"], draft["chosen"]), left
    if draft["history"]:
        raise RowProblem(_("This conversation has several turns and does not fit into one question and answer."))
    return _instruction(draft["system"], draft["prompt"], "", draft["chosen"]), left


def _spelled_out(draft: ChoiceDraft) -> InstructionDraft:
    """Every option on a line under its letter; the answer is the right lines."""
    lines = [f"{letter}) {option}" for letter, option in zip(ascii_uppercase, draft["options"], strict=False)]
    if len(lines) < len(draft["options"]) or not all(0 <= at < len(lines) for at in draft["answers"] or [-1]):
        raise RowProblem(_("A right answer is not among the options."))
    more = "\n".join(lines)
    return _instruction(
        "",
        draft["question"],
        f"{draft['context']}\n\n{more}" if draft["context"] else more,
        "\n".join(lines[at] for at in draft["answers"]),
    )
