"""`studio benchmark`: models on a benchmark's local file, beside chance, the constant answer and published scores."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from studio.assess import benchmark_scores, choices
from studio.assess.figures import percents
from studio.assess.score import Score
from studio.cli.follow import ending_of, say_it_goes_on, watch
from studio.cli.output import print_json
from studio.core.benchmark import BENCHMARKS
from studio.core.evaluation import Subject
from studio.data.importers.reports import SkippedLine
from studio.data.published import published_scores
from studio.errors import RunFailed
from studio.evaluating.benchmark_results import BenchmarkOutcome, ModelOutcome, read_outcome
from studio.evaluating.benchmarks import BenchmarkWanted, benchmark_named, prepare_benchmark
from studio.evaluating.subjects import base_of_run, find_run, subject_of_model, subject_of_run
from studio.runs.supervisor import run_state, start_run
from studio.words import _, current_language, ngettext

_TOLD = 5
_TITLES = {each.name: each.title for each in (*benchmark_scores.METRICS, *choices.METRICS)}


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
    known = benchmark_named(benchmark)
    wanted = BenchmarkWanted(known.name, _subjects(project.resolve(), run or []), file, limit)
    prepared = prepare_benchmark(project, wanted, current_language())
    console = Console(stderr=as_json)
    _tell_skipped(console, prepared.skipped)
    start_run(prepared.run, None)
    try:
        story = watch(prepared.run, console)
    except KeyboardInterrupt:
        say_it_goes_on(prepared.run)
        raise typer.Exit from None
    ending_of(prepared.run, story)
    outcome = read_outcome(prepared.run, run_state(prepared.run))
    if as_json:
        print_json(_as_json(outcome, prepared.skipped))
    else:
        _print(console, outcome)


def _subjects(project: Path, words: list[str]) -> tuple[Subject, ...]:
    found: list[Subject] = []
    for word in words:
        if word.isdecimal():
            run = find_run(project, int(word))
            found += [base_of_run(run), subject_of_run(run)]
        else:
            found.append(subject_of_model(word))
    if not found:
        raise RunFailed(_("Say which model to ask."), hint=_("Add --run NUMBER, or --run with a model: --run demo"))
    return tuple(dict.fromkeys(found))


def _tell_skipped(console: Console, skipped: tuple[SkippedLine, ...]) -> None:
    if not skipped:
        return
    message = ngettext("{count} row is left out:", "{count} rows are left out:", len(skipped))
    console.print(message.format(count=len(skipped)), markup=False)
    for each in skipped[:_TOLD]:
        console.print(
            _("line {line}: {reason}").format(line=each.line, reason=each.reason), markup=False, highlight=False
        )


def _print(console: Console, outcome: BenchmarkOutcome) -> None:
    metrics = list(dict.fromkeys(name for model in outcome.models for name in model.scores))
    table = Table(title=f"{_(outcome.benchmark.title)}, n = {outcome.rows}")
    table.add_column(_("Model"))
    for name in metrics:
        table.add_column(_(_TITLES[name]), justify="right")
    for model in outcome.models:
        table.add_row(model.subject.title, *(_score(model.scores.get(name)) for name in metrics))
    console.print(table)
    if known := outcome.nothing_known:
        constant, chance = (each[current_language()] for each in percents(known.constant, known.chance))
        console.print(
            _("Always the same answer: {constant}; chance: {chance}.").format(constant=constant, chance=chance)
        )
    for model in outcome.models:
        if model.forgetting:
            console.print(f"{model.subject.title}: {model.forgetting.sentence.text()}", markup=False, highlight=False)


def _score(score: Score | None) -> str:
    if score is None:
        return "–"
    value, low, high = (each[current_language()] for each in percents(score.value, score.low, score.high))
    return f"{value} ({low} – {high})"


def _as_json(outcome: BenchmarkOutcome, skipped: tuple[SkippedLine, ...]) -> dict[str, object]:
    known, hamming = outcome.nothing_known, outcome.nothing_known_hamming
    return {
        "evaluation": str(outcome.run.path),
        "state": outcome.state,
        "benchmark": outcome.benchmark.name,
        "licence": outcome.benchmark.licence,
        "file": outcome.file.model_dump(),
        "rows": outcome.rows,
        "learned_rows": outcome.leaked,
        "skipped": [{"line": each.line, "reason": each.reason} for each in skipped],
        "primary": outcome.primary,
        "constant": known and {"score": known.constant, "answer": known.constant_answer},
        "chance": known and known.chance,
        "constant_hamming": hamming and {"score": hamming.constant, "answer": hamming.constant_answer},
        "models": [_model_as_json(each) for each in outcome.models],
        "published": [
            {
                "model": each.model,
                "score": each.score,
                "metric": each.metric,
                "source": each.title,
                "url": each.url,
                "date": each.date,
                "setting": each.setting[current_language()],
            }
            for each in published_scores()[outcome.benchmark.name]
        ],
    }


def _model_as_json(model: ModelOutcome) -> dict[str, object]:
    lost = model.forgetting
    return {
        "title": model.subject.title,
        "run": model.subject.run,
        "answered": model.answered,
        "scores": {
            name: {"value": score.value, "low": score.low, "high": score.high, "n": score.n}
            for name, score in model.scores.items()
        },
        "forgetting": lost
        and {
            "finding": lost.finding,
            "difference": lost.paired.difference,
            "low": lost.paired.low,
            "high": lost.paired.high,
            "p": lost.paired.p,
            "n": lost.paired.n,
            "sentence": lost.sentence.text(),
        },
    }
