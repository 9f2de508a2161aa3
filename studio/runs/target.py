"""The folder that an export writes into: for one export at a time, and never over anybody else's files."""

import json
import shutil
from pathlib import Path

from studio.core.export import ExportJob
from studio.errors import ExportFailed
from studio.runs.durable import read_manifest
from studio.runs.folder import LIVING, RunFolder
from studio.runs.state import run_state
from studio.words import _

_CLAIM = ".export.partial"
"""In the folder while it is being filled: whose it is."""


def expect_free(target: Path) -> None:
    """Raise ExportFailed unless nothing is there, or only what a dead export has not finished writing."""
    there = _entries(target)
    writer = _writer(target)
    if writer is None:
        if there:
            raise _taken(target, _("Choose the name of a new folder."))
    elif run_state(writer) in LIVING:
        raise _taken(target, _("Another export is writing there. Wait for it, or choose the name of a new folder."))
    elif not all(map(_is_left_over, there)):
        go_on = _("An export was cut off there; “studio resume {path}” goes on with it.")
        raise _taken(target, go_on.format(path=writer.path))


def claim_target(target: Path, run: RunFolder, job: ExportJob) -> bool:
    """Make the folder this export's, and clear what a dead one left in it; what this one wrote before stays.

    Whether the folder is new. Raises ExportFailed where it holds anything else, and OSError.
    """
    mine = {"export": job.name, "created_at": job.created_at}
    claim, is_new = target / _CLAIM, not target.exists()
    if is_made_by(target, job) or mine.items() <= _read(claim).items():
        return False
    expect_free(target)
    target.mkdir(parents=True, exist_ok=True)
    for each in list(target.iterdir()):
        shutil.rmtree(each) if each.is_dir() and not each.is_symlink() else each.unlink()
    try:
        with claim.open("x", encoding="utf-8") as file:
            file.write(json.dumps({**mine, "path": str(run.path)}))
    except FileExistsError as error:
        raise _taken(target, _("Choose the name of a new folder.")) from error
    return is_new


def release_target(target: Path) -> None:
    """No longer anybody's; raises OSError."""
    (target / _CLAIM).unlink(missing_ok=True)


def is_made_by(target: Path, job: ExportJob) -> bool:
    """Whether everything that this very export writes lies there already."""
    facts = read_manifest(target) or {}
    return (facts.get("export"), facts.get("created_at")) == (job.name, job.created_at)


def _entries(target: Path) -> list[Path]:
    """Its files and folders, itself where it is no folder."""
    try:
        return list(target.iterdir())
    except FileNotFoundError:
        return []
    except NotADirectoryError:
        return [target]
    except OSError as error:
        raise ExportFailed(
            _("The folder {path} cannot be used.").format(path=target), hint=error.strerror or str(error)
        ) from error


def _writer(target: Path) -> RunFolder | None:
    """Who began to fill the folder and has not ended it."""
    found = _read(target / _CLAIM)
    return RunFolder(Path(str(found["path"]))) if "path" in found else None


def _read(claim: Path) -> dict[str, object]:
    try:
        found = json.loads(claim.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_left_over(path: Path) -> bool:
    return path.name.startswith(".") and path.name.endswith(".partial")


def _taken(target: Path, hint: str) -> ExportFailed:
    return ExportFailed(_("There already is something else at this place: {path}").format(path=target), hint=hint)
