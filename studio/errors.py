"""Foreseen failures: what happened, and what the user can do about it."""


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
