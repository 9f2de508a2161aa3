"""Opening and making projects, away from the GUI thread."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio import paths
from studio.errors import ReadOnlyProject
from studio.ui.dialogs import NewProject

if TYPE_CHECKING:
    from studio.data.project import Project


@dataclass(frozen=True)
class Opened:
    """A project folder and its writer; without one the project can only be looked at, for the reason in `why`."""

    path: Path
    writer: "Project | None"
    why: ReadOnlyProject | None = None


def open_project(path: Path) -> Opened:
    """Raises ProjectFailed when there is no project that can be read."""
    from studio.data.project import Project

    try:
        return Opened(path, Project.open(path))
    except ReadOnlyProject as error:
        return Opened(path, None, error)


def create_project(wanted: NewProject) -> Opened:
    """Raises ProjectFailed when the folder cannot be made or holds a project already."""
    from studio.data.project import Project

    return Opened(wanted.path, Project.create(wanted.path, wanted.name))


def open_sample() -> Opened:
    """The sample project, made on first use."""
    from studio.data.sample import create_sample_project

    path = paths.default_project()
    if not is_project(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        create_sample_project(path)
    return open_project(path)


def opening(path: Path | None) -> Callable[[], Opened]:
    """The work of opening a project, or the sample when none is named."""
    return open_sample if path is None else lambda: open_project(path)


def is_project(path: Path) -> bool:
    """Whether a folder holds a project."""
    with contextlib.suppress(OSError):
        return (path / "project.db").is_file()
    return False


def run_in_progress(project: Path) -> bool:
    """Whether a worker is at work on a run of this project."""
    from studio.runs.run import LIVING, list_runs

    return any(summary.state in LIVING for summary in list_runs(project))
