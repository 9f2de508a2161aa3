"""A whole run, top to bottom: prepare the course, train with checkups, save, compare before and after."""

import torch
from transformers import Trainer

from studio.assess.score import Score
from studio.core.events import FinishReason, ModelState, Saved
from studio.engine.battery import Battery
from studio.engine.callbacks import Checkups, FiniteGuard, Obedience, Reporter
from studio.engine.causal import prepare_causal
from studio.engine.checkpoint import save_whole
from studio.engine.checkup import Checkup
from studio.engine.clock import CpuClock
from studio.engine.course import Course
from studio.engine.desk import Desk
from studio.engine.early_stopping import EarlyStopping
from studio.engine.keeping import keep_weights
from studio.engine.manifest import add_scores, recipe_hash
from studio.engine.resuming import find_start
from studio.engine.training_state import prepare_resuming, restore_weights
from studio.runs.checkpoints import Checkpoint, newest_whole
from studio.words import _


def run_training(desk: Desk, clock: CpuClock) -> FinishReason:
    """Do what the job asks, from where an earlier worker was cut off; ends early when the user wants that.

    Raises what failures.py knows.
    """
    start = find_start(desk)
    course = prepare(desk)
    desk.tell(course.planned())
    compared = desk.job.recipe.evaluation.compare
    scores: dict[ModelState, dict[str, Score]] = {}
    if compared and not course.base_stays:
        scores["base"] = course.score("base")
    patience = EarlyStopping(desk)
    if not course.base_stays and start is None:
        course.examine(0)
    _train_as_memory_allows(desk, course, start, clock, patience)
    if desk.wishes.latest() == "pause":
        return "paused"
    _save(desk, course, keep_weights(desk, course))
    if desk.pulse.step < course.steps and not patience.stopped:
        return "stopped_and_saved"
    if compared:
        _compare(desk, course, scores)
    return "completed"


def _train_as_memory_allows(
    desk: Desk, course: Course, start: Checkpoint | None, clock: CpuClock, patience: EarlyStopping
) -> None:
    """Train, and where the memory is not enough after all, go on from the same step with smaller pieces."""
    lasting = (FiniteGuard(course.model), Reporter(desk.journal, desk.pulse), Obedience(desk.wishes), Battery(desk))
    every = desk.job.recipe.evaluation.every_steps
    while True:
        trainer = course.make_trainer()
        checkup = Checkup(desk, course, trainer, clock, start)
        looks = Checkups(every, checkup.before, checkup.look, desk.wishes.take_evaluation)
        for callback in (*lasting, checkup, looks, patience):
            trainer.add_callback(callback)
        try:
            if start and (start.step >= course.steps or patience.ends_at(start.step)):
                # All is learned, only the result was not written.
                restore_weights(start.path, course.model)
            else:
                _train(desk, course, trainer, start, clock)
        except torch.OutOfMemoryError:
            if (smaller := course.use_less_memory()) is None:
                raise
            desk.remark(
                _(
                    "The memory ran out after step {step}: it goes on with {count} at once, {passes} times a step."
                ).format(step=desk.pulse.step, count=smaller.micro_batch, passes=smaller.accumulation)
            )
            start = _keep_place(desk, course, checkup) or start
            continue
        checkup.save(desk.pulse.step)
        return


def _keep_place(desk: Desk, course: Course, checkup: Checkup) -> Checkpoint | None:
    """What the steps so far have learned, from the disk again for the next trainer; None before the first of them."""
    course.model.zero_grad(set_to_none=True)
    torch.cuda.empty_cache()
    if not desk.pulse.step:
        return None
    checkup.save(desk.pulse.step)
    return newest_whole(desk.run)


def _train(desk: Desk, course: Course, trainer: Trainer, start: Checkpoint | None, clock: CpuClock) -> None:
    desk.enter("train", course.steps)
    desk.wishes.unsaved = True
    clock.start()
    try:
        if start is None:
            trainer.train()
        else:
            known = (start.total_steps, start.recipe_sha256)
            changed = known != (course.steps, recipe_hash(desk.job))
            prepare_resuming(trainer, start.path, course.model, changed=changed)
            trainer.train(resume_from_checkpoint=str(start.path))
    finally:
        clock.stop()


def prepare(desk: Desk) -> Course:
    """Load the model and the rows for the task and the objective of the recipe."""
    goal = desk.job.recipe.goal
    if goal.task == "classification":
        from studio.engine.classification import prepare_classification

        return prepare_classification(desk)
    if goal.objective != "sft":
        from studio.engine.preference import prepare_preference

        return prepare_preference(desk)
    return prepare_causal(desk)


def _save(desk: Desk, course: Course, step: int) -> None:
    """Write the result, with the step that its weights are from."""
    desk.enter("save")
    facts = {**course.result_facts(), "weights_step": step}
    needed = sum(each.nbytes for each in course.model.parameters() if each.requires_grad)
    desk.room.save(needed, lambda: save_whole(desk.run.adapter, course.write_result, facts))
    path = desk.run.adapter.relative_to(desk.run.path).as_posix()
    desk.tell(Saved(step=step, what="adapter", path=path))
    desk.wishes.unsaved = False


def _compare(desk: Desk, course: Course, scores: dict[ModelState, dict[str, Score]]) -> None:
    """The same test rows before and after; nothing to add without test rows."""
    if course.base_stays:
        with course.untrained():
            scores["base"] = course.score("base")
    scores["tuned"] = course.score("tuned")
    if any(scores.values()):
        add_scores(desk.run, scores)
