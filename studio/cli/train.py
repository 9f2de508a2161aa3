"""`studio train`: a run of a project's data with a preset."""

from pathlib import Path
from typing import Annotated

import typer

from studio.cli.follow import follow
from studio.cli.output import command_line, print_json
from studio.core.recipe import Recipe, with_changes
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.data.records import Dataset
from studio.errors import ProjectFailed, RecipeInvalid
from studio.launch import prepare_run
from studio.runs.folder import RunFolder
from studio.runs.presets import load_preset
from studio.runs.supervisor import run_state, start_run
from studio.settings import system_user
from studio.words import _, current_language


def register(app: typer.Typer) -> None:
    app.command("train", help=_("Train a model on a project’s data, in a process of its own."))(train)


def train(
    project: Annotated[Path, typer.Option(help=_("the folder of the project"))],
    preset: Annotated[str, typer.Option(help=_("the name of a preset"))],
    dataset: Annotated[str, typer.Option(help=_("the data set, when the project has several"))] = "",
    changes: Annotated[
        list[str] | None, typer.Option("--set", metavar="OPTION=VALUE", help=_("change an option of the preset"))
    ] = None,
    follow_run: Annotated[bool, typer.Option("--follow", help=_("show the run until it ends"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("JSON lines, for machines"))] = False,
) -> None:
    recipe = with_changes(load_preset(preset).preset.recipe, parse_changes(changes or []))
    run = start_training(project, dataset, preset, recipe)
    if follow_run:
        follow(run, as_json=as_json)
    elif as_json:
        print_json({"run": str(run.path), "state": run_state(run)})
    else:
        typer.echo(_("The run {run} has begun: {path}").format(run=run.name, path=run.path))
        typer.echo(_("To see it: {command}").format(command=command_line("studio", "attach", str(run.path))))


def parse_changes(texts: list[str]) -> dict[str, str]:
    """`--set` values by option; raises RecipeInvalid when one has no equals sign."""
    changes = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise RecipeInvalid(
                _("“{text}” does not say what to set.").format(text=text),
                hint=_("Write it like this: --set training.max_steps=30"),
            )
        changes[name.strip()] = value
    return changes


def start_training(project: Path, dataset: str, preset: str, recipe: Recipe) -> RunFolder:
    """Divide what has no split, freeze, and start a worker; raises StudioError."""
    with ProjectReader(project) as reader:
        chosen = choose_dataset(reader.datasets(), dataset)
        undivided = reader.split_counts(chosen.id).get(None, 0)
    if undivided:
        from studio.data.splitting import assign_unassigned

        with Project.open(project) as writer:
            writer.author = system_user()
            assign_unassigned(writer, chosen.id)
    run = prepare_run(project, chosen.id, preset, recipe, current_language())
    start_run(run, None)
    return run


def choose_dataset(datasets: list[Dataset], name: str) -> Dataset:
    """The data set of that name, or the only one; raises ProjectFailed naming them when it is not clear which."""
    if not datasets:
        raise ProjectFailed(
            _("The project has no data set yet."), hint=_("“studio import” brings in a file of examples.")
        )
    fitting = [each for each in datasets if each.name == name] if name else datasets
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(each.name for each in datasets)
    if name:
        raise ProjectFailed(
            _("There is no data set “{name}”.").format(name=name),
            hint=_("The data sets are: {names}.").format(names=names),
        )
    raise ProjectFailed(
        _("The project has several data sets; say which one to train on."),
        hint=_("Add --dataset and one of: {names}.").format(names=names),
    )
