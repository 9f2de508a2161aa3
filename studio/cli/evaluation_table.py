"""What an evaluation found, for a terminal and for machines."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from studio.assess.paired import Paired
from studio.evaluating.digest import Digest
from studio.evaluating.results import Results
from studio.evaluating.score_lines import ScoreCell, score_lines
from studio.evaluating.scoring import Scoreboard
from studio.runs.state import run_state
from studio.ui.evaluation.results.score_words import verdict_word
from studio.words import _

_LIGHTS = {"green": "green", "amber": "yellow", "red": "red"}


def print_evaluation(results: Results, scoreboard: Scoreboard, digest: Digest, console: Console) -> None:
    """The table of scores, then the verdicts, targets and cautions as sentences."""
    table = Table(title=Text(results.job.title))
    table.add_column(_("Metric"))
    for model in scoreboard.models:
        table.add_column(Text(model.subject.title))
    for line in score_lines(scoreboard, digest):
        table.add_row(Text(line.title), *map(_cell, line.cells))
    console.print(table)
    titles = [model.subject.title for model in scoreboard.models]
    for each in digest.differences:
        said = [each.verdict, each.changes, each.alarm]
        words = " ".join(sentence.text() for sentence in said if sentence)
        console.print(Text(_named(titles[each.model], words)))
    for reached in digest.reached:
        words = " ".join(sentence.text() for sentence in (reached.words, reached.too_few) if sentence)
        console.print(Text(_named(titles[reached.model], words)))
    for caution in digest.cautions:
        console.print(Text(f"! {caution.text()}"))
    console.print(Text(_("Every answer is in {path}").format(path=results.run.path)), soft_wrap=True)


def _named(model: str, words: str) -> str:
    return "• " + _("{model}: {words}").format(model=model, words=words)


def _cell(cell: ScoreCell | None) -> Text:
    if cell is None:
        return Text("–")
    value = f"{cell.value} {verdict_word(cell.verdict)}".rstrip()
    return Text(f"{value}\n{cell.interval}", style=_LIGHTS.get(cell.light or "", ""))


def evaluation_json(results: Results, scoreboard: Scoreboard, digest: Digest) -> dict[str, object]:
    """Everything that the terminal shows, by the names of the metrics; differences are to the first model."""
    job = results.job
    return {
        "evaluation": str(results.run.path),
        "state": run_state(results.run),
        "dataset": job.dataset,
        "split": job.split,
        "rows": len(results.rows),
        "leaked": [{"id": each.id, "run": each.run, "how": each.how} for each in job.leaked],
        "models": [
            {
                "title": model.subject.title,
                "base": model.subject.base,
                "run": model.subject.run,
                "answered": model.answered,
                "scores": {name: vars(score) for name, score in model.scores.items()},
                "differences": {name: _difference(paired) for name, paired in scoreboard.paired.get(at, {}).items()},
                "targets": {
                    each.judged.target.metric: each.judged.light for each in digest.reached if each.model == at
                },
            }
            for at, model in enumerate(scoreboard.models)
        ],
        "verdicts": [each.verdict.text() for each in digest.differences],
        "cautions": [each.text() for each in digest.cautions],
    }


def _difference(paired: Paired) -> dict[str, object]:
    # JSON has no infinity: with too few rows no difference could show at all.
    detectable = paired.detectable if paired.detectable < float("inf") else None
    return {**vars(paired), "detectable": detectable}
