"""A disk that is full before the file is whole."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studio.core.example import Text
from studio.data.exporters import export_rows
from studio.data.project import Project, ProjectReader
from studio.data.records import RowQuery
from studio.errors import ExportFailed

resource = pytest.importorskip("resource", reason="Windows has no limit on the size of files")


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """The limit fails a write as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("format", ["jsonl", "csv", "xlsx", "parquet", "datasets"])
@pytest.mark.parametrize("size", [0, 100, 10_000])
def test_a_full_disk_is_a_sentence_and_leaves_no_half_file(
    project: Project, reader: ProjectReader, tmp_path: Path, format: str, size: int
) -> None:
    dataset = project.add_dataset("noise", "text")
    letters = random.Random(1)
    project.add_rows(dataset.id, [Text(text=letters.randbytes(2_000).hex()) for _row in range(50)], split="train")
    query, target = RowQuery(dataset_id=dataset.id), tmp_path / "out"
    with room_for(size), pytest.raises(ExportFailed, match="The disk is full"):
        export_rows(reader, query, target, format=format)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["project"]
    assert export_rows(reader, query, target, format=format).rows == 50
