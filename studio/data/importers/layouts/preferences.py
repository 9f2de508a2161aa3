"""Two answers to compare, or one that was judged."""

from collections.abc import Mapping

from studio.data.importers.drafts import PreferenceDraft, TurnDraft
from studio.data.importers.formats import Fields
from studio.data.importers.layouts.layout import Binding, Layout, Part, Read, listed, no_list
from studio.data.importers.layouts.supervised import ANSWERS, HISTORY, SYSTEM, history_turns
from studio.data.importers.turns import check_order, is_transcript, read_turns, spoken_turns
from studio.data.importers.values import RowProblem, as_list, as_verdict, optional_text, text
from studio.words import N_, _

_CHOSEN = Part("chosen", N_("Better answer"), ("chosen",), accepts=no_list)
_REJECTED = Part("rejected", N_("Worse answer"), ("rejected",), accepts=no_list)
_INPUT = Part("input", N_("Input"), ("input",), required=False, accepts=no_list, late=True)
_VERDICT = Part("accepted", N_("Whether the answer is good"), ("label", "kto_tag", "accepted"))


def preference(turns: list[TurnDraft], chosen: str, rejected: str) -> PreferenceDraft:
    """From the turns before the answers."""
    check_order(turns)
    if not turns or turns[-1]["role"] != "user":
        raise RowProblem(_("The turn before the answers is not the user’s."))
    system = turns[0]["content"] if turns[0]["role"] == "system" else ""
    return {
        "kind": "preference",
        "system": system,
        "history": turns[1:-1] if system else turns[:-1],
        "prompt": turns[-1]["content"],
        "chosen": chosen,
        "rejected": rejected,
    }


class _Before:
    """The turns before the answers, from whichever columns hold them."""

    def __init__(self, binding: Binding) -> None:
        self._prompt, self._messages = binding.column("prompt"), binding.column("messages")
        self._input, self._history = binding.column("input"), binding.column("history")
        self._system, self._notes = binding.column("system"), binding.notes

    def turns(self, fields: Fields, left: Fields) -> list[TurnDraft]:
        """None where the answers bring them along."""
        column = self._messages or self._prompt
        if self._messages or (column and listed(fields.get(column))):
            read = read_turns(fields.get(column), column)
            if not read.complete:
                left[column] = fields[column]
            self._notes["calls"] += read.calls > 0
            turns = read.turns
        else:
            turns = self._of_texts(fields) if column else []
        return self.led(turns, fields, left) if turns else []

    def led(self, turns: list[TurnDraft], fields: Fields, left: Fields) -> list[TurnDraft]:
        """With what the system says first."""
        system = optional_text(fields, self._system) if self._system else ""
        if system and not (turns and turns[0]["role"] == "system"):
            turns.insert(0, {"role": "system", "content": system})
        elif system and turns[0]["content"] != system:
            left[self._system] = system
        return turns

    def _of_texts(self, fields: Fields) -> list[TurnDraft]:
        prompt = text(fields, self._prompt)
        more = optional_text(fields, self._input) if self._input else ""
        earlier = history_turns(fields.get(self._history), self._history) if self._history else []
        return [*earlier, {"role": "user", "content": f"{prompt}\n\n{more}" if more else prompt}]


def _read_texts(binding: Binding) -> Read:
    before, chosen, rejected = _Before(binding), binding.column("chosen"), binding.column("rejected")

    def read(fields: Fields) -> tuple[PreferenceDraft, Fields]:
        left: Fields = {}
        better, worse = optional_text(fields, chosen), optional_text(fields, rejected)
        if not (better.strip() or worse.strip()):
            raise RowProblem(_("Both answers are empty."))
        return preference(before.turns(fields, left), better, worse), left

    return read


def _read_messages(binding: Binding) -> Read:
    """Answers as messages: the turns that both begin with come before them when no column holds these."""
    before, columns = _Before(binding), (binding.column("chosen"), binding.column("rejected"))

    def read(fields: Fields) -> tuple[PreferenceDraft, Fields]:
        left: Fields = {}
        answers = [_answer_turns(fields, column, left, binding) for column in columns]
        turns = before.turns(fields, left)
        shared = _shared(*answers)
        if shared and turns and shared[-1] == turns[-1]:
            turns = shared if len(shared) >= len(turns) else turns
        elif shared and turns:
            raise RowProblem(_("The prompt is not the one that the answers follow."))
        chosen, rejected = (_only_answer(each[len(shared) :]) for each in answers)
        return preference(turns or before.led(shared, fields, left), chosen, rejected), left

    return read


def _read_transcripts(binding: Binding) -> Read:
    columns = binding.column("chosen"), binding.column("rejected")

    def read(fields: Fields) -> tuple[PreferenceDraft, Fields]:
        answers = [spoken_turns(text(fields, column), column) for column in columns]
        shared = _shared(*answers)
        chosen, rejected = (_only_answer(each[len(shared) :]) for each in answers)
        return preference(shared, chosen, rejected), {}

    return read


def _answer_turns(fields: Fields, column: str, left: Fields, binding: Binding) -> list[TurnDraft]:
    value = as_list(fields.get(column))
    if isinstance(value, str) and value.strip():
        return [{"role": "assistant", "content": value}]
    read = read_turns([value] if isinstance(value, dict) else value, column)
    binding.notes["calls"] += read.calls > 0
    if not read.complete:
        left[column] = fields[column]
    return read.turns


def _shared(chosen: list[TurnDraft], rejected: list[TurnDraft]) -> list[TurnDraft]:
    """What both begin with; the last turn of each is its answer, be they equal."""
    shared = []
    for one, other in zip(chosen[:-1], rejected[:-1], strict=False):
        if one != other:
            break
        shared.append(one)
    return shared


def _only_answer(turns: list[TurnDraft]) -> str:
    if len(turns) != 1 or turns[0]["role"] != "assistant":
        raise RowProblem(_("The answers differ in more than one turn of the assistant."))
    return turns[0]["content"]


def _read_verdicts(binding: Binding) -> Read:
    """KTO: a rejected answer stands under `rejected`, where nothing learns it as a target."""
    before, completion, verdict = _Before(binding), binding.column("completion"), binding.column("accepted")

    def read(fields: Fields) -> tuple[PreferenceDraft, Fields]:
        good = as_verdict(fields.get(verdict))
        if good is None:
            raise RowProblem(_("The field “{field}” does not say whether the answer is good.").format(field=verdict))
        left: Fields = {}
        turns = before.turns(fields, left)
        if completion:
            answer = _only_answer(_answer_turns(fields, completion, left, binding))
        elif turns:
            answer = _only_answer([turns.pop()])
        return preference(turns, answer if good else "", "" if good else answer), left

    return read


def _has_verdict(values: Mapping[str, object]) -> bool:
    return as_verdict(values["accepted"]) is not None


def _ends_with_question(values: Mapping[str, object]) -> bool:
    """Some files repeat the better conversation whole under `messages`: that is no prompt."""
    turns = as_list(values["messages"])
    last = turns[-1] if isinstance(turns, list) and turns else None
    return isinstance(last, dict) and last.get("role", last.get("from")) not in ("assistant", "gpt")


def _turn_like(value: object) -> bool:
    return isinstance(as_list(value), (list, dict))


def _judged(*prompt: Part) -> tuple[Part, ...]:
    answer = Part("completion", N_("Answer"), ("completion", *ANSWERS))
    return (*prompt, answer, _VERDICT, SYSTEM, HISTORY)


def _turns(*names: str) -> Part:
    return Part("messages", N_("Turns before the answer"), names, accepts=listed)


DPO = Layout(
    "dpo",
    N_("Prompt with a better and a worse answer (DPO)"),
    "preference",
    (
        Part("prompt", N_("Prompt"), ("prompt", "instruction", "question", "query")),
        *(_INPUT, _CHOSEN, _REJECTED, SYSTEM, HISTORY),
    ),
    _read_texts,
    exclusive=True,
)
_LISTED_PAIR = (
    Part("chosen", N_("Better answer"), ("chosen", "chosen_conversations"), accepts=_turn_like),
    Part("rejected", N_("Worse answer"), ("rejected", "rejected_conversations"), accepts=_turn_like),
)
DPO_TURNS = Layout(
    "dpo_sharegpt",
    N_("Conversation with a better and a worse answer"),
    "preference",
    (_turns("conversations", "messages", "conversation"), *_LISTED_PAIR, SYSTEM),
    _read_messages,
    exclusive=True,
    fits=_ends_with_question,
)
DPO_MESSAGES = Layout(
    "dpo_messages",
    N_("Better and worse answers as messages (DPO)"),
    "preference",
    (Part("prompt", N_("Prompt"), ("prompt",), required=False), *_LISTED_PAIR, SYSTEM),
    _read_messages,
    exclusive=True,
)
HH = Layout(
    "hh",
    N_("Better and worse dialogue of Human and Assistant (HH-RLHF)"),
    "preference",
    (
        Part("chosen", N_("Better answer"), ("chosen",), accepts=is_transcript),
        Part("rejected", N_("Worse answer"), ("rejected",), accepts=is_transcript),
    ),
    _read_transcripts,
    exclusive=True,
)
KTO = Layout(
    "kto",
    N_("Answers judged good or bad (KTO)"),
    "preference",
    _judged(Part("prompt", N_("Prompt"), ("prompt", "instruction", "question", "query")), _INPUT),
    _read_verdicts,
    exclusive=True,
    fits=_has_verdict,
)
KTO_MESSAGES = Layout(
    "kto_messages",
    N_("Conversations judged good or bad (KTO)"),
    "preference",
    (_turns("messages", "conversations"), _VERDICT, SYSTEM),
    _read_verdicts,
    exclusive=True,
    fits=_has_verdict,
)
PREFERENCES = (DPO_TURNS, DPO_MESSAGES, DPO, HH, KTO_MESSAGES, KTO)
