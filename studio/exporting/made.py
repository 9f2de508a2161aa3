"""What an export has made, as its manifest tells it."""

from dataclasses import dataclass
from pathlib import Path

from studio.errors import RunFailed
from studio.runs.durable import read_manifest
from studio.runs.exports import read_export
from studio.runs.folder import RunFolder
from studio.words import _


@dataclass(frozen=True)
class Made:
    """The folder, and every file in it by its name with its bytes."""

    folder: Path
    files: dict[str, int]
    sha256: dict[str, str]


def made_by(run: RunFolder) -> Made:
    """Raises RunFailed where there is no manifest, or it was changed."""
    folder = Path(read_export(run).target)
    facts = read_manifest(folder)
    if facts is None:
        raise RunFailed(
            _("The folder {folder} holds no whole export.").format(folder=folder),
            hint=_("It was moved, changed or not finished; export again."),
        )
    files = facts["files"]
    return Made(
        folder,
        {name: int(each["bytes"]) for name, each in files.items()},
        {name: str(each["sha256"]) for name, each in files.items()},
    )
