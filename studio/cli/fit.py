"""`studio fit`: what a run will take, measured by a few real steps."""

from pathlib import Path
from typing import Annotated

import typer

from studio.cli.output import print_json
from studio.cli.train import choose_dataset, parse_changes
from studio.core.forecast import Forecast
from studio.core.recipe import with_changes
from studio.data.reader import ProjectReader
from studio.fitting import probe
from studio.runs.forecasts import forecast_accuracy
from studio.runs.presets import load_preset
from studio.words import _, current_language

_GIB, _MINUTE_S = 1 << 30, 60


def register(app: typer.Typer) -> None:
    """Add the command to the others."""
    app.command("fit", help=_("Measure with a few real steps what a run will take: memory, time, disk."))(fit)


def fit(
    project: Annotated[Path, typer.Option(help=_("the folder of the project"))],
    preset: Annotated[str, typer.Option(help=_("the name of a preset"))],
    dataset: Annotated[str, typer.Option(help=_("the data set, when the project has several"))] = "",
    changes: Annotated[
        list[str] | None, typer.Option("--set", metavar="OPTION=VALUE", help=_("change an option of the preset"))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("JSON lines, for machines"))] = False,
) -> None:
    recipe = with_changes(load_preset(preset).preset.recipe, parse_changes(changes or []))
    with ProjectReader(project) as reader:
        chosen = choose_dataset(reader.datasets(), dataset)
    found = probe(project.resolve(), chosen.id, recipe, current_language())
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    for line in _lines(found):
        typer.echo(line)


def _lines(found: Forecast) -> list[str]:
    lines = [
        _("Device: {name}").format(name=found.device),
        _("Memory at most: {size} GB").format(size=f"{found.peak_bytes / _GIB:.2f}"),
        _("{steps} steps of {seconds} s at most, about {minutes} min in all").format(
            steps=found.steps, seconds=f"{found.step_s:.2f}", minutes=f"{found.total_s / _MINUTE_S:.1f}"
        ),
        _("Disk: {size} MB").format(size=f"{found.disk_bytes / (1 << 20):.0f}"),
        _("{micro} examples at once, {passes} times a step; {layers} layers computed twice").format(
            micro=found.micro_batch, passes=found.accumulation, layers=found.checkpointed_layers
        ),
    ]
    if accuracy := forecast_accuracy(found.device, "probe"):
        lines.append(
            _("On this machine such forecasts of memory were {error} off ({count} runs).").format(
                error=f"{accuracy.median_error:+.1%}", count=accuracy.runs
            )
        )
    return lines
