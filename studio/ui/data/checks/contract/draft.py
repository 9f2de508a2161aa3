"""The fields of a contract while they are being edited, right or not yet; no Qt."""

from collections.abc import Mapping, Sequence
from typing import Any

from studio.core.contract import fields_text
from studio.paths import DEMO

Fields = dict[str, Any]
Path = tuple[str | int, ...]
BETWEEN = " / "
"""Stands between the alternatives of a group."""
IN_FORM = ("name", "label", "begins", "ends", "contains", "excludes", "one_line", "longest")
"""What a form shows of a kind of answer; the rest is set in the text."""


def with_value(fields: Fields, path: Path, value: object) -> Fields:
    """The fields with one of them changed; an empty value takes the field out."""
    key, rest = path[0], path[1:]
    if isinstance(key, int):
        raise TypeError("a place in a list has a field before it")
    changed = dict(fields)
    if rest and isinstance(rest[0], int):
        items = list(changed.get(key, []))
        items[rest[0]] = with_value(items[rest[0]], rest[1:], value)
        changed[key] = items
    elif rest:
        changed[key] = with_value(changed.get(key, {}), rest, value)
    elif value in ("", None, False, [], {}):
        changed.pop(key, None)
    else:
        changed[key] = value
    return changed


def with_kinds(fields: Fields, kinds: Sequence[Fields]) -> Fields:
    """The fields with other kinds of answer, or the same in another order."""
    return {**fields, "formats": list(kinds)}


def kinds_of(fields: Mapping[str, Any]) -> list[Fields]:
    """The kinds of answer."""
    return list(fields.get("formats", []))


def new_kind(number: int) -> Fields:
    """A kind of answer that says nothing yet."""
    return {"name": {"en": f"Answer {number}", "fr": f"Réponse {number}"}}


def empty_contract() -> Fields:
    """A contract to begin with."""
    return {"v": 1, "name": {"en": "Answers", "fr": "Réponses"}, "formats": [new_kind(1)]}


def empty_text() -> str:
    """The YAML of a contract to begin with."""
    return fields_text(empty_contract())


def sample_text() -> str:
    """The contract of the headache sample."""
    return (DEMO / "contract.yaml").read_text("utf-8")


def groups_of(text: str) -> list[list[str]]:
    """Groups of alternatives: one group a line, the alternatives of a group apart by “ / ”."""
    groups = ([phrase.strip() for phrase in line.split(BETWEEN)] for line in text.splitlines())
    return [kept for group in groups if (kept := [phrase for phrase in group if phrase])]


def groups_text(groups: Sequence[Sequence[str]]) -> str:
    """As `groups_of` reads it."""
    return "\n".join(BETWEEN.join(group) for group in groups)


def phrases_of(text: str) -> list[str]:
    """One phrase a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def only_in_text(kind: Mapping[str, Any]) -> list[str]:
    """The fields of a kind of answer that the form does not show."""
    return [name for name in kind if name not in IN_FORM]
