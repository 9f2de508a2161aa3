"""`studio evaluate`: models on rows they have not learned, with every number's interval."""

from pathlib import Path
from typing import Annotated, Literal, cast

import typer
from rich.console import Console

from studio.cli.follow import ending_of, say_it_goes_on, watch
from studio.cli.output import print_json
from studio.cli.train import choose_dataset
from studio.core.evaluation import Decoding, Subject
from studio.core.example import SPLITS, Split
from studio.data.reader import ProjectReader
from studio.errors import RunFailed
from studio.evaluating.creating import Wanted, prepare_evaluation
from studio.evaluating.subjects import base_of_run, find_run, subject_of_model, subject_of_run
from studio.runs.folder import RunFolder
from studio.runs.supervisor import run_state, start_run
from studio.words import _, current_language


def register(app: typer.Typer) -> None:
    app.command("evaluate", help=_("Let models answer rows that they have not learned, and score the answers."))(
        evaluate
    )


def evaluate(
    project: Annotated[Path, typer.Option(help=_("the folder of the project"))],
    run: Annotated[
        list[int] | None, typer.Option(help=_("the number of a run whose result is evaluated; several may be given"))
    ] = None,
    model: Annotated[
        list[str] | None, typer.Option(help=_("a model as it is: a folder, a GGUF file, a model of the cache, demo"))
    ] = None,
    base: Annotated[bool, typer.Option(help=_("evaluate the models that the runs began with, too"))] = True,
    split: Annotated[str, typer.Option(help=_("train, validation, test or all"))] = "test",
    dataset: Annotated[str, typer.Option(help=_("the data set, when the project has several"))] = "",
    limit: Annotated[int, typer.Option(help=_("at most so many rows, drawn at random; 0 for all"), min=0)] = 0,
    tokens: Annotated[int, typer.Option(help=_("the longest answer, in tokens"), min=1)] = 256,
    as_json: Annotated[bool, typer.Option("--json", help=_("one JSON value at the end, for machines"))] = False,
) -> None:
    with ProjectReader(project) as reader:
        chosen = choose_dataset(reader.datasets(), dataset)
    wanted = Wanted(
        dataset_id=chosen.id,
        split=_split(split),
        subjects=_subjects(project.resolve(), run or [], model or [], base=base),
        decoding=Decoding(max_new_tokens=tokens),
        most_rows=limit,
    )
    folder = prepare_evaluation(project, wanted, current_language())
    start_run(folder, None)
    finish(folder, as_json=as_json)


def finish(folder: RunFolder, *, as_json: bool) -> None:
    """Show an evaluation until it ends, then its scores; Ctrl-C leaves it going. Raises RunFailed where it failed."""
    console = Console(stderr=as_json)
    try:
        story = watch(folder, console)
    except KeyboardInterrupt:
        say_it_goes_on(folder)
        raise typer.Exit from None
    ending_of(folder, story)
    print_json({"evaluation": str(folder.path), "state": run_state(folder)})


def _subjects(project: Path, runs: list[int], models: list[str], *, base: bool) -> tuple[Subject, ...]:
    found: list[Subject] = [subject_of_model(name) for name in models]
    for number in runs:
        run = find_run(project, number)
        before = base_of_run(run)
        if base and before not in found:
            found.append(before)
        found.append(subject_of_run(run))
    if not found:
        raise RunFailed(_("Say which model to evaluate."), hint=_("Add --run NUMBER or --model NAME."))
    return tuple(found)


def _split(word: str) -> Split | Literal["all"]:
    if word in (*SPLITS, "all"):
        return cast(Split, word)
    raise RunFailed(
        _("There is no part “{word}”.").format(word=word), hint=_("The parts are train, validation, test and all.")
    )
