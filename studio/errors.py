"""Foreseen failures: what happened, and what the user can do about it; and what may be told of any other."""

# studio.setup raises these on a Python that is too old.
from __future__ import annotations

import platform
import traceback
from pathlib import Path
from types import TracebackType


class StudioError(Exception):
    """A foreseen failure, already in the user's words; anything else that escapes is a bug."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ImportFailed(StudioError):
    """A file of examples could not be read at all (single bad lines are listed, not raised)."""


class ProjectFailed(StudioError):
    """A project folder could not be opened, written or understood."""


class ReadOnlyProject(ProjectFailed):
    """Another window holds the project, or its folder cannot be written."""


class TestSplitLocked(ProjectFailed):
    """A change would reach rows of a test split that is locked; nothing was changed."""

    __test__ = False  # pytest takes what is called Test… for tests


class RunFailed(StudioError):
    """A run folder could not be created, read or controlled."""


class ModelFailed(StudioError):
    """A base model is missing, damaged, unsafe or of an unsupported form."""


class RecipeInvalid(StudioError):
    """A preset or a `--set` names an unknown option or a value out of bounds."""


class PresetFailed(StudioError):
    """A preset file could not be read, written or found; none was changed."""


class ExportFailed(StudioError):
    """Rows or a model could not be written to a file; no half file was left."""


class ArchiveFailed(StudioError):
    """An archive could not be made, or is not what it says; nothing was written under the name that was asked for."""


class LexiconWrong(ProjectFailed):
    """A lexicon file is not what it should be; the built-in one can take its place."""


class PlanWrong(ProjectFailed):
    """A plan of augmentation names an unknown option or a value out of bounds."""


class AssistantFailed(StudioError):
    """A language model that drafts rows could not be reached, or did not answer as asked."""


class RatingFailed(StudioError):
    """A reading of answers by people could not be made, read or kept; nothing rated before is lost."""


class ServingFailed(StudioError):
    """A local server could not be started, found or asked."""


def fault_report(kind: type[BaseException], trace: TracebackType | None, *libraries: str) -> str:
    """Of a bug, its kind and places only: an exception's message, or a variable, may quote a patient."""
    places = [
        f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace, limit=-40)
    ]
    machine = ", ".join([f"Python {platform.python_version()}", *libraries, platform.platform(terse=True)])
    return "\n".join([f"{kind.__module__}.{kind.__qualname__}", machine, *places])


def _short(filename: str) -> str:
    # Where the program is installed can tell the user's name.
    path = Path(filename)
    root = Path(__file__).resolve().parent.parent
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else "/".join(path.parts[-3:])
