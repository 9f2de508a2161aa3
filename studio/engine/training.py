"""A whole run, top to bottom: prepare the course, train with checkups, save, compare before and after."""

from studio.assess.contract_scoring import Score
from studio.core.events import FinishReason, ModelState, Saved
from studio.engine.callbacks import Checkups, FiniteGuard, Obedience, Reporter
from studio.engine.causal import prepare_causal
from studio.engine.checkpoint import save_checkpoint, save_whole
from studio.engine.clock import CpuClock
from studio.engine.course import Course
from studio.engine.desk import Desk
from studio.engine.early_stopping import EarlyStopping
from studio.engine.manifest import add_scores, recipe_hash


def run_training(desk: Desk, clock: CpuClock) -> FinishReason:
    """Do what the job asks; ends early, the result saved, when the user wants that. Raises what failures.py knows."""
    course = prepare(desk)
    desk.tell(course.planned())
    compared = desk.job.recipe.evaluation.compare
    scores: dict[ModelState, dict[str, Score]] = {}
    if compared and not course.base_stays:
        scores["base"] = course.score("base")
    checkup, patience = _Checkup(desk, course, clock), EarlyStopping(desk)
    trainer = course.make_trainer()
    for callback in (
        FiniteGuard(course.model),
        Reporter(desk.journal, desk.pulse),
        Obedience(desk.wishes),
        Checkups(desk.job.recipe.evaluation.every_steps, checkup.before, checkup.look),
        patience,
    ):
        trainer.add_callback(callback)
    if not course.base_stays:
        course.examine(0)
    desk.enter("train", course.steps)
    desk.wishes.unsaved = True
    clock.start()
    try:
        trainer.train()
    finally:
        clock.stop()
    _save(desk, course)
    if desk.pulse.step < course.steps and not patience.stopped:
        return "stopped_and_saved"
    if compared:
        _compare(desk, course, scores)
    return "completed"


def prepare(desk: Desk) -> Course:
    """Load the model and the rows for the task and the objective of the recipe."""
    return prepare_causal(desk)


def _save(desk: Desk, course: Course) -> None:
    desk.enter("save")
    save_whole(desk.run.adapter, course.write_result, course.result_facts())
    path = desk.run.adapter.relative_to(desk.run.path).as_posix()
    desk.tell(Saved(step=desk.pulse.step, what="adapter", path=path))
    desk.wishes.unsaved = False


def _compare(desk: Desk, course: Course, scores: dict[ModelState, dict[str, Score]]) -> None:
    """The same test rows before and after; nothing to add without test rows."""
    if course.base_stays:
        with course.untrained():
            scores["base"] = course.score("base")
    scores["tuned"] = course.score("tuned")
    if any(scores.values()):
        add_scores(desk.run, scores)


class _Checkup:
    """Looks at the model between two steps, and saves a checkpoint."""

    def __init__(self, desk: Desk, course: Course, clock: CpuClock) -> None:
        self._desk, self._course, self._clock = desk, course, clock

    def before(self) -> None:
        """The untrained model, where the trained one can be put aside."""
        if not self._course.base_stays:
            return
        self._clock.stop()
        with self._course.untrained():
            self._course.examine(0)
        self._resume()

    def look(self, step: int) -> None:
        """The model as it is after `step`; the last step's weights are saved as the result instead."""
        self._clock.stop()
        self._course.examine(step)
        if step < self._course.steps:
            job, run = self._desk.job, self._desk.run
            facts = {"recipe_sha256": recipe_hash(job), "data_sha256": job.snapshot.content_sha256}
            path = save_checkpoint(run, self._course.write_weights, step, facts)
            self._desk.tell(Saved(step=step, what="checkpoint", path=path.relative_to(run.path).as_posix()))
        self._resume()

    def _resume(self) -> None:
        self._desk.enter("train", self._course.steps)
        self._clock.start()
