"""What can be evaluated: the results of a project's runs, their bases, any model on this machine."""

from pathlib import Path

from studio.core.evaluation import Subject
from studio.core.job import Job
from studio.errors import RunFailed
from studio.runs.folder import RunFolder
from studio.runs.run import list_runs, read_job
from studio.words import _


def subject_of_run(run: RunFolder) -> Subject:
    """A run's result; raises RunFailed where there is none."""
    job = read_job(run)
    if not (run.adapter / "manifest.json").is_file():
        raise RunFailed(
            _("The run {run} has no result yet.").format(run=run.name),
            hint=_("Let it end, or stop and save it; then it can be evaluated."),
        )
    whole = not (run.adapter / "adapter_config.json").is_file()
    result = str(run.adapter.resolve())
    return _with(job, title=run.name, run=run.name, result=result, whole=whole)


def base_of_run(run: RunFolder) -> Subject:
    """The model that a run began with, loaded and asked as the run's result is; raises RunFailed."""
    job = read_job(run)
    return _with(job, title=_("{model} before training").format(model=Path(job.recipe.model.base).name))


def subject_of_model(name: str) -> Subject:
    """A model as it is: a folder, a GGUF file, a model of the hub's cache, or `demo`."""
    path = Path(name).expanduser()
    base = str(path.resolve()) if name != "demo" and path.exists() else name
    return Subject(title=path.name, base=base)


def find_run(project: Path, number: int) -> RunFolder:
    """The run of that number; raises RunFailed naming those there are."""
    runs = [each.run for each in list_runs(project)]
    for run in runs:
        if int(run.name.partition("-")[0]) == number:
            return run
    raise RunFailed(
        _("The project has no run {number}.").format(number=number),
        hint=_("Its runs are: {names}.").format(names=", ".join(run.name for run in reversed(runs)))
        if runs
        else _("Train a model first."),
    )


def _with(job: Job, title: str, run: str = "", result: str = "", whole: bool = False) -> Subject:
    recipe = job.recipe
    return Subject(
        title=title,
        base=recipe.model.base,
        run=run,
        result=result,
        whole=whole,
        method=recipe.method,
        template=recipe.data.template,
    )
