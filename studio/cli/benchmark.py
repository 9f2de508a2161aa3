"""`studio benchmark`: models on a benchmark's local file, beside chance, the constant answer and published scores."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from studio.cli.follow import ending_of, say_it_goes_on, watch
from studio.cli.output import print_json
from studio.cli.turn import start_in_turn
from studio.core.benchmark import BENCHMARKS
from studio.core.evaluation import Subject
from studio.data.importers.reports import SkippedLine
from studio.errors import RunFailed
from studio.evaluating.benchmarks import BenchmarkWanted, benchmark_named, prepare_benchmark
from studio.evaluating.subjects import chosen_subjects
from studio.runs.supervisor import run_state
from studio.words import _, current_language, ngettext

_TOLD = 5


def register(app: typer.Typer) -> None:
    app.command("benchmark", help=_("Ask models the questions of a benchmark, from a file on this machine."))(benchmark)


def benchmark(
    project: Annotated[Path, typer.Option(help=_("the folder of the project"))],
    benchmark: Annotated[str, typer.Option(help=_("which one: {names}").format(names=", ".join(BENCHMARKS)))],
    file: Annotated[Path | None, typer.Option(help=_("its file; nothing is downloaded"))] = None,
    run: Annotated[
        list[str] | None,
        typer.Option(
            help=_("the number of a run, which is asked with the model it began with; or a model as it is, demo say")
        ),
    ] = None,
    limit: Annotated[int, typer.Option(help=_("at most so many questions, drawn at random; 0 for all"), min=0)] = 0,
    as_json: Annotated[bool, typer.Option("--json", help=_("one JSON value at the end, for machines"))] = False,
) -> None:
    # Statistics take longer to import than help may.
    from studio.cli.benchmark_table import outcome_as_json, show_outcome
    from studio.evaluating.benchmark_results import read_outcome

    known = benchmark_named(benchmark)
    wanted = BenchmarkWanted(known.name, _subjects(project.resolve(), run or []), file, limit)
    prepared = prepare_benchmark(project, wanted, current_language())
    console = Console(stderr=as_json)
    _tell_skipped(console, prepared.skipped)
    start_in_turn(prepared.run)
    try:
        story = watch(prepared.run, console)
    except KeyboardInterrupt:
        say_it_goes_on(prepared.run)
        raise typer.Exit from None
    ending_of(prepared.run, story)
    outcome = read_outcome(prepared.run, run_state(prepared.run))
    if as_json:
        print_json(outcome_as_json(outcome, prepared.skipped))
    else:
        show_outcome(console, outcome)


def _subjects(project: Path, words: list[str]) -> tuple[Subject, ...]:
    runs = [int(word) for word in words if word.isdecimal()]
    found = chosen_subjects(project, runs, [word for word in words if not word.isdecimal()], base=True)
    if not found:
        raise RunFailed(_("Say which model to ask."), hint=_("Add --run NUMBER, or --run with a model: --run demo"))
    return found


def _tell_skipped(console: Console, skipped: tuple[SkippedLine, ...]) -> None:
    if not skipped:
        return
    message = ngettext("{count} row is left out:", "{count} rows are left out:", len(skipped))
    console.print(message.format(count=len(skipped)), markup=False)
    for each in skipped[:_TOLD]:
        console.print(
            _("line {line}: {reason}").format(line=each.line, reason=each.reason), markup=False, highlight=False
        )
