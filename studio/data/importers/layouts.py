"""Which columns of a file hold which part of an example."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from studio.core.example import Kind
from studio.data.importers.records import Fields
from studio.errors import ImportFailed
from studio.words import _

QUESTIONS = ("instruction", "prompt", "question", "consigne", "input")
ANSWERS = ("response", "output", "completion", "answer", "réponse", "reponse")
INPUTS = ("input", "context")
SYSTEMS = ("system", "system_prompt")
AROUND = ("split", "family", "status", "tags", "note")
_NAMED = 20
MAPPABLE = ("instruction", "input", "response", "system", "messages", *AROUND)
"""The fields that a mapping may name."""


@dataclass(frozen=True)
class Layout:
    """How rows of a file become examples; `columns` leads from our fields to the file's names."""

    name: str
    kind: Kind
    columns: Mapping[str, str]
    also_answers: tuple[str, ...] = field(default=())
    """Other columns that could have been the answer; they are kept beside the example."""


def named_columns(fields: Fields, mapping: Mapping[str, str]) -> dict[str, str]:
    """The row's columns by their name in lower case, then by the field that `mapping` makes of them."""
    columns = {column.strip().casefold(): column for column in fields}
    return columns | {field: column for field, column in mapping.items() if column in fields}


def recognise(sample: Sequence[Fields], mapping: Mapping[str, str]) -> Layout:
    """The layout that most rows of `sample` have; raises ImportFailed when none has a known one."""
    _check_mapping(sample, mapping)
    every: dict[str, str] = {}
    votes: Counter[tuple[str, ...]] = Counter()
    for fields in sample:
        columns = named_columns(fields, mapping)
        every |= columns
        if found := _required(fields, columns):
            votes[found] += 1
    if not votes:
        known = ", ".join(list(dict.fromkeys(every.values()))[:_NAMED])
        raise ImportFailed(
            _("This file has no column for the question or none for the answer. Its columns are: {names}.").format(
                names=known
            ),
            hint=_("Say which is which, for example: --map instruction=COLUMN --map response=COLUMN"),
        )
    return _layout(votes.most_common(1)[0][0], every)


def _check_mapping(sample: Sequence[Fields], mapping: Mapping[str, str]) -> None:
    present = dict.fromkeys(column for fields in sample for column in fields)
    for ours, column in mapping.items():
        if ours not in MAPPABLE:
            raise ImportFailed(
                _("“{field}” is not a field of an example.").format(field=ours),
                hint=_("The fields are: {names}.").format(names=", ".join(MAPPABLE)),
            )
        if column not in present:
            raise ImportFailed(
                _("This file has no column “{column}”.").format(column=column),
                hint=_("Its columns are: {names}.").format(names=", ".join(list(present)[:_NAMED])),
            )


def _required(fields: Fields, columns: Mapping[str, str]) -> tuple[str, ...] | None:
    for turns in ("messages", "conversations"):
        if turns in columns and not isinstance(fields[columns[turns]], (str, int, float)):
            return (turns,)
    question = next((name for name in QUESTIONS if name in columns), None)
    if question is None:
        return None
    if _is_choice(fields, columns):
        return (question, "answers", "correct_answers")
    answer = next((name for name in ANSWERS if name in columns), None)
    return None if answer is None else (question, answer)


def _is_choice(fields: Fields, columns: Mapping[str, str]) -> bool:
    return (
        "answers" in columns
        and "correct_answers" in columns
        and "response" not in columns
        and isinstance(fields[columns["answers"]], dict)
    )


def _layout(required: tuple[str, ...], every: Mapping[str, str]) -> Layout:
    if len(required) == 1:
        return Layout(required[0], "chat", _with_around({"messages": every[required[0]]}, every))
    question, *answer = required
    columns = {"instruction": every[question]}
    system = next((name for name in SYSTEMS if name in every), "")
    if system:
        columns["system"] = every[system]
    if len(answer) > 1:
        columns |= {name: every[name] for name in answer}
        return Layout("/".join([question, *answer]), "instruction", _with_around(columns, every))
    more = next((name for name in INPUTS if name in every and name != question), "")
    if more:
        columns["input"] = every[more]
    columns["response"] = every[answer[0]]
    also = tuple(every[name] for name in ANSWERS if name in every and every[name] not in columns.values())
    name = "/".join(part for part in (question, more, answer[0], system) if part)
    return Layout(name, "instruction", _with_around(columns, every), also)


def _with_around(columns: dict[str, str], every: Mapping[str, str]) -> dict[str, str]:
    """A column called “note” may have been mapped to the answer: content comes first."""
    taken = set(columns.values())
    return columns | {name: every[name] for name in AROUND if name in every and every[name] not in taken}
