"""Changes of whole rows: their contents, tags and notes; rows from rows; data sets as a whole."""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import cast

from studio.core.example import Chat, Content, Instruction, Message, Text
from studio.data.fields import characters_of
from studio.data.history import Label, Recording
from studio.data.inserting import digest
from studio.data.project import Project
from studio.data.reader import CONTENT
from studio.data.records import Changes
from studio.errors import ProjectFailed
from studio.words import N_, _

_BATCH = 5_000
_LISTED = "(SELECT value FROM json_each(?))"
_FAMILIES = f"SELECT DISTINCT family FROM example WHERE id IN {_LISTED}"


def set_content(project: Project, row_id: int, content: Content, label: Label | None = None) -> Changes:
    """Replace a whole example; raises ProjectFailed when the row is gone or its data set holds another kind."""
    _expect_rows(project, [row_id])
    return set_contents(project, [(row_id, content)], label or Label(N_("Edit a row")))


def set_contents(project: Project, contents: Iterable[tuple[int, Content]], label: Label) -> Changes:
    """Replace many examples, each at most once, as one step; those that are gone or stay the same are passed over."""
    with project.step(label) as recording:
        pending = iter(contents)
        while batch := list(islice(pending, _BATCH)):
            with recording.part():
                write_contents(project, batch)
    return recording.changes()


def write_contents(project: Project, batch: list[tuple[int, Content]]) -> None:
    """Replace contents inside the caller's part of a step; raises ProjectFailed for another kind."""
    found = project.db.execute(
        "SELECT example.id, content, kind FROM example JOIN dataset ON dataset.id = dataset_id"
        f" WHERE example.id IN {_LISTED}",
        (json.dumps([id for id, _content in batch]),),
    )
    there = {id: (before, kind) for id, before, kind in cast(Iterator[tuple[int, str, str]], found)}
    now = time.time()
    changed = []
    for id, content in batch:
        if id not in there:
            continue
        before, kind = there[id]
        if kind != content.kind:
            raise ProjectFailed(_("This data set holds examples of another kind ({kind}).").format(kind=kind))
        if (after := content.model_dump_json()) != before:
            changed.append((after, digest(after), characters_of(after), now, id))
    project.db.executemany(
        "UPDATE example SET content = ?, digest = ?, characters = ?, edited_at = ? WHERE id = ?", changed
    )


def set_tags(
    project: Project, row_ids: Iterable[int], *, add: Sequence[str] = (), remove: Sequence[str] = ()
) -> Changes:
    """Give rows tags and take others from them; those that have them so already stay untouched."""
    ids = sorted({int(id) for id in row_ids})
    new = [tag for tag in (tag.strip() for tag in add) if tag]
    with project.step(Label(N_("Change the tags of rows: {count}"), {"count": len(ids)})) as recording:
        for start in range(0, len(ids), _BATCH):
            listed = json.dumps(ids[start : start + _BATCH])
            found = project.db.execute(f"SELECT id, tags FROM example WHERE id IN {_LISTED}", (listed,))
            changed = []
            for id, stored in cast(Iterator[tuple[int, str]], found):
                before = json.loads(stored)
                after = list(dict.fromkeys([*(tag for tag in before if tag not in remove), *new]))
                if after != before:
                    changed.append((json.dumps(after, ensure_ascii=False), time.time(), id))
            with recording.part():
                project.db.executemany("UPDATE example SET tags = ?, edited_at = ? WHERE id = ?", changed)
    return recording.changes()


def set_note(project: Project, row_id: int, text: str) -> Changes:
    """Replace what is noted beside a row; raises ProjectFailed when the row is gone."""
    _expect_rows(project, [row_id])
    with project.step(Label(N_("Edit a note"))) as recording, recording.part():
        project.db.execute(
            "UPDATE example SET note = ?, edited_at = ? WHERE id = ? AND note <> ?", (text, time.time(), row_id, text)
        )
    return recording.changes()


def duplicate_rows(project: Project, row_ids: Iterable[int]) -> Changes:
    """Draft copies of rows, each in the family and split of its original."""
    ids = sorted({int(id) for id in row_ids})
    with project.step(Label(N_("Duplicate rows: {count}"), {"count": len(ids)})) as recording:
        for start in range(0, len(ids), _BATCH):
            with recording.part():
                _copy(project, ids[start : start + _BATCH], None)
    return recording.changes()


def _copy(project: Project, ids: list[int], content: str | None) -> None:
    """Insert draft copies, with another content if one is given."""
    now = time.time()
    values = (None, None, None) if content is None else (digest(content), content, characters_of(content))
    project.db.execute(
        "INSERT INTO example (dataset_id, family, split, status, created_at, edited_at, origin_file, origin_line,"
        " origin_how, tags, note, extra, digest, content, characters)"
        " SELECT dataset_id, family, split, 'draft', ?, ?, origin_file, origin_line,"
        # A copy of what a language model wrote counts no sooner than that: once somebody has read it.
        " iif(origin_how = 'model', 'model', 'copied'), tags, note, extra,"
        " ifnull(?, digest), ifnull(?, content), ifnull(?, characters)"
        f" FROM example WHERE id IN {_LISTED} ORDER BY id",
        (now, now, *values, json.dumps(ids)),
    )
    _copy_lineage(project, ids)


def _copy_lineage(project: Project, ids: list[int]) -> None:
    """A copy of a variant, just inserted, is one too: nobody wrote it."""
    last, made = project.db.last_insert_rowid(), project.db.changes()
    there = project.db.execute(f"SELECT id FROM example WHERE id IN {_LISTED} ORDER BY id", (json.dumps(ids),))
    copies = [(last - made + at, id) for at, (id,) in enumerate(there.fetchall(), 1)]
    project.db.executemany(
        "INSERT INTO lineage SELECT ?, parent_id, parent_digest, made_by, notes, seed, plan, at"
        " FROM lineage WHERE example_id = ?",
        copies,
    )


def merge_rows(project: Project, row_ids: Sequence[int]) -> Changes:
    """Make one row of several, in the order given; the first takes in the others, whose families become its own.

    Raises ProjectFailed for fewer than two rows, rows of several splits or data sets, and kinds that cannot be joined.
    """
    ids = list(dict.fromkeys(int(id) for id in row_ids))
    if len(ids) <= 1:
        raise ProjectFailed(_("Choose at least two rows to merge."))
    _expect_rows(project, ids)
    found = project.db.execute(
        f"SELECT id, dataset_id, split, status, tags, note, content FROM example WHERE id IN {_LISTED}",
        (json.dumps(ids),),
    )
    rows = {row[0]: row[1:] for row in found}
    datasets, splits, statuses, tags, notes, contents = zip(*(rows[id] for id in ids), strict=True)
    if len({*datasets}) > 1 or len({*splits}) > 1:
        raise ProjectFailed(
            _("These rows are in different splits or data sets."), hint=_("Move them to one split first, then merge.")
        )
    merged = _joined([CONTENT.validate_json(content) for content in contents]).model_dump_json()
    all_tags = list(dict.fromkeys(tag for each in tags for tag in json.loads(each)))
    values = (
        *(merged, digest(merged), characters_of(merged), time.time()),
        *(json.dumps(all_tags, ensure_ascii=False), "\n".join(filter(None, notes))),
        statuses[0] if len({*statuses}) == 1 else "draft",
    )
    with project.step(Label(N_("Merge rows: {count}"), {"count": len(ids)})) as recording, recording.part():
        project.db.execute(
            "UPDATE example SET content = ?, digest = ?, characters = ?, edited_at = ?, tags = ?, note = ?, status = ?"
            " WHERE id = ?",
            (*values, ids[0]),
        )
        _unite_families(project, ids)
        _take_origins(project, ids)
        project.db.execute(f"DELETE FROM example WHERE id IN {_LISTED}", (json.dumps(ids[1:]),))
    return recording.changes()


def _unite_families(project: Project, ids: list[int]) -> None:
    """What was kept together with one of these rows is kept together with the merged one."""
    family = project.db.execute("SELECT family FROM example WHERE id = ?", (ids[0],)).get
    for table in ("family", "example"):
        project.db.execute(f"UPDATE {table} SET family = ? WHERE family IN ({_FAMILIES})", (family, json.dumps(ids)))


def _take_origins(project: Project, ids: list[int]) -> None:
    """What took in a variant is one, and what took in words of a language model waits for its review like those."""
    listed = json.dumps(ids)
    project.db.execute(
        "UPDATE example SET origin_how = 'model' WHERE id = ? AND origin_how <> 'model'"
        f" AND EXISTS (SELECT 1 FROM example WHERE id IN {_LISTED} AND origin_how = 'model')",
        (ids[0], listed),
    )
    # A row is not made of itself: merged with its own variant, it is made of nothing that is still there.
    project.db.execute(
        "INSERT OR IGNORE INTO lineage SELECT ?, iif(parent_id = ?, 0, parent_id), parent_digest, made_by, notes, seed,"
        f" plan, at FROM lineage WHERE example_id IN {_LISTED} ORDER BY example_id LIMIT 1",
        (ids[0], ids[0], listed),
    )


def _joined(contents: list[Content]) -> Content:
    first = contents[0]
    match first:
        case Chat():
            return _joined_chats([each for each in contents if isinstance(each, Chat)])
        case Text():
            return Text(text=_paragraphs(each.text for each in contents if isinstance(each, Text)))
        case Instruction():
            parts = [each for each in contents if isinstance(each, Instruction)]
            return Instruction(
                system=_paragraphs(dict.fromkeys(each.system for each in parts)),
                instruction=_paragraphs(each.instruction for each in parts),
                input=_paragraphs(each.input for each in parts),
                response=_paragraphs(each.response for each in parts),
            )
        case _other:
            raise ProjectFailed(
                _("Examples of the kind “{kind}” cannot be merged.").format(kind=first.kind),
                hint=_("Conversations, questions with answers and plain texts can."),
            )


def _paragraphs(texts: Iterable[str]) -> str:
    return "\n\n".join(filter(None, texts))


def _joined_chats(chats: list[Chat]) -> Chat:
    systems = {chat.messages[0].content for chat in chats if _has_system(chat)}
    if len(systems) > 1:
        raise ProjectFailed(
            _("These conversations have different system messages."), hint=_("Make them the same first, then merge.")
        )
    start = [Message(role="system", content=text) for text in systems]
    return Chat(messages=(*start, *(turn for chat in chats for turn in chat.messages[_has_system(chat) :])))


def _has_system(chat: Chat) -> bool:
    return bool(chat.messages) and chat.messages[0].role == "system"


def split_turn(project: Project, row_id: int, at: int) -> Changes:
    """Make two conversations of one, the second from message `at` on, both with its system message and family.

    Raises ProjectFailed when the row is gone, is no conversation, or one of the two would be empty.
    """
    _expect_rows(project, [row_id])
    chat = CONTENT.validate_json(str(project.db.execute("SELECT content FROM example WHERE id = ?", (row_id,)).get))
    if not isinstance(chat, Chat):
        raise ProjectFailed(_("Only conversations can be split at a message."))
    system = int(_has_system(chat))
    if not system < at < len(chat.messages):
        raise ProjectFailed(_("One of the two conversations would be empty."))
    second = Chat(messages=(*chat.messages[:system], *chat.messages[at:])).model_dump_json()
    with project.step(Label(N_("Split a conversation"))) as recording, recording.part():
        write_contents(project, [(row_id, Chat(messages=chat.messages[:at]))])
        _copy(project, [row_id], second)
    return recording.changes()


def rename_dataset(project: Project, dataset_id: int, name: str) -> Changes:
    """Raises ProjectFailed when the data set is gone, or the name is empty or another's."""
    before = _dataset_name(project, dataset_id)
    words = {"before": before, "after": name.strip()}
    if not name.strip():
        raise ProjectFailed(_("A data set needs a name."))
    other = project.dataset(name.strip())
    if other is not None and other.id != dataset_id:
        raise ProjectFailed(_("There already is a data set “{name}”.").format(name=name.strip()))
    with project.step(Label(N_("Rename the data set “{before}” to “{after}”"), words)) as recording, recording.part():
        project.db.execute("UPDATE dataset SET name = ? WHERE id = ?", (name.strip(), dataset_id))
    return recording.changes()


def delete_dataset(project: Project, dataset_id: int) -> Changes:
    """Take a data set out with all its rows; undo brings everything back. Raises ProjectFailed when it is gone."""
    label = Label(N_("Delete the data set “{name}”"), {"name": _dataset_name(project, dataset_id)})
    with project.step(label) as recording:
        while _delete_some(project, recording, dataset_id):
            pass
        with recording.part():
            project.db.execute("DELETE FROM family WHERE dataset_id = ?", (dataset_id,))
            project.db.execute("DELETE FROM dataset WHERE id = ?", (dataset_id,))
    return recording.changes()


def _delete_some(project: Project, recording: Recording, dataset_id: int) -> bool:
    with recording.part():
        project.db.execute(
            "DELETE FROM example WHERE id IN (SELECT id FROM example WHERE dataset_id = ? LIMIT ?)",
            (dataset_id, _BATCH),
        )
        deleted = project.db.changes()
    return deleted > 0


def _dataset_name(project: Project, dataset_id: int) -> str:
    found = project.db.execute("SELECT name FROM dataset WHERE id = ?", (dataset_id,)).get
    if found is None:
        raise ProjectFailed(_("This data set no longer exists."))
    return str(found)


def _expect_rows(project: Project, ids: list[int]) -> None:
    there = project.db.execute(f"SELECT count(*) FROM example WHERE id IN {_LISTED}", (json.dumps(ids),)).get
    if there != len(ids):
        raise ProjectFailed(_("This row no longer exists.") if len(ids) == 1 else _("Some rows no longer exist."))
