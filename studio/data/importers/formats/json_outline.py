"""Where in a JSON document the rows are, found by looking at its beginning."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TextIO

from studio.data.importers.formats.json_cursor import Cursor
from studio.data.importers.formats.record import MEGABYTE
from studio.data.importers.formats.split_names import are_splits

Plan = Literal["rows", "array", "keyed", "columns", "left out"] | Mapping[str, "Plan"]
"""Where rows are: one after another, in a list, in an object by their ids, in columns, nowhere; or by these names."""

# Lists of objects that belong to one row.
_TURNS = ("messages", "conversations", "conversation", "turns", "dialog", "dialogue", "history", "chosen", "rejected")
_INSIDE_ROWS = frozenset((*_TURNS, "tools", "choices", "options", "entities", "spans", "annotations"))
_DEEPEST = 3
_LOOKED_AT = 16 * MEGABYTE


@dataclass(frozen=True)
class Outline:
    """Where the rows are, by names if they have some, and the names of other lists that can be had instead."""

    plan: Plan
    taken: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass
class _Shape:
    """What a value looks like; `size` counts what was seen inside."""

    kind: Literal["scalar", "list", "rows", "object"] = "scalar"
    size: int = 0
    members: dict[str, "_Shape"] = field(default_factory=dict)


class _Enough(Exception):
    """So much was seen that the rest is no surprise."""


def outline(text: TextIO, wanted: str = "") -> Outline:
    """The rows of a list; of an object those under its largest list, its splits or `wanted`; else the object itself."""
    cursor = Cursor(text)
    if cursor.peek() != "{":
        return Outline("array" if cursor.peek() == "[" else "rows")
    shape = _Shape()
    try:
        _look(cursor, shape, _DEEPEST)
        if cursor.peek() in ("{", ","):
            # One object after another, over several lines each.
            return Outline("rows")
    except _Enough:
        pass
    return _outline(shape, wanted)


def _look(cursor: Cursor, shape: _Shape, depth: int) -> None:
    first = cursor.peek()
    if first == "[":
        shape.kind = "list"
        for each in cursor.items():
            shape.kind = "rows" if each == "{" else shape.kind
            shape.size += 1
            cursor.value()
            _stop_when_enough(cursor)
    elif first == "{" and depth:
        shape.kind = "object"
        for name in cursor.members():
            shape.size += 1
            shape.members[name] = _Shape()
            _look(cursor, shape.members[name], depth - 1)
            _stop_when_enough(cursor)
    else:
        cursor.value()


def _stop_when_enough(cursor: Cursor) -> None:
    if cursor.passed > _LOOKED_AT:
        raise _Enough


def _outline(shape: _Shape, wanted: str) -> Outline:
    members = shape.members
    lists: dict[str, Plan] = {
        name: "array" for name, member in members.items() if member.kind == "rows" and name not in _INSIDE_ROWS
    }
    if lists:
        return _chosen(lists, members, wanted)
    objects = {name: member for name, member in members.items() if member.kind == "object"}
    if objects and len(objects) == len(members):
        return _of_objects(objects, wanted)
    nested = {
        name: plan
        for name, member in objects.items()
        if name not in _INSIDE_ROWS and (plan := _outline(member, "").plan) not in ("rows", "columns")
    }
    if nested:
        return _chosen(nested, members, wanted)
    return Outline("columns" if _are_columns(members) else "rows")


def _of_objects(objects: Mapping[str, _Shape], wanted: str) -> Outline:
    """An object of nothing but objects: rows by their ids, or a few tables by their names."""
    if _are_columns(objects):
        return Outline("columns")
    plans = {name: _outline(member, "").plan for name, member in objects.items()}
    are_tables = all(plan != "rows" for plan in plans.values())
    if are_splits(objects) or (are_tables and not _alike(objects)):
        tables: dict[str, Plan] = {name: "keyed" if plan == "rows" else plan for name, plan in plans.items()}
        return _chosen(tables, objects, wanted)
    return Outline("keyed")


def _alike(objects: Mapping[str, _Shape]) -> bool:
    """Whether several objects mostly have the same names inside, as rows have."""
    first, *others = (set(member.members) for member in objects.values())
    return bool(others) and sum(len(first & names) * 2 >= len(first) for names in others) * 2 >= len(others)


def _are_columns(members: Mapping[str, _Shape]) -> bool:
    """Columns are as long as each other; in an object their cells are numbered."""
    sizes = {member.size for member in members.values()}
    if len(members) == 1 or len(sizes) != 1 or sizes == {0}:
        return False
    return all(
        (member.kind == "list" and member.size > 1)
        or (member.kind == "object" and all(name.isdecimal() for name in member.members))
        for member in members.values()
    )


def _chosen(plans: Mapping[str, Plan], shapes: Mapping[str, _Shape], wanted: str) -> Outline:
    splits = [name for name in plans if are_splits([name])]
    largest = max(plans, key=lambda name: shapes[name].size)
    taken = {wanted} if wanted in plans else set(splits or [largest])
    plan: dict[str, Plan] = {name: "left out" for name in shapes}
    plan |= {name: plans[name] for name in taken}
    return Outline(plan, tuple(sorted(taken)), tuple(name for name in plans if name not in taken))
