"""`studio parity`: whether models that were exported before still answer as the application does."""

from pathlib import Path
from typing import Annotated

import typer

from studio.cli.export import finish
from studio.cli.turn import start_in_turn
from studio.evaluating.subjects import find_run
from studio.runs.run import read_job
from studio.words import _, current_language


def register(app: typer.Typer) -> None:
    app.command("parity", help=_("Compare exported models with what the application answers, token by token."))(parity)


def parity(
    project: Annotated[Path, typer.Option(help=_("the folder of the project"))],
    run: Annotated[int, typer.Option(help=_("the number of the run that they were made of"))],
    artefact: Annotated[
        list[Path], typer.Option(help=_("a GGUF file, or the folder of a model or an adapter; several may be given"))
    ],
    base: Annotated[
        str, typer.Option(help=_("the GGUF file that a GGUF adapter is put on; without it the one beside it"))
    ] = "",
    rows: Annotated[int, typer.Option(min=1, help=_("held-out rows to compare on"))] = 20,
    as_json: Annotated[bool, typer.Option("--json", help=_("one JSON value at the end, for machines"))] = False,
) -> None:
    from studio.exporting.creating import Wanted, prepare_export
    from studio.exporting.given import artefact_at

    trained = find_run(project.resolve(), run)
    known = read_job(trained).recipe.model.base
    given = tuple(artefact_at(path, known, base) for path in artefact)
    folder = prepare_export(project, trained, Wanted(given=given, rows=rows), current_language())
    start_in_turn(folder)
    finish(folder, as_json=as_json)
