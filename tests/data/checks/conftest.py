"""A project with one data set of any content, checked as the window would."""

from collections.abc import Callable, Sequence

import pytest

from studio.core.example import Content, Split
from studio.data.checks import CheckOptions, Finding, list_findings, remember
from studio.data.checks.running import run_checks
from studio.data.project import Dataset, Project, ProjectReader


@pytest.fixture
def filled(project: Project) -> Callable[..., Dataset]:
    """Store contents, all in one split."""

    def fill(contents: Sequence[Content], split: Split = "train") -> Dataset:
        kind = contents[0].kind
        dataset = project.dataset("rows") or project.add_dataset("rows", kind)
        project.add_rows(dataset.id, contents, split=split)
        return dataset

    return fill


@pytest.fixture
def check(project: Project, reader: ProjectReader) -> Callable[..., None]:
    """Run the checks and remember what they found; looked at by rule."""

    def run(dataset: Dataset, *, rules: Sequence[str] | None = None, **options: object) -> dict[str, object]:
        report = run_checks(reader, dataset.id, options=CheckOptions.model_validate(options), rules=rules)
        remember(project, report)
        return dict(report.runs)

    return run


@pytest.fixture
def found(reader: ProjectReader, check: Callable[..., None]) -> Callable[..., list[Finding]]:
    """What one rule finds now."""

    def find(dataset: Dataset, rule: str, **options: object) -> list[Finding]:
        check(dataset, rules=[rule], **options)
        return list_findings(reader, dataset.id, rule)

    return find
