"""Filters are kept under names, and survive a restart."""

import pytest

from studio.data.project import Dataset, Project, ProjectReader
from studio.data.records import RowQuery
from studio.data.views import delete_view, save_view, saved_views
from studio.errors import ProjectFailed


def test_a_view_is_kept_replaced_and_forgotten(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    query = RowQuery(dataset_id=dataset.id, search="fièvre", splits=frozenset({None, "test"}), sort="response")
    save_view(project, dataset.id, " Tests ", RowQuery(dataset_id=dataset.id))
    save_view(project, dataset.id, "Tests", query)
    save_view(project, dataset.id, "à revoir", RowQuery(dataset_id=dataset.id, statuses=frozenset({"draft"})))
    path = project.path
    project.close()
    with Project.open(path) as again:
        assert [(each.name, each.query.search) for each in saved_views(reader, dataset.id)] == [
            ("Tests", "fièvre"),
            ("à revoir", ""),
        ]
        assert saved_views(reader, dataset.id)[0].query == query
        delete_view(again, dataset.id, "Tests")
        delete_view(again, dataset.id, "Tests")
    assert [each.name for each in saved_views(reader, dataset.id)] == ["à revoir"]
    assert saved_views(reader, 99) == []


def test_views_are_no_part_of_the_history(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    steps = reader.steps()
    save_view(project, dataset.id, "a", RowQuery(dataset_id=dataset.id))
    assert reader.steps() == steps


def test_a_view_needs_a_name(project: Project, dataset: Dataset) -> None:
    with pytest.raises(ProjectFailed, match="name"):
        save_view(project, dataset.id, " ", RowQuery(dataset_id=dataset.id))


def test_a_view_of_a_newer_version_is_left_out(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    save_view(project, dataset.id, "a", RowQuery(dataset_id=dataset.id))
    project.db.execute(
        'INSERT INTO saved_view VALUES (?, \'b\', \'{"dataset_id": 1, "colour": "red"}\')', (dataset.id,)
    )
    assert [each.name for each in saved_views(reader, dataset.id)] == ["a"]
