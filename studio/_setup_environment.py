"""The virtual environment: where its parts lie, whether it works, what was installed in it (standard library only)."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROBE = "import sys, pip; print('%d.%d' % sys.version_info[:2])"


def environment_python(environment: Path, platform: str) -> Path:
    """The interpreter inside a virtual environment."""
    return environment / "Scripts" / "python.exe" if platform == "win32" else environment / "bin" / "python"


def working_version(python: Path) -> str:
    """ "3.11" when this interpreter starts and has pip; an empty string when it is missing, broken or half-made."""
    if not python.is_file():
        return ""
    try:
        answer = subprocess.run(
            [str(python), "-c", PROBE], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def is_ours(environment: Path) -> bool:
    """Whether a folder is a virtual environment, whole or half-made, and so may be removed and made again."""
    names = {path.name for path in environment.iterdir()}
    return "pyvenv.cfg" in names or names <= {"setup.log"}


def remove(environment: Path) -> None:
    shutil.rmtree(environment)


def torch_requirement(root: Path) -> str:
    """PyTorch as pyproject.toml pins it (no tomllib: this module also loads on Pythons that are too old)."""
    found = re.search(r'"(torch[<>=!~][^"]*)"', (root / "pyproject.toml").read_text("utf-8"))
    assert found, "pyproject.toml pins torch"
    return found.group(1)


@dataclass(frozen=True)
class Stamp:
    """What an environment was made from; written last, so an interrupted installation has none."""

    pyproject: str
    python: str
    torch_index: str
    extras: tuple[str, ...]

    def serves(self, wanted: Stamp) -> bool:
        """Whether nothing has to be installed to get what is wanted (no torch index wanted: any will do)."""
        return (
            self.pyproject == wanted.pyproject
            and self.python == wanted.python
            and wanted.torch_index in ("", self.torch_index)
            and set(wanted.extras) <= set(self.extras)
        )


def pyproject_digest(root: Path) -> str:
    """Line ends do not count: git may change them on Windows."""
    return hashlib.sha256((root / "pyproject.toml").read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def read_stamp(environment: Path) -> Stamp | None:
    """None when there is no complete stamp."""
    try:
        fields = json.loads((environment / "atelier.json").read_text("utf-8"))
        return Stamp(fields["pyproject"], fields["python"], fields["torch_index"], tuple(fields["extras"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_stamp(environment: Path, stamp: Stamp) -> None:
    (environment / "atelier.json").write_text(json.dumps(asdict(stamp)), "utf-8")


def drop_stamp(environment: Path) -> None:
    (environment / "atelier.json").unlink(missing_ok=True)
