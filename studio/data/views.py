"""Filters kept under a name, beside the history."""

from dataclasses import dataclass

from pydantic import ValidationError

from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.data.records import RowQuery
from studio.errors import ProjectFailed
from studio.words import _


@dataclass(frozen=True)
class SavedView:
    """What somebody wants to look at again."""

    name: str
    query: RowQuery


def save_view(project: Project, dataset_id: int, name: str, query: RowQuery) -> None:
    """Keep a query under a name, in place of what had it; raises ProjectFailed for an empty name."""
    if not name.strip():
        raise ProjectFailed(_("A view needs a name."))
    with project.aside():
        project.db.execute(
            "INSERT OR REPLACE INTO saved_view (dataset_id, name, query) VALUES (?, ?, ?)",
            (dataset_id, name.strip(), query.model_dump_json()),
        )


def delete_view(project: Project, dataset_id: int, name: str) -> None:
    """Forget a name; one that is not there is no matter."""
    with project.aside():
        project.db.execute("DELETE FROM saved_view WHERE dataset_id = ? AND name = ?", (dataset_id, name))


def saved_views(reader: ProjectReader, dataset_id: int) -> list[SavedView]:
    """By name; those that a newer version of Atelier wrote and this one does not understand are left out."""
    with reader.one_moment() as db:
        found = db.execute("SELECT name, query FROM saved_view WHERE dataset_id = ?", (dataset_id,)).fetchall()
    views = []
    for name, stored in sorted(found, key=lambda each: str(each[0]).casefold()):
        try:
            views.append(SavedView(str(name), RowQuery.model_validate_json(str(stored))))
        except ValidationError:
            continue
    return views
