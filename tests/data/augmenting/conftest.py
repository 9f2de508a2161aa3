"""A project of short cases that every wording transformation can vary, with a contract."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.core.augmentation import AugmentationPlan, Chosen
from studio.data.contract_file import write_contract
from studio.data.project import Dataset, Project
from tests.data.augmenting.cases import CONTRACT, case


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "project", "Céphalées") as project:
        write_contract(project.path, CONTRACT)
        yield project


@pytest.fixture
def cases(project: Project) -> Dataset:
    """Twenty cases in training, four in validation, four in test; five of those in training are urgent."""
    dataset = project.add_dataset("cas", "instruction")
    for split, numbers in (("train", range(20)), ("validation", range(20, 24)), ("test", range(24, 28))):
        project.add_rows(dataset.id, [case(number) for number in numbers], split=split)
    return dataset


@pytest.fixture
def plan() -> AugmentationPlan:
    """One variant of every case."""
    chosen = tuple(Chosen(key=key) for key in ("numbers", "typing_noise"))
    return AugmentationPlan(dataset="cas", transformations=chosen, full_check=False)
