"""Many answers to one question, of which two are compared or the best ones become a conversation."""

import math

from studio.data.importers.drafts import ChatDraft, PreferenceDraft
from studio.data.importers.formats import Fields
from studio.data.importers.layouts.layout import Binding, Layout, Part, Read, no_list
from studio.data.importers.layouts.preferences import preference
from studio.data.importers.layouts.supervised import SYSTEM
from studio.data.importers.turns import check_conversation, read_turns
from studio.data.importers.values import RowProblem, as_list, optional_text, text
from studio.words import N_, _

_SCORES = ("overall_score", "fine-grained_score", "score", "rating")
_LAST_RANK = 1 << 30


def _read_rated(binding: Binding) -> Read:
    """The best and the worst of several answers; all stay beside the row."""
    prompt, answers, system = binding.column("prompt"), binding.column("completions"), binding.column("system")

    def read(fields: Fields) -> tuple[PreferenceDraft, Fields]:
        rated = [
            (score, text(answer, "response"))
            for answer in _objects(as_list(fields.get(answers)))
            if (score := _score(answer)) is not None
        ]
        if not rated or min(rated)[0] == max(rated)[0]:
            raise RowProblem(_("No answer is rated better than another."))
        binding.notes["rated"] += 1
        return {
            "kind": "preference",
            "system": optional_text(fields, system) if system else "",
            "history": [],
            "prompt": text(fields, prompt),
            "chosen": max(rated, key=lambda each: each[0])[1],
            "rejected": min(rated, key=lambda each: each[0])[1],
        }, {answers: fields[answers]}

    return read


def _score(answer: Fields) -> float | None:
    """The mean of its ratings, else its score: in UltraFeedback some overall scores are ten times too high."""
    aspects = answer.get("annotations")
    rated = _objects(list(aspects.values())) if isinstance(aspects, dict) else []
    known = [rating for each in rated if (rating := _number(each.get("Rating"))) is not None]
    if known:
        return sum(known) / len(known)
    return next((number for name in _SCORES if (number := _number(answer.get(name))) is not None), None)


def _number(value: object) -> float | None:
    try:
        number = float(value) if isinstance(value, (int, float, str)) else math.nan
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _objects(value: object) -> list[Fields]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _are_rated(value: object) -> bool:
    return any("response" in each and _score(each) is not None for each in _objects(as_list(value)))


def _read_preferred(binding: Binding) -> Read:
    """OpenAI's preferences: the conversation before, and one answer each."""
    before, columns = binding.column("input"), (binding.column("chosen"), binding.column("rejected"))

    def read(fields: Fields) -> tuple[PreferenceDraft, Fields]:
        left: Fields = {}
        asked = as_list(fields.get(before))
        if not isinstance(asked, dict):
            raise RowProblem(_("The field “{field}” is missing.").format(field=before))
        read = read_turns(asked.get("messages"), before)
        if not read.complete or set(asked) != {"messages"}:
            left[before] = fields[before]
        answers, calls = [], read.calls
        for column in columns:
            answer = read_turns(fields.get(column), column)
            if len(answer.turns) != 1 or answer.turns[0]["role"] != "assistant":
                raise RowProblem(_("The answers differ in more than one turn of the assistant."))
            if not answer.complete:
                left[column] = fields[column]
            calls += answer.calls
            answers.append(answer.turns[0]["content"])
        binding.notes["calls"] += calls > 0
        return preference(read.turns, *answers), left

    return read


def _holds_messages(value: object) -> bool:
    found = as_list(value)
    return isinstance(found, dict) and isinstance(found.get("messages"), list)


def _read_tree(binding: Binding) -> Read:
    """Along the best ranked replies; the tree with the others stays beside the row."""
    column = binding.column("tree")

    def read(fields: Fields) -> tuple[ChatDraft, Fields]:
        turns: list[dict[str, object]] = []
        others = 0
        node = as_list(fields.get(column))
        while isinstance(node, dict):
            turns.append({"role": node.get("role"), "content": node.get("text")})
            replies = [each for each in _objects(node.get("replies")) if not each.get("deleted")]
            others += max(0, len(replies) - 1)
            node = min(replies, key=_rank) if replies else None
        while turns and turns[-1]["role"] == "prompter":
            # A question that nobody has answered.
            turns.pop()
            others += 1
        read = read_turns(turns, column)
        check_conversation(read.turns)
        binding.notes["replies"] += others > 0
        return {"kind": "chat", "messages": read.turns}, {column: fields[column]}

    return read


def _rank(reply: Fields) -> int:
    """0 is the best; a reply without a rank comes after those that have one."""
    rank = reply.get("rank")
    return rank if isinstance(rank, int) else _LAST_RANK


def _is_tree(value: object) -> bool:
    found = as_list(value)
    return isinstance(found, dict) and isinstance(found.get("text"), str) and isinstance(found.get("replies"), list)


ULTRAFEEDBACK = Layout(
    "ultrafeedback",
    N_("Several rated answers: the best and the worst (UltraFeedback)"),
    "preference",
    (
        Part("prompt", N_("Prompt"), ("instruction", "prompt", "question"), accepts=no_list),
        Part("completions", N_("Rated answers"), ("completions", "responses", "answers"), accepts=_are_rated),
        SYSTEM,
    ),
    _read_rated,
    exclusive=True,
)
OPENAI_PREFERENCE = Layout(
    "openai_preference",
    N_("Preferred and other answer (OpenAI)"),
    "preference",
    (
        Part("input", N_("Input"), ("input",), accepts=_holds_messages),
        Part("chosen", N_("Better answer"), ("preferred_output",)),
        Part("rejected", N_("Worse answer"), ("non_preferred_output",)),
    ),
    _read_preferred,
    exclusive=True,
)
OASST = Layout(
    "oasst",
    N_("Trees of replies: the best ranked ones (OASST)"),
    "chat",
    (Part("tree", N_("Tree of replies"), ("prompt",), accepts=_is_tree),),
    _read_tree,
    exclusive=True,
)
RATED = (ULTRAFEEDBACK, OPENAI_PREFERENCE, OASST)
