"""Layouts for preferences: pairs of answers, and answers judged one by one."""

from studio.core.example import Content, Kind, Message, Preference
from studio.data.exporters.conversations import as_messages, as_turns
from studio.data.exporters.layouts import DoesNotFit, Layout, Loss
from studio.data.exporters.rows import Fields
from studio.words import N_, _

_KIND: tuple[Kind, ...] = ("preference",)


def _preference(content: Content) -> Preference:
    if not isinstance(content, Preference):
        raise DoesNotFit(_("It is no preference."))
    return content


def _pair(content: Content) -> Preference:
    one = _preference(content)
    if not (one.chosen and one.rejected):
        raise DoesNotFit(_("Only one of its answers is there."))
    return one


def _without_history(one: Preference) -> Preference:
    if one.history:
        raise DoesNotFit(_("It has earlier turns."))
    return one


def _prompt(one: Preference) -> tuple[Message, ...]:
    system = (Message(role="system", content=one.system),) if one.system else ()
    return (*system, *one.history, Message(role="user", content=one.prompt))


def _answer(text: str) -> tuple[Message, ...]:
    return (Message(role="assistant", content=text),)


def _write_dpo(content: Content) -> list[Fields]:
    one = _without_history(_pair(content))
    return [{"system": one.system, "prompt": one.prompt, "chosen": one.chosen, "rejected": one.rejected}]


def _write_dpo_messages(content: Content) -> list[Fields]:
    one = _pair(content)
    chosen, rejected = as_messages(_answer(one.chosen)), as_messages(_answer(one.rejected))
    return [{"prompt": as_messages(_prompt(one)), "chosen": chosen, "rejected": rejected}]


def _write_whole_conversations(content: Content) -> list[Fields]:
    one = _pair(content)
    prompt = _prompt(one)
    chosen, rejected = as_messages(prompt + _answer(one.chosen)), as_messages(prompt + _answer(one.rejected))
    return [{"chosen_conversations": chosen, "rejected_conversations": rejected}]


def _write_dpo_sharegpt(content: Content) -> list[Fields]:
    one = _pair(content)
    (chosen,), (rejected,) = as_turns(_answer(one.chosen)), as_turns(_answer(one.rejected))
    return [{"conversations": as_turns(_prompt(one)), "chosen": chosen, "rejected": rejected}]


def _write_kto(content: Content) -> list[Fields]:
    one = _without_history(_preference(content))
    judged = [(one.chosen, True), (one.rejected, False)]
    lines = [
        {"system": one.system, "prompt": one.prompt, "completion": answer, "label": good}
        for answer, good in judged
        if answer
    ]
    if not lines:
        raise DoesNotFit(_("It has no answer."))
    return lines


def _torn_pair(content: Content) -> Loss | None:
    return "pair" if isinstance(content, Preference) and content.chosen and content.rejected else None


PREFERENCE_LAYOUTS = (
    Layout(
        "dpo",
        N_("DPO pairs, as texts"),
        {"system": "text", "prompt": "text", "chosen": "text", "rejected": "text"},
        _write_dpo,
        _KIND,
    ),
    Layout(
        "dpo_messages",
        N_("DPO pairs, as messages"),
        {"prompt": "messages", "chosen": "messages", "rejected": "messages"},
        _write_dpo_messages,
        _KIND,
    ),
    Layout(
        "torchtune_preference",
        N_("Preference pairs (torchtune)"),
        {"chosen_conversations": "messages", "rejected_conversations": "messages"},
        _write_whole_conversations,
        _KIND,
    ),
    Layout(
        "dpo_sharegpt",
        N_("Preference pairs (ShareGPT)"),
        {"conversations": "turns", "chosen": "turn", "rejected": "turn"},
        _write_dpo_sharegpt,
        _KIND,
    ),
    Layout(
        "kto",
        N_("KTO: answers judged one by one"),
        {"system": "text", "prompt": "text", "completion": "text", "label": "truth"},
        _write_kto,
        _KIND,
        gives_several=True,
        loss=_torn_pair,
    ),
)
