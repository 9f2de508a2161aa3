"""The failures a run can foresee, each a class of its own, and the kind under which the journal tells them."""

from studio.core.events import Failed, FailureKind
from studio.errors import ExportFailed, ModelFailed, RecipeInvalid, StudioError
from studio.runs.lines import disk_is_full
from studio.words import _


class ModelUnsafe(ModelFailed):
    """The model could only be read by unpickling, or by running code that came with it."""


class TemplateFailed(StudioError):
    """The chat template is missing, too slow, or does not show where the answers are."""


class DataFailed(StudioError):
    """The frozen data hold nothing that can be learned, or cannot be read."""


class CheckpointFailed(StudioError):
    """A checkpoint is not readable, or does not fit what the run is asked to train."""


class NotFinite(StudioError):
    """A loss, a gradient or a weight is not a number, or infinite."""


_KINDS: tuple[tuple[type[StudioError], FailureKind], ...] = (
    (ModelUnsafe, "model_unsafe"),
    (ModelFailed, "model_missing"),
    (TemplateFailed, "template"),
    (DataFailed, "data"),
    (NotFinite, "not_finite"),
    (RecipeInvalid, "recipe"),
    (CheckpointFailed, "checkpoint"),
    (ExportFailed, "export"),
)


def describe_failure(error: Exception) -> Failed:
    """The event for an error, by its class and never by its text; what nobody foresaw is a bug."""
    # Here, not above: the worker introduces itself, and sets what torch reads when it is imported, before that.
    import torch

    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return _out_of_memory(on_card=isinstance(error, torch.OutOfMemoryError))
    if isinstance(error, OSError) and disk_is_full(error):
        return Failed(
            kind="disk_full",
            message=_("The disk is full: {path}").format(path=error.filename or _("the run folder")),
            hint=_("Free some space, then start the run again. What was saved before is complete."),
        )
    for known, kind in _KINDS:
        if isinstance(error, known):
            return Failed(kind=kind, message=error.message, hint=error.hint)
    return Failed(
        kind="bug",
        message=_("The run ended by a fault in Atelier ({name}).").format(name=type(error).__name__),
        hint=_("The file worker.log in the run folder says where; please report it."),
    )


def _out_of_memory(*, on_card: bool) -> Failed:
    return Failed(
        kind="out_of_memory",
        message=_("The memory of the graphics card is not enough for this run.")
        if on_card
        else _("The memory of this computer is not enough for this run."),
        hint=_("Choose a smaller model, shorter examples, a lower rank, or QLoRA instead of LoRA."),
    )
