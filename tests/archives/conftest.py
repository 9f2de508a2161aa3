"""One project with everything in it, packed whole and without its rows."""

from pathlib import Path

import pytest

from studio.archives.packing import Packed, pack_project
from tests.archives.full_project import full_project


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Not to be changed."""
    return full_project(tmp_path_factory.mktemp("whole") / "headaches")


@pytest.fixture(scope="session")
def whole(project: Path) -> Packed:
    return pack_project(project, project.with_name("whole.zip"))


@pytest.fixture(scope="session")
def textless(project: Path) -> Packed:
    return pack_project(project, project.with_name("textless.zip"), frozenset({"data"}))
