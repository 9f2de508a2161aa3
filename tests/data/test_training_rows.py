"""Which rows the X-ray looks at, and which labels a run would know."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from studio.core.example import Classification, Split
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.data.training_rows import label_sets, training_ids, write_held_out_rows


def text(*labels: str) -> Classification:
    return Classification(text="Fièvre", labels=labels)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    parts: dict[Split, list[Classification]] = {
        "train": [text("calme"), text("urgent", "fièvre"), text("calme"), text("écarté")],
        "validation": [text("neuf")],
        "test": [text("autre")],
    }
    with Project.create(tmp_path / "labels", "Labels") as project:
        dataset = project.add_dataset("texts", "classification").id
        for split, rows in parts.items():
            project.add_rows(dataset, rows, split=split)
        project.set_status([4], "rejected")
    return tmp_path / "labels"


def test_labels_are_those_of_the_rows_that_would_be_learned(project: Path) -> None:
    with ProjectReader(project) as reader:
        assert training_ids(reader, 1).tolist() == [1, 2, 3]
        assert label_sets(reader, 1) == [["calme"], ["urgent", "fièvre"]]
        assert label_sets(reader, 1, only_approved=True) == []


def test_before_anything_is_divided_all_rows_count(project: Path) -> None:
    with Project.open(project) as opened:
        opened.set_split([1, 2, 3, 5, 6], None)
    with ProjectReader(project) as reader:
        assert label_sets(reader, 1) == [["autre"], ["calme"], ["neuf"], ["urgent", "fièvre"]]


def test_rows_that_are_held_out_are_written_apart(project: Path, tmp_path: Path) -> None:
    with ProjectReader(project) as reader:
        write_held_out_rows(reader, 1, tmp_path / "held_out.parquet")
    assert pq.read_table(tmp_path / "held_out.parquet")["id"].to_pylist() == [5, 6]
