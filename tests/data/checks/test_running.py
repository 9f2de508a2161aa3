"""A large data set is checked in another process, with the same findings and the same way to stop."""

from collections.abc import Callable

import pytest

from studio.core.example import Instruction
from studio.data.checks import CheckReport, Finding, running
from studio.data.checks.report import ChecksCancelled
from studio.data.checks.running import run_checks
from studio.data.project import Dataset, ProjectReader
from studio.words import use_language


@pytest.fixture
def dataset(filled: Callable[..., Dataset]) -> Dataset:
    """Sixty rows with an empty one, and one that is there twice."""
    rows = [Instruction(instruction=f"Que faire dans le cas {i % 59} ?", response="Du repos.") for i in range(60)]
    return filled([*rows, Instruction(instruction="Que faire ?", response=" ")])


def everything(report: CheckReport) -> dict[str, tuple[list[Finding], str, object]]:
    return {id: (list(run.found.findings(id)), run.settings, run.not_run) for id, run in report.runs.items()}


def test_another_process_finds_the_same(
    dataset: Dataset, reader: ProjectReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = everything(run_checks(reader, dataset.id))
    monkeypatch.setattr(running, "_CHECKED_HERE", 0)
    told: list[tuple[int, int]] = []
    use_language("fr")
    try:
        there = run_checks(reader, dataset.id, progress=lambda done, total: told.append((done, total)))
    finally:
        use_language("en")
    assert everything(there) == here
    assert len(there.runs["duplicate"].found) == 2
    assert told[-1] == (61, 61)


def test_another_process_is_stopped(dataset: Dataset, reader: ProjectReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_CHECKED_HERE", 0)
    with pytest.raises(ChecksCancelled):
        run_checks(reader, dataset.id, cancelled=lambda: True)
