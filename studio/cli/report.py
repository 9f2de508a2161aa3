"""`studio report`: a run evaluated beside the model it began with, told in one file."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from studio.cli.evaluate import compared, evaluated
from studio.cli.output import print_json
from studio.cli.train import choose_dataset
from studio.core.evaluation import Decoding, Subject
from studio.data.reader import ProjectReader
from studio.runs.evaluations import list_evaluations
from studio.runs.folder import RUNS, RunFolder
from studio.runs.tail import last_event, read_ending
from studio.words import _


def register(app: typer.Typer) -> None:
    app.command("report", help=_("Tell in one HTML file how a run compares with the model it began with."))(report)


def report(
    project: Annotated[Path, typer.Option(help=_("the folder of the project"))],
    run: Annotated[int, typer.Option(help=_("the number of the run"))],
    out: Annotated[Path, typer.Option(help=_("the HTML file to write"))],
    split: Annotated[str, typer.Option(help=_("train, validation, test or all"))] = "test",
    as_json: Annotated[bool, typer.Option("--json", help=_("one JSON value at the end, for machines"))] = False,
) -> None:
    from studio.evaluating.report import write_report

    folder = _known(project, run, split) or evaluated(project, run, split, as_json=as_json)
    written = write_report(folder, out)
    if as_json:
        print_json({"report": str(written), "evaluation": str(folder.path)})
    else:
        typer.echo(_("The report is in {path}").format(path=written))


def _known(project: Path, run: int, split: str) -> RunFolder | None:
    """The newest finished evaluation that is as it would be made now, of the same data and the same result."""
    subjects = compared(project, run)
    trained_at = _trained_at(project, subjects)
    with ProjectReader(project) as reader:
        dataset, step = choose_dataset(reader.datasets(), "").name, reader.last_step()
    wanted = (dataset, split, tuple(map(_wherever, subjects)), Decoding(), step)
    for summary in list_evaluations(project.resolve()):
        job = summary.job
        if job is None or summary.state != "finished" or job.benchmark or job.sampled or job.created_at < trained_at:
            continue
        known = tuple(map(_wherever, job.subjects))
        if wanted == (job.dataset, job.split, known, job.decoding, job.project_step):
            return summary.run
    return None


def _trained_at(project: Path, subjects: Iterable[Subject]) -> float:
    """By the journal: files get the time at which a project was unpacked or copied."""
    runs = [RunFolder(project / RUNS / each.run) for each in subjects if each.run]
    told = [read_ending(run) or last_event(run) for run in runs]
    return max((each.at for each in told if each), default=0.0)


def _wherever(subject: Subject) -> Subject:
    """Projects are renamed and moved: the name of a run says which result it is."""
    return subject.model_copy(update={"result": ""}) if subject.run else subject
