"""Find and replace over many rows: what would change, and changing it as one step."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import apsw
import orjson
import regex

from studio.core.example import Kind
from studio.data.history import Label
from studio.data.inserting import digest
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.data.records import Changes, RowQuery
from studio.errors import ProjectFailed
from studio.words import N_, _

FIELDS: dict[Kind, tuple[str, ...]] = {
    "instruction": ("system", "instruction", "input", "response"),
    "chat": ("user", "assistant", "system", "tool"),
    "preference": ("system", "history", "prompt", "chosen", "rejected"),
    "classification": ("text", "labels"),
    "choice": ("question", "context", "options"),
    "text": ("text",),
}
"""Where texts can be replaced; in conversations in the turns of one role. "" stands for everywhere."""

_BATCH = 2_000
_PATIENCE = 1.0
_BEFORE_CHANGE, _EXCERPT = 40, 240
_ROWS = "SELECT id, content FROM example WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True)
class Replacement:
    """What to look for in which of `FIELDS`, and what to put there; a pattern's replacement may name its groups."""

    find: str
    replace: str
    field: str = ""
    regular_expression: bool = False
    match_case: bool = False


@dataclass(frozen=True)
class ReplacedText:
    """A passage of a row around the first change."""

    row_id: int
    before: str
    after: str


@dataclass(frozen=True)
class ReplacementPreview:
    """What a replacement would do: how many rows would change, in how many places, and some of them."""

    rows: int
    places: int
    samples: tuple[ReplacedText, ...]


class ReplacementCancelled(ProjectFailed):
    """The user stopped a replacement; the project is as it was."""


def _tell_nobody(_done: int, _total: int) -> None:
    pass


def _never() -> bool:
    return False


def preview_replacement(
    reader: ProjectReader,
    query: RowQuery,
    replacement: Replacement,
    *,
    limit: int = 200,
    progress: Progress = _tell_nobody,
    cancelled: Cancelled = _never,
) -> ReplacementPreview:
    """Look through the rows of a query without changing any; `limit` is the number of samples.

    Raises ProjectFailed for a pattern that is wrong or takes too long, ReplacementCancelled.
    """
    replacer = _Replacer(replacement)
    rows = places = 0
    samples: list[ReplacedText] = []
    ids = reader.find_rows(query).tolist()
    with reader.one_moment() as db:
        for batch in _batches(db, ids, progress, cancelled):
            for id, content in batch:
                if (found := replacer.replaced(id, content)) is None:
                    continue
                rows += 1
                places += found.places
                if len(samples) < limit:
                    samples.append(_excerpt(id, found.before, found.after))
    return ReplacementPreview(rows, places, tuple(samples))


def replace_all(
    project: Project,
    query: RowQuery,
    replacement: Replacement,
    *,
    progress: Progress = _tell_nobody,
    cancelled: Cancelled = _never,
) -> Changes:
    """Replace everywhere in the rows of a query as one step, or nowhere; raises as `preview_replacement` does."""
    replacer = _Replacer(replacement)
    words = {"find": replacement.find[:40], "replace": replacement.replace[:40]}
    with (
        ProjectReader(project.path) as reader,
        project.step(Label(N_("Replace “{find}” by “{replace}”"), words)) as step,
    ):
        # Read where they are written, so that each page is fetched once.
        for batch in _batches(project.db, reader.find_rows(query).tolist(), progress, cancelled):
            found = [(id, replacer.replaced(id, content)) for id, content in batch]
            now = time.time()
            changed = [
                (each.content, digest(each.content), each.longer, now, id) for id, each in found if each is not None
            ]
            with step.part():
                project.db.executemany(
                    "UPDATE example SET content = ?, digest = ?, characters = characters + ?, edited_at = ?"
                    " WHERE id = ?",
                    changed,
                )
    return step.changes()


def _batches(
    db: apsw.Connection, ids: list[int], progress: Progress, cancelled: Cancelled
) -> Iterator[list[tuple[int, str]]]:
    for start in range(0, len(ids), _BATCH):
        if cancelled():
            raise ReplacementCancelled(_("Nothing was replaced."))
        progress(start, len(ids))
        batch = db.execute(_ROWS, (json.dumps(ids[start : start + _BATCH]),)).fetchall()
        yield cast(list[tuple[int, str]], batch)
    progress(len(ids), len(ids))


@dataclass(frozen=True)
class _Replaced:
    """A changed content, so many characters longer; `before` and `after` are the first of its texts that changes."""

    content: str
    places: int
    longer: int
    before: str
    after: str


class _Replacer:
    """A replacement made ready; raises ProjectFailed for a pattern that makes no sense."""

    def __init__(self, replacement: Replacement) -> None:
        if not replacement.find:
            raise ProjectFailed(_("Say what to look for."))
        self._field = replacement.field
        # In a plain replacement a backslash is a backslash.
        self._is_plain = not replacement.regular_expression
        self._template = replacement.replace.replace("\\", r"\\") if self._is_plain else replacement.replace
        flags = regex.MULTILINE | (0 if replacement.match_case else regex.IGNORECASE)
        source = regex.escape(replacement.find) if self._is_plain else replacement.find
        try:
            self._pattern = regex.compile(source, flags)
        except regex.error as error:
            raise _wrong_pattern(error) from error

    def replaced(self, id: int, content: str) -> _Replaced | None:
        """None when the row stays as it is."""
        found: dict[str, Any] = orjson.loads(content)
        places = longer = 0
        first: tuple[str, str] | None = None
        for holder, key in _places(found, self._field):
            before = holder[key]
            after, count = self._substituted(id, before)
            if after != before:
                holder[key] = after
                places += count
                longer += len(after) - len(before)
                first = first or (before, after)
        return None if first is None else _Replaced(orjson.dumps(found).decode(), places, longer, *first)

    def _substituted(self, id: int, text: str) -> tuple[str, int]:
        if self._is_plain:
            return self._pattern.subn(self._template, text)
        try:
            # Concurrent, so that a slow pattern does not stop the window.
            return self._pattern.subn(self._template, text, timeout=_PATIENCE, concurrent=True)
        except TimeoutError as error:
            raise ProjectFailed(
                _("This pattern takes too long on row {id}. Nothing was replaced.").format(id=id),
                hint=_("Make it simpler: a repetition inside a repetition is the usual cause."),
            ) from error
        except (regex.error, IndexError) as error:
            raise _wrong_pattern(error) from error


def _wrong_pattern(error: Exception) -> ProjectFailed:
    return ProjectFailed(
        _("This regular expression is not valid: {reason}").format(reason=error),
        hint=_("To look for these very characters, turn regular expressions off."),
    )


def _places(found: dict[str, Any], field: str) -> Iterator[tuple[Any, Any]]:
    """Where the texts of a field are: what holds each, and its key there."""
    if "messages" in found:
        yield from _places_in_turns(found["messages"], field)
        return
    for name, value in found.items():
        if name == "kind" or field not in ("", name):
            continue
        if isinstance(value, str):
            yield found, name
        elif value and isinstance(value[0], str):
            yield from ((value, at) for at in range(len(value)))
        elif value and isinstance(value[0], dict):
            yield from _places_in_turns(value, "")


def _places_in_turns(turns: list[dict[str, Any]], role: str) -> Iterator[tuple[Any, Any]]:
    yield from ((turn, "content") for turn in turns if role in ("", turn["role"]))


def _excerpt(id: int, before: str, after: str) -> ReplacedText:
    same = next((at for at, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), len(before))
    start = max(0, same - _BEFORE_CHANGE)
    return ReplacedText(id, _cut(before, start), _cut(after, start))


def _cut(text: str, start: int) -> str:
    end = start + _EXCERPT
    return ("…" if start else "") + text[start:end] + ("…" if len(text) > end else "")
