"""`studio presets list | show | export | import | save-from-run`: presets, seen and exchanged from a terminal."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from studio.cli.output import print_json
from studio.core.preset import words_of
from studio.core.preset_text import preset_text
from studio.runs.own_presets import add_preset, export_preset, import_preset, preset_of_run
from studio.runs.presets import NamedPreset, broken_presets, list_presets, load_preset, own_file, own_text
from studio.runs.run import open_run, read_job
from studio.ui.presets.words import facts
from studio.words import _

Name = Annotated[str, typer.Argument(metavar="NAME", help=_("the name of a preset"))]
AsJson = Annotated[bool, typer.Option("--json", help=_("JSON lines, for machines"))]


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    group.command("list", help=_("List the presets, Atelier’s own and yours."))(list_all)
    group.command("show", help=_("Show a preset with all of its options."))(show)
    group.command("export", help=_("Write a preset into a file, for others."))(export)
    group.command("import", help=_("Bring in a preset from a file, beside those that are there."))(bring_in)
    group.command("save-from-run", help=_("Keep what a run was trained with as a preset."))(save_from_run)
    app.add_typer(group, name="presets", help=_("List, show, export and import presets; keep one from a run."))


def list_all(as_json: AsJson = False) -> None:
    presets, broken = list_presets(), broken_presets()
    if as_json:
        answer = [_for_machines(each) for each in presets]
        print_json({"presets": answer, "broken": [{"name": each.name, "message": each.reason} for each in broken]})
        return
    table = Table()
    table.add_column(_("Name"), no_wrap=True)
    for title in (_("Preset"), _("For"), _("Origin")):
        table.add_column(title)
    for each in presets:
        origin = _("Atelier") if each.built_in else _("yours")
        table.add_row(each.name, Text(words_of(each.preset.name)), facts(each.preset), origin)
    Console().print(table)
    for wrong in broken:
        typer.echo(wrong.reason, err=True)


def show(name: Name, as_json: AsJson = False) -> None:
    named = load_preset(name)
    if as_json:
        print_json(_for_machines(named) | {"preset": named.preset.model_dump(mode="json")})
    else:
        typer.echo(_text(named), nl=False)


def export(
    name: Name,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("where it goes"))],
    replace: Annotated[bool, typer.Option("--replace", help=_("also where the file exists already"))] = False,
    as_json: AsJson = False,
) -> None:
    export_preset(_text(load_preset(name)), file, replace=replace)
    if as_json:
        print_json({"name": name, "file": str(file.resolve())})
    else:
        typer.echo(_("Exported: {file}").format(file=file))


def bring_in(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("a preset as YAML"))],
    as_json: AsJson = False,
) -> None:
    _tell(import_preset(file), as_json=as_json)


def save_from_run(
    run: Annotated[Path, typer.Argument(metavar="RUN", help=_("the folder of the run"), readable=False)],
    as_json: AsJson = False,
) -> None:
    preset = preset_of_run(read_job(open_run(run)))
    _tell(add_preset(words_of(preset.name), preset_text(preset)), as_json=as_json)


def _tell(made: NamedPreset, *, as_json: bool) -> None:
    if as_json:
        print_json({"name": made.name, "file": str(own_file(made.name))})
    else:
        typer.echo(_("The preset is called {name}: {file}").format(name=made.name, file=own_file(made.name)))


def _text(named: NamedPreset) -> str:
    """The user's own as they wrote it."""
    return preset_text(named.preset) if named.built_in else own_text(named.name)


def _for_machines(named: NamedPreset) -> dict[str, object]:
    return {
        "name": named.name,
        "title": words_of(named.preset.name),
        "built_in": named.built_in,
        "memory_gb": named.preset.memory_gb,
    }
