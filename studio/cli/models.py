"""`studio models [check|import|cache]`: the base models on this machine, what they are, and how one gets here."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from studio.cli.output import print_json
from studio.errors import ModelFailed
from studio.settings import load_settings
from studio.ui.formats import size
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.models.card import ModelCard

AsJson = Annotated[bool, typer.Option("--json", help=_("one JSON line, for machines"))]

_LEVELS = {"blocking": ("✗", "red"), "warning": ("!", "yellow"), "note": ("·", "")}


def register(app: typer.Typer) -> None:
    """Add the commands to the others."""
    models = typer.Typer(help=_("List, check and import base models."), rich_markup_mode=None)
    models.callback(invoke_without_command=True)(list_models)
    models.command("check", help=_("Say what a model is and what speaks against it."))(check)
    models.command("import", help=_("Copy a model from a drive, with its checksums."))(import_)
    models.command("cache", help=_("Say how much room quantised copies take, or remove them."))(cache)
    app.add_typer(models, name="models")


def list_models(context: typer.Context, as_json: AsJson = False) -> None:
    """What lies in the models folder, the chosen folders and the hub's cache."""
    from studio.models.places import find_models, hub_cache

    if context.invoked_subcommand:
        return
    found = find_models(load_settings().settings.model_folders, hub_cache())
    if as_json:
        print_json(
            {"models": [{"base": f.base, "path": str(f.path), "source": f.source, "bytes": f.size} for f in found]}
        )
        return
    table = Table()
    for title in (_("Model"), _("Size"), _("Place")):
        table.add_column(title)
    for each in found:
        table.add_row(Text(each.base), size(each.size), Text(str(each.path)))
    Console().print(table)


def check(
    model: Annotated[str, typer.Argument(metavar="MODEL", help=_("a folder, a GGUF file, or owner/name in the cache"))],
    as_json: AsJson = False,
) -> None:
    """Look at headers, texts and template; exit code 1 when the model would not be loaded."""
    from studio.models.inspection import inspect_model
    from studio.models.places import find_base, hub_cache

    path = find_base(model, hub_cache())
    if path is None:
        raise ModelFailed(
            _("The base model “{name}” was not found on this machine.").format(name=model),
            hint=_("Give a folder, a GGUF file, or a model of the hub’s cache as owner/name."),
        )
    card = inspect_model(path, model)
    if as_json:
        said = [problem.sentence.text() for problem in card.problems]
        print_json(card.model_dump(mode="json") | {"usable": card.usable, "said": said})
    else:
        _show(card)
    if not card.usable:
        raise typer.Exit(1)


def import_(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help=_("a model folder or a GGUF file on the drive"))],
    as_json: AsJson = False,
) -> None:
    """Copy, verify, and only then give it its name."""
    from studio.models.importing import Steering, import_model
    from studio.models.places import models_folder

    with Progress(console=Console(stderr=True), transient=True, disable=as_json) as bar:
        task = bar.add_task(_("Copying and verifying"), total=None)
        steering = Steering(progress=lambda done, total: bar.update(task, completed=done, total=total))
        imported = import_model(source, models_folder(), steering)
    if as_json:
        print_json(
            {
                "model": str(imported.folder),
                "files": imported.files,
                "bytes": imported.size,
                "verified": imported.verified,
                "left_out": list(imported.left_out),
            }
        )
        return
    typer.echo(_("The model is in {folder} ({size}).").format(folder=imported.folder, size=size(imported.size)))
    words = ngettext(
        "{count} file agreed with its checksum.", "{count} files agreed with their checksums.", imported.verified
    )
    typer.echo(words.format(count=imported.verified))


def cache(
    clear: Annotated[bool, typer.Option("--clear", help=_("remove them; they are made again when needed"))] = False,
    as_json: AsJson = False,
) -> None:
    """The quantised copies that make the second load of a model quick."""
    from studio.models.cache import cached_models, clear_cache

    known = cached_models()
    taken = clear_cache() if clear else sum(each.size for each in known)
    if as_json:
        print_json({"copies": len(known), "bytes": taken, "cleared": clear})
    elif clear:
        typer.echo(_("{size} are free again.").format(size=size(taken)))
    else:
        words = ngettext("{count} quantised copy takes {size}.", "{count} quantised copies take {size}.", len(known))
        typer.echo(words.format(count=len(known), size=size(taken)))


def _show(card: "ModelCard") -> None:
    from studio.ui.models.words import card_facts

    table = Table(show_header=False, box=None, padding=(0, 1))
    for title, value in [(_("Model"), card.name), *card_facts(card)]:
        table.add_row(title, Text(value))
    for problem in card.problems:
        mark, style = _LEVELS[problem.level]
        table.add_row(Text(mark, style), Text(problem.sentence.text()))
    Console().print(table)
