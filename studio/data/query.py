"""From the rows that are wanted to the SQL that finds them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import apsw
import orjson

from studio.core.folding import folded
from studio.data.records import RowQuery
from studio.data.search import match_expression, register_search

_KEY_LENGTH = 64
_DIGITS = re.compile(r"\d+")
_COLUMNS = {
    "split": ("CASE split WHEN 'train' THEN 1 WHEN 'validation' THEN 2 WHEN 'test' THEN 3 ELSE 4 END",),
    "status": ("CASE status WHEN 'draft' THEN 1 WHEN 'reviewed' THEN 2 WHEN 'approved' THEN 3 ELSE 4 END",),
    "characters": ("characters",),
    "edited_at": ("edited_at",),
    "created_at": ("created_at",),
    "family": ("family",),
    "source": ("ordered_as(origin_file)", "origin_line"),
    "note": ("ordered_as(note)",),
    "tags": ("ordered_as(tags)",),
}

SqlValue = str | int | float


@dataclass(frozen=True)
class Statement:
    """SQL with the values of its question marks."""

    sql: str
    values: tuple[SqlValue, ...] = ()


def find_statement(query: RowQuery, hits: Sequence[int] | None = None) -> Statement:
    """The ids of the rows wanted, in the order wanted, or in any where `is_by_id`.

    `hits` are all rows in which the search occurs, when they are known to be few.
    """
    if not query.search.strip():
        parts = [Statement("SELECT id FROM example WHERE"), filter_statement(query)]
    elif hits is None:
        search = search_statement(query)
        parts = [Statement("SELECT id FROM example WHERE id IN ("), search, Statement(") AND"), filter_statement(query)]
    else:
        listed = Statement("SELECT id FROM example WHERE id IN (SELECT value FROM json_each(?)) AND +", (str(hits),))
        parts = [listed, filter_statement(query)]
    if not is_by_id(query):
        parts += [Statement("ORDER BY"), _order_statement(query)]
    return _joined(parts, " ")


def filter_statement(query: RowQuery) -> Statement:
    """All conditions but the search, to stand after WHERE."""
    return _joined(_conditions(query), " AND ")


def is_by_id(query: RowQuery) -> bool:
    """Whether the order is that of the ids, which numpy makes at once where SQLite would read whole rows."""
    return query.sort in ("", "number")


def _order_statement(query: RowQuery) -> Statement:
    """Equal rows stay in the order of their ids."""
    direction = "DESC" if query.descending else "ASC"
    keys = _COLUMNS.get(query.sort)
    if keys is None:
        return Statement(f"content_key(content, ?) {direction}, id", (query.sort,))
    return Statement(", ".join([*(f"{key} {direction}" for key in keys), "id"]))


def search_statement(query: RowQuery) -> Statement:
    """Rows of any data set that the index knows, and those of this one that it has missed and that pass the filters."""
    where = filter_statement(query)
    look = Statement("AND occurs(content, ?)", (query.search,))
    parts = [
        Statement("SELECT rowid FROM example_search WHERE example_search MATCH ?", (match_expression(query.search),)),
        Statement("AND rowid NOT IN (SELECT id FROM to_index)"),
        # The plus keeps SQLite from going through all rows of the data set instead of these.
        Statement("UNION ALL SELECT id FROM example WHERE id > (SELECT indexed_to FROM indexing) AND +"),
        *(where, look),
        Statement("UNION ALL SELECT id FROM example WHERE id IN (SELECT id FROM to_index) AND +"),
        *(where, look),
    ]
    return _joined(parts, " ")


def _joined(parts: Iterable[Statement], between: str) -> Statement:
    parts = list(parts)
    return Statement(between.join(each.sql for each in parts), tuple(value for each in parts for value in each.values))


def register_functions(db: apsw.Connection) -> None:
    """Let SQL order texts as a reader would, and look into them."""
    db.create_scalar_function("ordered_as", _ordered_as, 1, deterministic=True)
    db.create_scalar_function("content_key", _content_key, 2, deterministic=True)
    register_search(db)


def _ordered_as(*values: object) -> str:
    return ordered_as(str(values[0]))


def _content_key(*values: object) -> str | int | None:
    content, field = values
    return content_key(str(content), str(field))


def ordered_as(text: str) -> str:
    """The beginning of a text as it is ordered: accents and case aside, and 9 before 10."""
    start = folded(text[: 2 * _KEY_LENGTH])[:_KEY_LENGTH].replace("œ", "oe").replace("æ", "ae")
    return _DIGITS.sub(_padded, start) if _DIGITS.search(start) else start


def _padded(digits: re.Match[str]) -> str:
    return digits[0].zfill(12)


def content_key(content: str, field: str) -> str | int | None:
    """What a row is ordered by under a column of its content; turns of a chat are `question`, `answer` and `turns`."""
    found = orjson.loads(content)
    if "messages" in found:
        return _key_of_chat(found["messages"], field)
    value = found.get(field)
    if isinstance(value, list):
        return ordered_as(", ".join(_shown(each) for each in value))
    return ordered_as(value) if isinstance(value, str) else None


def _key_of_chat(turns: list[dict[str, Any]], field: str) -> str | int | None:
    if field == "turns":
        return len(turns)
    role = {"question": "user", "answer": "assistant"}.get(field)
    of_role = [turn["content"] for turn in turns if turn["role"] == role]
    if not of_role:
        return None
    return ordered_as(of_role[0] if field == "question" else of_role[-1])


def _shown(value: object) -> str:
    return str(value["content"]) if isinstance(value, dict) else str(value)


def _conditions(query: RowQuery) -> Iterator[Statement]:
    yield Statement("dataset_id = ?", (query.dataset_id,))
    if query.splits:
        yield _one_of("split", query.splits)
    if query.statuses:
        yield _one_of("status", query.statuses)
    if query.tag:
        yield Statement("tags <> '[]' AND EXISTS (SELECT 1 FROM json_each(example.tags) WHERE value = ?)", (query.tag,))
    if query.label:
        yield Statement("EXISTS (SELECT 1 FROM json_each(example.content, '$.labels') WHERE value = ?)", (query.label,))
    if query.source:
        yield Statement("origin_file = ?", (query.source,))
    yield from _bounds(query)
    if query.finding == "*":
        yield Statement("id IN (SELECT example_id FROM finding WHERE dataset_id = ?)", (query.dataset_id,))
    elif query.finding:
        yield Statement(
            "id IN (SELECT example_id FROM finding WHERE dataset_id = ? AND rule = ?)",
            (query.dataset_id, query.finding),
        )


def _bounds(query: RowQuery) -> Iterator[Statement]:
    # Where a split is asked for too, its index leads to fewer rows than that of the lengths.
    plus = "+" * bool(query.splits)
    if query.shortest is not None:
        yield Statement(f"{plus}characters >= ?", (query.shortest,))
    if query.longest is not None:
        yield Statement(f"{plus}characters <= ?", (query.longest,))
    if query.edited_since is not None:
        yield Statement("edited_at >= ?", (query.edited_since,))


def _one_of(column: str, values: frozenset[Any]) -> Statement:
    named = tuple(sorted(value for value in values if value is not None))
    alternatives = [f"{column} IN ({', '.join('?' * len(named))})"] if named else []
    if None in values:
        alternatives.append(f"{column} IS NULL")
    return Statement(f"({' OR '.join(alternatives)})", named)
