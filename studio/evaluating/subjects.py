"""What can be evaluated: the results of a project's runs, their bases, any model on this machine."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.core.evaluation import Subject
from studio.core.job import Job
from studio.data.connection import expect_project
from studio.errors import RunFailed
from studio.evaluating.origins import origin_of_model
from studio.models.adapters import base_of_adapter, is_adapter
from studio.runs.durable import MANIFEST
from studio.runs.folder import RUNS, RunFolder
from studio.runs.run import list_runs, read_job
from studio.words import _


def subject_of_run(run: RunFolder) -> Subject:
    """A run's result; raises RunFailed where there is none."""
    job = read_job(run)
    if not _has_result(run):
        raise RunFailed(
            _("The run {run} has no result yet.").format(run=run.name),
            hint=_("Let it end, or stop and save it, then try again."),
        )
    whole = not (run.adapter / "adapter_config.json").is_file()
    result = str(run.adapter.resolve())
    return _with(job, title=title_of_run(run.name), run=run.name, result=result, whole=whole)


def base_of_run(run: RunFolder) -> Subject | None:
    """The model that a run began with, loaded and asked as the run's result is; raises RunFailed.

    None for a run that taught labels: before training there is no head to choose them with.
    """
    job = read_job(run)
    if job.recipe.goal.task == "classification":
        return None
    name = job.recipe.model.base
    known = _with(job, title=_("{model}, before training").format(model=title_of_model(name)))
    # Nothing of the method but how the base is kept: runs that differ in all else began with one model.
    return known.model_copy(update={"method": known.kept, "unpacked": Path(name).suffix.lower() == ".gguf"})


@dataclass(frozen=True)
class TrainedModel:
    """The result of one run, and the model that the run began with; None where that cannot do the same task."""

    run: RunFolder
    preset: str
    tuned: Subject
    base: Subject | None


def trained_models(project: Path) -> tuple[TrainedModel, ...]:
    """Of every run that has a result, the newest first; reads files, so not for a window's own thread."""
    found = []
    for summary in list_runs(project):
        if summary.job is not None and _has_result(summary.run):
            run, preset = summary.run, summary.job.preset
            found.append(TrainedModel(run, preset, subject_of_run(run), base_of_run(run)))
    return tuple(found)


def subject_of_model(name: str, base: str = "") -> Subject:
    """A model as it is: a folder, a GGUF file, a model of the hub's cache, `demo`; an adapter on `base`.

    Without it an adapter is put on what it names, or what lies beside it; raises ModelFailed where that is nothing.
    """
    path = Path(name).expanduser()
    if name == "demo" or not path.exists():
        return Subject(title=title_of_model(name), base=name)
    path = path.resolve()
    if not is_adapter(path):
        return Subject(title=path.name, base=str(path))
    found = base_of_adapter(path, base)
    title = path.name if path.is_dir() else f"{path.name} · {title_of_model(found)}"
    return Subject(title=title, base=found, result=str(path))


def title_of_model(name: str) -> str:
    """What a model is called where there is little room: its folder's or file's own name."""
    return _("Demonstration model") if name == "demo" else Path(name).name


def title_of_run(name: str) -> str:
    """A run as people call it: by its number."""
    return _("Run {number}").format(number=name.partition("-")[0].lstrip("0") or "0")


def runs_behind(project: Path, subjects: Iterable[Subject]) -> tuple[str, ...]:
    """The runs that have taught these models something: their own, and those whose results these began with.

    Raises RunFailed where one of them is gone: nobody can tell then what was learned.
    """
    found: dict[str, None] = {}
    for subject in subjects:
        for name in [subject.run] if subject.run else _makers(project, subject):
            _add_behind(project, name, found)
    return tuple(found)


def untraced(project: Path, subjects: Iterable[Subject]) -> tuple[str, ...]:
    """The titles of models in files that no run of the project has made or began with: what they learned is unknown."""
    bases = {_place(each.job.recipe.model.base) for each in list_runs(project) if each.job is not None}
    return tuple(each.title for each in subjects if not each.run and _is_foreign(project, each, bases))


def _is_foreign(project: Path, subject: Subject, bases: Container[Path | None]) -> bool:
    model = subject.result or subject.base
    place = _place(model)
    return place is not None and place not in bases and origin_of_model(project, model) is None


def _place(model: str) -> Path | None:
    """Where a file or a folder lies; None for what is named otherwise."""
    path = Path(model).expanduser()
    return path.resolve() if model != "demo" and path.exists() else None


def _makers(project: Path, subject: Subject) -> list[str]:
    """The runs that have made its files."""
    parts = filter(None, (subject.result, subject.base))
    return [name for part in parts if (name := _maker(project, part))]


def _maker(project: Path, model: str) -> str:
    """The run that has made a model, or what that began with; empty for one that comes from elsewhere."""
    origin = origin_of_model(project, model)
    if origin is None or not origin.before:
        return origin.run if origin else ""
    return _maker(project, _began_with(project, origin.run))


def _add_behind(project: Path, name: str, found: dict[str, None]) -> None:
    while name and name not in found:
        found[name] = None
        name = _maker(project, _began_with(project, name))


def _began_with(project: Path, run: str) -> str:
    return read_job(RunFolder(project / RUNS / run)).recipe.model.base


def chosen_subjects(
    project: Path, runs: Sequence[int], models: Sequence[str], *, base: bool, adapters_on: str = ""
) -> tuple[Subject, ...]:
    """Models as they are, then results of runs by number, each base before the first of its results; each only once.

    Adapters among the models are put on `adapters_on`, or on what they name or lies beside them. Raises RunFailed for a
    run that is not there or has no result, ModelFailed for an adapter without a base.
    """
    found = [subject_of_model(name, adapters_on) for name in models]
    for number in runs:
        run = find_run(project, number)
        before = base_of_run(run) if base else None
        found += [each for each in (before, subject_of_run(run)) if each is not None]
    return tuple(dict.fromkeys(found))


def find_run(project: Path, number: int) -> RunFolder:
    """The run of that number; raises RunFailed naming those there are, ProjectFailed where there is no project."""
    runs = [each.run for each in list_runs(project)]
    if not runs:
        expect_project(project)
    for run in runs:
        if int(run.name.partition("-")[0]) == number:
            return run
    raise RunFailed(
        _("The project has no run {number}.").format(number=number),
        hint=_("Its runs are: {names}.").format(names=", ".join(run.name for run in reversed(runs)))
        if runs
        else _("Train a model first."),
    )


def _has_result(run: RunFolder) -> bool:
    return (run.adapter / MANIFEST).is_file()


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
