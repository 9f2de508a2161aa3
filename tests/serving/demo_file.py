"""The demonstration model as a GGUF file."""

from pathlib import Path

import pytest

from studio.paths import DEMO_MODEL


def write_demo(file: Path) -> Path:
    """In 16 bits."""
    pytest.importorskip("torch")
    from studio.engine.export.gguf.writing import write_gguf
    from studio.engine.export.watch import Watch

    write_gguf(DEMO_MODEL, file, "f16", Watch())
    return file
