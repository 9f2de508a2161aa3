"""From a data set and a recipe to a run folder that any worker can train, here or elsewhere."""

import shutil
import time
from pathlib import Path

from studio.core.job import Job
from studio.core.recipe import Recipe
from studio.data.contract_file import read_contract
from studio.data.reader import ProjectReader
from studio.data.snapshot import freeze_dataset
from studio.runs.run import RunFolder, begin_run, commit_job
from studio.words import Language


def prepare_run(project_path: Path, dataset_id: int, preset_name: str, recipe: Recipe, language: Language) -> RunFolder:
    """Freeze the data, the contract and the recipe; raises StudioError and leaves no folder when one of them fails."""
    project = project_path.resolve()
    contract = read_contract(project)
    run = begin_run(project, preset_name)
    try:
        with ProjectReader(project) as reader:
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


def _with_lasting_base(recipe: Recipe) -> Recipe:
    """A model named by a path is named by its whole path: the worker starts in another folder."""
    base = recipe.model.base
    path = Path(base).expanduser()
    if base == "demo" or not path.exists():
        return recipe
    return recipe.model_copy(update={"model": recipe.model.model_copy(update={"base": str(path.resolve())})})
