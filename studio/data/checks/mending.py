"""What one click does about the findings of a rule: one step of the history, undone like any other."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from studio.core.example import Chat, Choice, Classification, Content, Instruction, Message, Preference, Text
from studio.data.checks.characters import repaired, without_control_characters
from studio.data.checks.moving import moves_that_close_leaks
from studio.data.checks.report import ChecksCancelled
from studio.data.checks.rules import Rule, rule_by_id
from studio.data.checks.twins import same_texts
from studio.data.editing import set_contents
from studio.data.history import Label
from studio.data.locked_rows import is_locked, locked_refusal
from studio.data.project import Project
from studio.data.reader import CONTENT
from studio.data.records import Changes
from studio.errors import ProjectFailed
from studio.words import _

_BATCH = 5_000
_READ_TOGETHER = 500
_TEXTS: Mapping[str, Callable[[str], str]] = {
    "control": without_control_characters,
    "mojibake": repaired,
    "spaces": str.strip,
}
_FOUND = """
SELECT finding.family, example.id FROM finding JOIN example ON example.id = finding.example_id
WHERE finding.dataset_id = ? AND finding.rule = ? AND NOT (? AND example.split IS 'test')
ORDER BY finding.family, example.id
"""
_SYSTEMS = """
SELECT system FROM (
    SELECT id, CASE WHEN json_extract(content, '$.messages[0].role') = 'system'
        THEN json_extract(content, '$.messages[0].content') ELSE json_extract(content, '$.system') END AS system
    FROM example WHERE dataset_id = ?
) WHERE trim(ifnull(system, '')) <> '' GROUP BY system ORDER BY count(*) DESC, min(id) LIMIT 1
"""
# The best of equal rows is kept: one that a person has judged or changed, then the oldest.
_DUPLICATES = """
SELECT id, content, dataset_id = ? AND ? AND split IS 'test' FROM example WHERE id IN (SELECT value FROM json_each(?))
ORDER BY CASE status WHEN 'approved' THEN 0 WHEN 'reviewed' THEN 1 WHEN 'draft' THEN 2 ELSE 3 END,
    edited_at <= created_at, id
"""


@dataclass(frozen=True)
class _Watched:
    """Who looks on while a mend goes on, and may stop it."""

    progress: Callable[[int, int], None]
    cancelled: Callable[[], bool]

    def batches(self, ids: list[int]) -> Iterator[str]:
        """The ids as JSON, some at a time; raises ChecksCancelled."""
        for start in range(0, len(ids), _READ_TOGETHER):
            if self.cancelled():
                raise ChecksCancelled(_("The correction was stopped. Nothing was changed."))
            yield json.dumps(ids[start : start + _READ_TOGETHER])
            self.progress(min(start + _READ_TOGETHER, len(ids)), len(ids))


def mend(
    project: Project,
    dataset_id: int,
    rule: str,
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Changes:
    """Do what the rule offers about its remembered findings, as they still apply; run the checks again afterwards.

    Rows of a locked test split stay as they are; raises TestSplitLocked when it is about nothing else, ProjectFailed
    for a rule that has no mend, and ChecksCancelled, which leaves everything as it was.
    """
    label = _label(rule_by_id(rule))
    watched = _Watched(progress, cancelled)
    locked = is_locked(project.db, dataset_id)
    found = cast(list[tuple[int, int]], project.db.execute(_FOUND, (dataset_id, rule, locked)).fetchall())
    if not found and locked and project.db.execute(_FOUND, (dataset_id, rule, False)).fetchone():
        raise locked_refusal(project.db)
    ids = [id for _group, id in found]
    if rule in _TEXTS:
        changes = set_contents(project, _mended(_contents(project, watched.batches(ids)), _TEXTS[rule]), label)
    elif rule == "system":
        changes = set_contents(project, _with_system(project, dataset_id, watched.batches(ids)), label)
    elif rule == "duplicate":
        changes = _remove_duplicates(project, dataset_id, label, watched)
    else:
        changes = _close_leaks(project, _groups(project, dataset_id, rule), dataset_id, label, watched)
    _forget(project, dataset_id, rule, ids)
    return changes


def _label(rule: Rule) -> Label:
    if rule.mend is None:
        raise ProjectFailed(
            _("Nothing can be done at once about “{rule}”.").format(rule=_(rule.title)),
            hint=_("Open the rows and decide one by one."),
        )
    return Label(rule.mend)


def _mended(contents: Iterator[tuple[int, Content]], change: Callable[[str], str]) -> Iterator[tuple[int, Content]]:
    for row_id, content in contents:
        yield row_id, with_texts(content, change)


def _with_system(project: Project, dataset_id: int, batches: Iterable[str]) -> Iterator[tuple[int, Content]]:
    system = project.db.execute(_SYSTEMS, (dataset_id,)).get
    if not isinstance(system, str):
        return
    for row_id, content in _contents(project, batches):
        match content:
            case Instruction() | Preference() if not content.system.strip():
                yield row_id, content.model_copy(update={"system": system})
            case Chat():
                said = [turn for turn in content.messages if turn.role != "system" or turn.content.strip()]
                if not any(turn.role == "system" for turn in said):
                    yield row_id, Chat(messages=(Message(role="system", content=system), *said))


def with_texts(content: Content, change: Callable[[str], str]) -> Content:
    """The example with every text of it changed."""
    match content:
        case Chat():
            return Chat(messages=_turns(content.messages, change))
        case Preference():
            texts = {name: change(getattr(content, name)) for name in ("system", "prompt", "chosen", "rejected")}
            return content.model_copy(update={**texts, "history": _turns(content.history, change)})
        case Choice():
            texts = {name: change(getattr(content, name)) for name in ("question", "context")}
            return content.model_copy(update={**texts, "options": tuple(map(change, content.options))})
        case Classification():
            return Classification(text=change(content.text), labels=tuple(map(change, content.labels)))
        case Instruction():
            names = ("system", "instruction", "input", "response")
            return Instruction(**{name: change(getattr(content, name)) for name in names})
        case Text():
            return Text(text=change(content.text))


def _turns(messages: tuple[Message, ...], change: Callable[[str], str]) -> tuple[Message, ...]:
    return tuple(turn.model_copy(update={"content": change(turn.content)}) for turn in messages)


def _contents(project: Project, batches: Iterable[str]) -> Iterator[tuple[int, Content]]:
    for wanted in batches:
        query = "SELECT id, content FROM example WHERE id IN (SELECT value FROM json_each(?))"
        for row_id, content in project.db.execute(query, (wanted,)).fetchall():
            yield cast(int, row_id), CONTENT.validate_json(cast(str, content))


def _remove_duplicates(project: Project, dataset_id: int, label: Label, watched: _Watched) -> Changes:
    """Rows of a locked test split are kept, and what equals them goes."""
    groups = _groups(project, dataset_id, "duplicate")
    superfluous = list(_superfluous(project, dataset_id, groups))
    with project.step(label) as recording:
        for batch in watched.batches(superfluous):
            with recording.part():
                project.db.execute("DELETE FROM example WHERE id IN (SELECT value FROM json_each(?))", (batch,))
    return recording.changes()


def _superfluous(project: Project, dataset_id: int, groups: list[list[int]]) -> Iterator[int]:
    """Rows beside the best of those that still are equal."""
    locked = is_locked(project.db, dataset_id)
    for ids in groups:
        found = project.db.execute(_DUPLICATES, (dataset_id, locked, json.dumps(ids))).fetchall()
        rows = [(cast(int, id), same_texts(CONTENT.validate_json(str(content))), kept) for id, content, kept in found]
        best = {same: id for id, same, kept in reversed(rows)} | {same: id for id, same, kept in rows if kept}
        yield from (id for id, same, kept in rows if not kept and best[same] != id)


def _groups(project: Project, dataset_id: int, rule: str) -> list[list[int]]:
    together: dict[int, list[int]] = {}
    for group, id in cast(list[tuple[int, int]], project.db.execute(_FOUND, (dataset_id, rule, False)).fetchall()):
        together.setdefault(group, []).append(id)
    return list(together.values())


def _close_leaks(
    project: Project, groups: list[list[int]], dataset_id: int, label: Label, watched: _Watched
) -> Changes:
    moves = dict(moves_that_close_leaks(project.db, dataset_id, groups))
    now = time.time()
    with project.step(label) as recording:
        for batch in watched.batches(list(moves)):
            with recording.part():
                project.db.executemany(
                    "UPDATE example SET split = ?, edited_at = ? WHERE id = ?",
                    [(moves[id], now, id) for id in json.loads(batch)],
                )
    return recording.changes()


def _forget(project: Project, dataset_id: int, rule: str, ids: list[int]) -> None:
    """What was mended is no finding any more; the next run looks at all rows, as an undo may bring it back."""
    with project.aside():
        project.db.execute("UPDATE check_run SET step_id = -1 WHERE dataset_id = ? AND rule = ?", (dataset_id, rule))
        for start in range(0, len(ids), _BATCH):
            project.db.execute(
                "DELETE FROM finding WHERE rule = ? AND example_id IN (SELECT value FROM json_each(?))",
                (rule, json.dumps(ids[start : start + _BATCH])),
            )
