"""What a benchmark has found, for the terminal and for machines."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from studio.assess import benchmark_scores, choices
from studio.assess.figures import percents
from studio.assess.score import Score
from studio.data.importers.reports import SkippedLine
from studio.data.published import published_scores
from studio.evaluating.benchmark_results import BenchmarkOutcome, ModelOutcome
from studio.words import _, current_language

_TITLES = {each.name: each.title for each in (*benchmark_scores.METRICS, *choices.METRICS)}


def show_outcome(console: Console, outcome: BenchmarkOutcome) -> None:
    """A line for each model, then what no knowledge gets and what training has cost."""
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
    for line in _published(outcome):
        console.print(line, markup=False, highlight=False)


def _published(outcome: BenchmarkOutcome) -> Iterator[str]:
    """Where there are any; those by Hamming score are left out, as they stand for the same models."""
    known = [each for each in published_scores()[outcome.benchmark.name] if each.metric != "hamming"]
    if known:
        yield _("Published, in other settings than here:")
    for each in known:
        (value,) = percents(each.score)
        setting = each.setting[current_language()]
        yield f"  {value[current_language()]}  {each.model} – {setting} – {each.title}, {each.date}"


def _score(score: Score | None) -> str:
    if score is None:
        return "–"
    value, low, high = (each[current_language()] for each in percents(score.value, score.low, score.high))
    return f"{value} ({low} – {high})"


def outcome_as_json(outcome: BenchmarkOutcome, skipped: tuple[SkippedLine, ...]) -> dict[str, object]:
    """Everything, published scores included."""
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
