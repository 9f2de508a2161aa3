"""A line that could not be written whole never reads as one later."""

import subprocess
import sys
from pathlib import Path

import pytest

CUT_BEFORE_THE_NEWLINE = """
import resource, sys
from pathlib import Path
from studio.runs.lines import LineAppender

lines = LineAppender(Path(sys.argv[1]))
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (5, most))
try:
    lines.append(b"12345")
except OSError:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    lines.append(b"6")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE")
def test_a_line_that_lacked_only_its_newline_is_not_taken_for_written(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    subprocess.run([sys.executable, "-c", CUT_BEFORE_THE_NEWLINE, str(path)], check=True)
    assert path.read_bytes() == b"12345~\n6\n"
