"""Which weights a run ends with: those of its last step, or of its best evaluation."""

from studio.engine.course import Course
from studio.engine.desk import Desk
from studio.engine.training_state import restore_weights
from studio.runs.checkpoints import best, best_whole, list_checkpoints
from studio.words import _


def keep_weights(desk: Desk, course: Course) -> int:
    """Leave the weights in the model that its result shall hold, told where they are not plainly the last; their step.

    Raises CheckpointFailed, OSError.
    """
    last, evaluation = desk.pulse.step, desk.job.recipe.evaluation
    if not evaluation.keeps_best:
        _tell_of_better(desk, last)
        return last
    found = best_whole(desk.run)
    if found is None and evaluation.keep == "best":
        desk.remark(_("Nothing was validated: the result holds the weights of the last step."))
    if found is None or found.step == last:
        return last
    restore_weights(found.path, course.model)
    desk.remark(
        _(
            "The result holds the weights of step {best}, where the validation loss was lowest, and not those of the "
            "last step, {last}."
        ).format(best=found.step, last=last)
    )
    return found.step


def _tell_of_better(desk: Desk, last: int) -> None:
    known = best(list_checkpoints(desk.run))
    if known is not None and known.step != last:
        desk.remark(
            _(
                "The result holds the weights of the last step, {last}; the validation loss was lowest at step {best}. "
                "“Weights kept” in the preset chooses between them."
            ).format(best=known.step, last=last)
        )
