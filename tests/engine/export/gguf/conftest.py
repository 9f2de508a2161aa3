"""Models written once for all tests of a module."""

from pathlib import Path

import pytest

from studio.paths import DEMO_MODEL


@pytest.fixture(scope="session")
def demo_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The demo model in every type."""
    from studio.engine.export.gguf.types import FILE_TYPES
    from studio.engine.export.gguf.writing import write_gguf
    from studio.engine.export.watch import Watch

    folder = tmp_path_factory.mktemp("demo")
    files = {kind: folder / f"demo-{kind}.gguf" for kind in FILE_TYPES}
    for kind, file in files.items():
        write_gguf(DEMO_MODEL, file, kind, Watch())
    return files
