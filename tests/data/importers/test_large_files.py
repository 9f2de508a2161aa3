"""A large file is read in a process of its own, with the same outcome as here."""

import json
from pathlib import Path

import pytest

from studio.data.importers import ImportCancelled, import_file
from studio.data.importers.formats import open_source
from studio.data.project import Project, ProjectReader
from studio.data.records import RowQuery
from studio.errors import ImportFailed

ROWS = 2_000
LONG = "réponse à apprendre " * 200


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """More than eight megabytes, with two bad lines and a split that means nothing."""
    rows = [{"instruction": f"question {i}", "output": LONG, "id": i} for i in range(ROWS)]
    rows[7]["output"] = ""
    rows[11]["split"] = "fold-3"
    path = tmp_path / "large.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows) + "{broken\n", "utf-8")
    assert path.stat().st_size > 8 << 20
    return path


def test_the_outcome_is_that_of_a_small_file(project: Project, reader: ProjectReader, large: Path) -> None:
    told: list[tuple[int, int]] = []
    report = import_file(project, large, dataset="child", progress=lambda done, total: told.append((done, total)))
    here = import_file(project, open_source(large), dataset="here")
    assert report.imported == here.imported == ROWS - 1
    assert report.skipped == here.skipped
    assert [each.line for each in report.skipped] == [8, ROWS + 1]
    assert report.warnings == here.warnings == ("split=fold-3 means nothing to Atelier and was kept aside, in 1 row.",)
    assert told[-1] == (large.stat().st_size, large.stat().st_size)
    assert told == sorted(told)
    first, second = (reader.find_rows(RowQuery(dataset_id=id))[:20].tolist() for id in (1, 2))
    assert [row.content for row in reader.rows(first)] == [row.content for row in reader.rows(second)]
    assert [reader.extra(id) for id in first] == [reader.extra(id) for id in second]


def test_a_name_from_the_working_folder_is_found_by_the_process_too(
    project: Project, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(large.parent)
    assert import_file(project, Path(large.name)).imported == ROWS - 1


def test_cancelling_ends_the_process_and_leaves_the_project(
    project: Project, reader: ProjectReader, large: Path
) -> None:
    told: list[int] = []
    with pytest.raises(ImportCancelled, match="as it was"):
        import_file(project, large, progress=lambda done, _total: told.append(done), cancelled=lambda: len(told) > 2)
    assert (reader.datasets(), reader.steps()) == ([], [])


def test_a_layout_that_does_not_fit_is_told_before_a_process_starts(
    project: Project, reader: ProjectReader, large: Path
) -> None:
    with pytest.raises(ImportFailed, match="sharegpt"):
        import_file(project, large, layout="sharegpt")
    assert reader.steps() == []
