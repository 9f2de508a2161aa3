"""Filters in words: each condition of a query that can be taken away by itself; no Qt."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from studio.core.example import SPLITS, STATUSES
from studio.data.checks import RULES
from studio.data.records import RowQuery
from studio.ui.data.columns import SPLIT_NAMES, STATUS_NAMES
from studio.ui.formats import integer
from studio.words import _

ANY_FINDING = "*"
LENGTH = "length"


@dataclass(frozen=True)
class ActiveFilter:
    """A condition in words; `key` is what `without` takes away."""

    key: str
    text: str


def active_filters(query: RowQuery) -> tuple[ActiveFilter, ...]:
    """The conditions of a query but its search, which has a field of its own."""
    return tuple(_active(query))


def without(query: RowQuery, key: str) -> RowQuery:
    """The query with one condition less."""
    if key == LENGTH:
        return query.model_copy(update={"shortest": None, "longest": None})
    return query.model_copy(update={key: RowQuery.model_fields[key].default})


def _active(query: RowQuery) -> Iterator[ActiveFilter]:
    if query.splits:
        named = [_(SPLIT_NAMES[each]) for each in SPLITS if each in query.splits]
        named += [_("No split")] if None in query.splits else []
        yield ActiveFilter("splits", _("Split: {values}").format(values=", ".join(named)))
    if query.statuses:
        named = [_(STATUS_NAMES[each]) for each in STATUSES if each in query.statuses]
        yield ActiveFilter("statuses", _("Status: {values}").format(values=", ".join(named)))
    if query.tag:
        yield ActiveFilter("tag", _("Tag: {values}").format(values=query.tag))
    if query.label:
        yield ActiveFilter("label", _("Label: {values}").format(values=query.label))
    if query.source:
        yield ActiveFilter("source", _("Source: {values}").format(values=query.source))
    if query.shortest is not None or query.longest is not None:
        yield ActiveFilter(LENGTH, _length(query.shortest, query.longest))
    if query.finding:
        yield ActiveFilter("finding", _finding(query.finding))
    if query.edited_since is not None:
        yield ActiveFilter("edited_since", _("Edited since {day}").format(day=day_name(query.edited_since)))


def _finding(rule: str) -> str:
    titles = {each.id: _(each.title) for each in RULES}
    return (
        _("With any finding") if rule == ANY_FINDING else _("Finding: {values}").format(values=titles.get(rule, rule))
    )


def _length(shortest: int | None, longest: int | None) -> str:
    if shortest is None:
        return _("At most {longest} characters").format(longest=integer(longest or 0))
    if longest is None:
        return _("At least {shortest} characters").format(shortest=integer(shortest))
    return _("{shortest} to {longest} characters").format(shortest=integer(shortest), longest=integer(longest))


def day_name(at: float) -> str:
    """The day of a moment, in an order that both languages read."""
    return time.strftime("%Y-%m-%d", time.localtime(at))
