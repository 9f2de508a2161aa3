"""Entries of a lexicon and their cells, between the file's form and the table's; no Qt."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from studio.core.folding import folded
from studio.data.lexicon_files import Fields, Place
from studio.ui.augment.lexicons.sections import FROM, ID, MAN, TO, VERSION, WAYS, WOMAN, WORDS, Column, Section, Shape

Entry = Mapping[str, Any]
"""Never changed: a changed entry is another one."""
Entries = tuple[Entry, ...]
BETWEEN = "; "
_APART = re.compile(r"\n|;\s")
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_FIRST: dict[Shape, Place] = {"pairs": (MAN, WOMAN), "spans": (FROM, TO)}
"""Which columns stand for the places of a list in the file."""


def entries_of(section: Section, stored: Any) -> Entries:
    """The entries of a table out of what its field holds, which must be right."""
    match section.shape:
        case "joined":
            return tuple({WORDS: word} for word in stored.split())
        case "words":
            return tuple({WORDS: word} for word in stored)
        case "pairs":
            return tuple({MAN: man, WOMAN: woman} for man, woman in stored)
        case "spans":
            return tuple({WORDS: word, FROM: span[0], TO: span[1]} for word, span in stored.items())
        case "ways":
            return tuple({WORDS: word, WAYS: ways} for word, ways in stored.items())
        case "entries":
            return tuple(stored)


def stored_form(section: Section, entries: Entries) -> Any:
    """What the field of a table holds; the reverse of `entries_of`."""
    match section.shape:
        case "joined":
            return " ".join(str(each[WORDS]) for each in entries)
        case "words":
            return [each[WORDS] for each in entries]
        case "pairs":
            return [[each[MAN], each[WOMAN]] for each in entries]
        case "spans":
            return {each[WORDS]: [each.get(FROM), each.get(TO)] for each in entries}
        case "ways":
            return {each[WORDS]: each.get(WAYS, []) for each in entries}
        case "entries":
            return list(entries)


def place_in_table(section: Section, entries: Entries, place: Place) -> Place:
    """Where in the table something of the file stands: the entry's number, then the column's path."""
    if not place or section.shape == "entries":
        return place
    at, rest = place[0], place[1:]
    if section.shape in ("spans", "ways"):
        at = next((number for number, each in enumerate(entries) if each[WORDS] == at), 0)
    names = _FIRST.get(section.shape)
    if names and rest and isinstance(rest[0], int):
        return (at, names[rest[0]])
    return (at, WAYS, *rest) if section.shape == "ways" else (at, WORDS)


def value_of(entry: Entry, column: Column) -> Any:
    """What stands in a cell; None for nothing."""
    value: Any = entry
    for key in column.path:
        if isinstance(key, int):
            value = value[key] if isinstance(value, Sequence) and key < len(value) else None
        else:
            value = value.get(key) if isinstance(value, Mapping) else None
    return value


def cell_text(entry: Entry, column: Column) -> str:
    """A cell in one line."""
    value = value_of(entry, column)
    if value is None:
        return ""
    return BETWEEN.join(map(str, value)) if isinstance(value, list) else str(value)


def is_on(entry: Entry, column: Column) -> bool:
    """Whether a switch is on."""
    value = value_of(entry, column)
    return bool(column.default if value is None else value)


def read_cell(column: Column, typed: str) -> Any:
    """What a person means by a text typed into a cell."""
    match column.kind:
        case "list":
            return [kept for each in _APART.split(typed) if (kept := each.strip().rstrip(";"))]
        case "patterns":
            return [each for each in typed.split("\n") if each.strip()]
        case "number":
            return _number(typed.strip())
        case _:
            return typed


def with_cell(entry: Entry, column: Column, value: Any) -> Entry:
    """The entry with another value; one that a missing field means as well is left out of the file."""
    # True and 1 are equal, and not the same in a file.
    means_nothing = value in (None, "", []) or (value == column.default and type(value) is type(column.default))
    return _with(entry, column.path, None if means_nothing and not column.required else value)


def new_entry(section: Section) -> Entry:
    """An entry that says nothing yet, with what cannot be left out."""
    entry: Entry = {}
    # The id comes first in the file.
    for column in sorted(section.columns, key=lambda each: each.path != (ID,)):
        if column.required:
            entry = _with(entry, column.path, _first_value(column))
    return {**entry, section.nested.key: []} if section.nested else entry


def with_id(entry: Entry, entries: Entries) -> Entry:
    """The entry with an id made of its name where it has none yet."""
    if entry.get(ID) != "" or not isinstance(entry.get("name"), Mapping):
        return entry
    plain = _NOT_IN_ID.sub("_", folded(str(entry["name"].get("en") or entry["name"].get("fr") or ""))).strip(
        "_0123456789"
    )
    return {**entry, ID: _free(plain, entries)} if plain else entry


def copy_of(section: Section, entry: Entry, entries: Entries) -> Entry:
    """The same once more; an id gets a number."""
    return {**entry, ID: _free(str(entry[ID]), entries)} if section.shape == "entries" and ID in entry else dict(entry)


def _free(wanted: str, entries: Entries) -> str:
    """An id that no entry has: the one wanted, or with the first number that makes it one."""
    taken = {each.get(ID) for each in entries}
    numbered = (f"{wanted}_{number}" for number in range(2, len(entries) + 3))
    return next(each for each in (wanted, *numbered) if each not in taken)


def _first_value(column: Column) -> Any:
    if column.kind == "list":
        return []
    if column.kind == "number":
        return 0
    return column.choices[0] if column.choices else ""


def _with(holder: Entry, path: Place, value: Any) -> dict[str, Any]:
    key, rest = str(path[0]), path[1:]
    changed = dict(holder)
    inner = changed.get(key)
    if rest and isinstance(rest[0], int):
        pair = list(inner) if isinstance(inner, list) else [None, None]
        pair[rest[0]] = value
        value = pair if any(each is not None for each in pair) else None
    elif rest:
        value = _with(inner if isinstance(inner, Mapping) else {}, rest, value) or None
    if value is None:
        changed.pop(key, None)
    else:
        changed[key] = value
    return changed


def _number(typed: str) -> Any:
    if not _NUMBER.fullmatch(typed):
        return typed or None
    value = float(typed.replace(",", "."))
    return int(value) if value.is_integer() else value


def fields_of(sections: Sequence[Section], tables: Mapping[str, Entries]) -> Fields:
    """The fields of a lexicon with these tables."""
    return {VERSION: 1, **{each.key: stored_form(each, tables[each.key]) for each in sections}}
