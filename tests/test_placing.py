"""What takes its name only when it is whole."""

import subprocess
import sys

import pytest

# As somebody who, other than the administrator, may not write to them.
COPY = """
import os, shutil, tempfile
from pathlib import Path
from studio.placing import placed

folder = Path(tempfile.mkdtemp())
folder.chmod(0o777)
if os.geteuid() == 0:
    os.seteuid(65534)
(folder / "source").mkdir()
(folder / "source" / "weights").touch(0o444)
with placed(folder / "target") as partial:
    shutil.copytree(folder / "source", partial)
print(os.listdir(folder / "target"))
shutil.rmtree(folder, ignore_errors=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="files have no owners there")
def test_files_that_may_only_be_read_are_copied() -> None:
    done = subprocess.run([sys.executable, "-c", COPY], check=False, capture_output=True, text=True)
    assert done.stdout == "['weights']\n", done.stderr
