"""Projects to export, and the files that come of them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from studio.core.example import Content
from studio.data.exporters import ExportReport, export_rows
from studio.data.project import Project, ProjectReader
from studio.data.records import RowQuery

Export = Callable[..., ExportReport]


@pytest.fixture
def export(project: Project, reader: ProjectReader, tmp_path: Path) -> Export:
    """Store examples of one kind as training rows and write them to a file of this name."""

    def write(contents: Sequence[Content], name: str, **options: object) -> ExportReport:
        kind = contents[0].kind
        dataset = project.dataset(kind) or project.add_dataset(kind, kind)
        project.add_rows(dataset.id, contents, split="train")
        return export_rows(reader, RowQuery(dataset_id=dataset.id), tmp_path / name, **options)

    return write
