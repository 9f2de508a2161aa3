"""`studio report`: a run evaluated beside the model it began with, told in one file."""

from pathlib import Path
from typing import Annotated

import typer

from studio.cli.evaluate import compared, evaluated
from studio.cli.output import print_json
from studio.cli.train import choose_dataset
from studio.core.evaluation import Decoding
from studio.data.reader import ProjectReader
from studio.runs.durable import MANIFEST
from studio.runs.evaluations import list_evaluations
from studio.runs.folder import RunFolder
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
    trained_at = max((Path(each.result) / MANIFEST).stat().st_mtime for each in subjects if each.result)
    with ProjectReader(project) as reader:
        wanted = (choose_dataset(reader.datasets(), "").name, split, subjects, Decoding(), reader.last_step())
    for summary in list_evaluations(project.resolve()):
        job = summary.job
        if job is None or summary.state != "finished" or job.benchmark or job.sampled or job.created_at < trained_at:
            continue
        if wanted == (job.dataset, job.split, job.subjects, job.decoding, job.project_step):
            return summary.run
    return None
