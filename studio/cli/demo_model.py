"""`studio build-demo-model`: makes the demonstration model and the sample project's files again."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from studio.cli.output import print_json
from studio.paths import DEMO
from studio.text.headache_sample import sample_files
from studio.words import _

# The shipped model's seed; another one gives a model that the documented numbers do not describe.
SHIPPED_SEED = 20


def register(app: typer.Typer) -> None:
    app.command(
        "build-demo-model",
        help=_("Make the demonstration model again, from its generated corpus (about 15 minutes on 2 cores)."),
    )(build_demo_model_command)


def build_demo_model_command(
    out: Annotated[Path, typer.Option(help=_("the folder that receives base/ and the sample files"))] = DEMO,
    seed: Annotated[int, typer.Option(help=_("the seed of corpus and training"), min=0)] = SHIPPED_SEED,
    json_output: Annotated[bool, typer.Option("--json", help=_("one JSON line, for machines"))] = False,
) -> None:
    from studio.engine.demo_model import build_demo_model

    out.mkdir(parents=True, exist_ok=True)
    for name, content in sample_files().items():
        (out / name).write_text(content, encoding="utf-8", newline="\n")
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=json_output) as bar:
        task = bar.add_task(_("Generating the corpus"), total=None)

        def show(step: int, total: int, loss: float) -> None:
            bar.update(task, completed=step, total=total, description=_("Loss {loss}").format(loss=f"{loss:.3f}"))

        report = build_demo_model(out / "base", seed=seed, progress=show)
    if json_output:
        print_json({**asdict(report), "folder": str(report.folder)})
        return
    typer.echo(
        _("Demonstration model in {folder}: {parameters} parameters, {megabytes} MB, loss {loss}.").format(
            folder=report.folder,
            parameters=report.parameters,
            megabytes=f"{report.weight_bytes / 1e6:.1f}",
            loss=f"{report.loss:.3f}",
        )
    )
