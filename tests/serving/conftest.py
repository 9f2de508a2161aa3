"""The demonstration model as a GGUF file, and a server that answers with it."""

from pathlib import Path

import pytest

from studio.paths import DEMO_MODEL


@pytest.fixture(scope="session")
def demo_gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In 16 bits."""
    pytest.importorskip("torch")
    from studio.engine.export.gguf.writing import write_gguf
    from studio.engine.export.watch import Watch

    file = tmp_path_factory.mktemp("served") / "demo-f16.gguf"
    write_gguf(DEMO_MODEL, file, "f16", Watch())
    return file


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.evaluating.monitored_project import monitored_project

    return monitored_project(tmp_path_factory.mktemp("project") / "headaches")
