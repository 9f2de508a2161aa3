"""What servers serve, and the project that keeps what they write down."""

from pathlib import Path

import pytest

from tests.evaluating.monitored_project import monitored_project
from tests.serving.demo_file import write_demo


@pytest.fixture(scope="session")
def demo_gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("served") / "demo-f16.gguf")


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return monitored_project(tmp_path_factory.mktemp("project") / "headaches")
