"""What a file gives when it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from studio.data.importers.formats import Fields, SourceFile, open_source


@dataclass(frozen=True)
class Reading:
    """Rows that came in, and line and reason of those that did not."""

    source: SourceFile
    rows: list[Fields]
    lines: list[int]
    problems: list[tuple[int, str]]
    parts: list[str]


def read(source: SourceFile | Path, *, part: str = "") -> Reading:
    """Everything a source gives; bytes done never go back and stay within the file."""
    source = open_source(source, part=part) if isinstance(source, Path) else source
    records = list(source.records())
    done = [record.done for record in records]
    assert done == sorted(done)
    assert not done or (done[0] >= 0 and done[-1] <= source.size)
    good = [record for record in records if record.fields is not None]
    return Reading(
        source,
        [record.fields for record in good if record.fields is not None],
        [record.line for record in good],
        [(record.line, record.problem) for record in records if record.fields is None],
        [record.part for record in good],
    )


WriteBytes = Callable[[str, bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> WriteBytes:
    """Write bytes to a file of that name."""

    def write(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write
