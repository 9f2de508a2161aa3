"""From a data set and a recipe to a run folder that any worker can train, here or elsewhere."""

import shutil
import time
from pathlib import Path

from studio.core.goals import mismatch
from studio.core.job import Job, Origin
from studio.core.recipe import Recipe, differences, with_changes
from studio.data.contract_file import read_contract
from studio.data.reader import ProjectReader
from studio.data.snapshot import freeze_dataset
from studio.errors import RecipeInvalid, RunFailed
from studio.runs.checkpoints import Checkpoint, best, checkpoint_path, list_checkpoints
from studio.runs.durable import copy_folder, verify_folder
from studio.runs.run import RunFolder, begin_run, commit_job, read_job
from studio.words import Language, _

_KEPT = ("goal.", "model.", "method.", "data.", "training.optimiser", "training.batch", "training.seed")


def prepare_run(project_path: Path, dataset_id: int, preset_name: str, recipe: Recipe, language: Language) -> RunFolder:
    """Freeze the data, the contract and the recipe; raises StudioError and leaves no folder when one of them fails."""
    project = project_path.resolve()
    contract = read_contract(project)
    run = begin_run(project, preset_name)
    try:
        with ProjectReader(project) as reader:
            _expect_fitting(reader, dataset_id, recipe)
            snapshot = freeze_dataset(reader, dataset_id, run.data, only_approved=recipe.data.only_approved)
        job = Job(
            name=run.name,
            project=str(project),
            preset=preset_name,
            language=language,
            created_at=time.time(),
            recipe=_with_lasting_base(recipe),
            snapshot=snapshot,
            contract=contract,
        )
        commit_job(run, job)
    except BaseException:
        # Also when interrupted: half a run folder helps nobody.
        shutil.rmtree(run.path, ignore_errors=True)
        raise
    return run


def _expect_fitting(reader: ProjectReader, dataset_id: int, recipe: Recipe) -> None:
    kind = next((each.kind for each in reader.datasets() if each.id == dataset_id), None)
    if kind and (problem := mismatch(kind, recipe.goal)):
        raise RecipeInvalid(problem, hint=_("“studio presets list” names the presets."))


def _with_lasting_base(recipe: Recipe) -> Recipe:
    """A model named by a path is named by its whole path: the worker starts in another folder."""
    base = recipe.model.base
    path = Path(base).expanduser()
    if base == "demo" or not path.exists():
        return recipe
    return recipe.model_copy(update={"model": recipe.model.model_copy(update={"base": str(path.resolve())})})


def continue_run(run: RunFolder, checkpoint: Checkpoint, recipe: Recipe, language: Language) -> RunFolder:
    """A new run on the same frozen data that begins at a checkpoint of another one, which stays as it is.

    Raises StudioError, e.g. RecipeInvalid where the recipe asks for another model, and leaves no folder then.
    """
    old = read_job(run)
    _refuse_other_training(old.recipe, recipe)
    new = begin_run(run.path.parent.parent, old.preset)
    try:
        copy_folder(run.data, new.data)
        if not _copy_checkpoint(checkpoint, new):
            raise RunFailed(
                _("The checkpoint of step {step} is damaged.").format(step=checkpoint.step),
                hint=_("Choose another one."),
            )
        if recipe.evaluation.keeps_best:
            _copy_better(run, checkpoint, new)
        fresh = {
            "name": new.name,
            "language": language,
            "created_at": time.time(),
            "recipe": recipe,
            "origin": Origin(run=run.name, step=checkpoint.step),
        }
        commit_job(new, old.model_copy(update=fresh))
    except OSError as error:
        shutil.rmtree(new.path, ignore_errors=True)
        raise RunFailed(_("The run could not be written to {path}.").format(path=new.path), hint=str(error)) from error
    except BaseException:
        shutil.rmtree(new.path, ignore_errors=True)
        raise
    return new


def _copy_checkpoint(checkpoint: Checkpoint, new: RunFolder) -> bool:
    """Whether the copy is whole; nothing is left of one that is not."""
    copied = checkpoint_path(new, checkpoint.step)
    copy_folder(checkpoint.path, copied)
    if not verify_folder(copied):
        shutil.rmtree(copied)
        return False
    return True


def _copy_better(run: RunFolder, checkpoint: Checkpoint, new: RunFolder) -> None:
    """The best one before, so that the result of the new run is at least as good."""
    before = [each for each in list_checkpoints(run) if each.step < checkpoint.step]
    lowest = best([*before, checkpoint])
    if lowest is not None and lowest.step != checkpoint.step:
        _copy_checkpoint(lowest, new)


def prolonged(recipe: Recipe, checkpoint: Checkpoint, epochs: float) -> Recipe:
    """The recipe with so many epochs more; raises RecipeInvalid when nothing would be left to train."""
    training = recipe.training
    if not epochs and checkpoint.step >= checkpoint.total_steps:
        raise RecipeInvalid(
            _("At step {step} nothing is left to train.").format(step=checkpoint.step),
            hint=_("Choose an earlier checkpoint, or add epochs."),
        )
    if not training.max_steps:
        return with_changes(recipe, {"training.epochs": str(training.epochs + epochs)}) if epochs else recipe
    more = round(epochs * checkpoint.step / checkpoint.epoch) if checkpoint.epoch else 0
    return with_changes(recipe, {"training.max_steps": str(training.max_steps + more)})


def _refuse_other_training(before: Recipe, after: Recipe) -> None:
    """A checkpoint holds weights, an optimiser and a place in the data: these cannot become others."""
    changed = [each.name for each in differences(before, after) if each.name.startswith(_KEPT)]
    if changed:
        raise RecipeInvalid(
            _("A run that goes on from a checkpoint keeps: {options}.").format(options=", ".join(changed)),
            hint=_("Start a new run from the base model to change this."),
        )
