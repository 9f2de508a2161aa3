"""A project on disk, and files to import."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio.core.example import Instruction
from studio.data.project import Dataset, Project, ProjectReader

WriteLines = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "project", "Céphalées") as project:
        yield project


@pytest.fixture
def reader(project: Project) -> Iterator[ProjectReader]:
    with ProjectReader(project.path) as reader:
        yield reader


@pytest.fixture
def dataset(project: Project) -> Dataset:
    """Twenty cases."""
    dataset = project.add_dataset("cases", "instruction")
    project.add_rows(dataset.id, [Instruction(instruction=f"Cas {i}", response=f"Réponse {i}") for i in range(20)])
    return dataset


@pytest.fixture
def jsonl(tmp_path: Path) -> WriteLines:
    """Write objects, or raw text for broken lines, one a line."""

    def write(*lines: object, name: str = "cases.jsonl") -> Path:
        path = tmp_path / name
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        path.write_bytes("".join(f"{text}\n" for text in texts).encode())
        return path

    return write
