"""New rows with a split of their own, with none on purpose, and with one that the store chooses."""

from studio.core.example import Text
from studio.data.inserting import RowSource
from studio.data.project import Project, ProjectReader
from studio.data.records import NewRow, RowQuery


def content(text: str) -> str:
    return Text(text=text).model_dump_json()


def test_a_row_kept_out_of_the_splits_stays_out(project: Project, reader: ProjectReader) -> None:
    rows = [NewRow(content("a"), split="none"), NewRow(content("b"), split="test"), NewRow(content("c"))]
    inserted = project.insert_rows("texts", "text", RowSource(rows))
    assert inserted.dataset is not None
    found = reader.rows(reader.find_rows(RowQuery(dataset_id=inserted.dataset.id)).tolist())
    assert [row.split for row in found[:2]] == [None, "test"]
    assert found[2].split is not None
