"""An evaluation as one HTML file that needs nothing else: what, on what, with what, scores, failures, limits.

The same evaluation gives the same bytes: nothing in it comes from the clock or from the machine that writes it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from studio import paths
from studio.assess.catalogue import info
from studio.core.evaluation import LeakedRow
from studio.evaluating.digest import Digest, digest
from studio.evaluating.group_tables import group_tables
from studio.evaluating.report_facts import facts_of, model_facts
from studio.evaluating.results import Results, read_results
from studio.evaluating.row_lines import RowLine, row_lines
from studio.evaluating.score_lines import ScoreLine, score_lines
from studio.evaluating.scoring import score_results
from studio.evaluating.targets import read_targets
from studio.placing import placed
from studio.runs.folder import RunFolder
from studio.words import Language, _, current_language, ngettext, use_language

_FOLDER = paths.RESOURCES / "report"
_MOST_FAILURES = 50
# A model caught in a loop can fill megabytes.
_LONGEST = 5_000
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True)
class Bar:
    """A score on a scale from 0 to 100."""

    low: float
    high: float
    value: float


@dataclass(frozen=True)
class Failure:
    """One row that a model got wrong."""

    number: int
    question: str
    expected: str
    answers: tuple[tuple[str, str, bool], ...]
    """Model, answer, and whether it is wrong."""
    wrong: str


def write_report(run: RunFolder, target: Path) -> Path:
    """In the language in use; raises RunFailed, ProjectFailed and ExportFailed."""
    return write_text(report_html(run), target)


def write_text(text: str, target: Path) -> Path:
    """Whole or not at all; raises ExportFailed."""
    with placed(target) as partial:
        partial.write_bytes(text.encode())
    return target


def reported(run: str, language: Language) -> Iterator[str]:
    """The report in any language, as a task for `studio.data.child`: the window's own language stays as it is."""
    use_language(language)
    yield report_html(RunFolder(Path(run)))


def report_html(run: RunFolder) -> str:
    """The whole file; raises RunFailed and ProjectFailed."""
    results = read_results(run)
    scoreboard = score_results(results)
    said = digest(results, scoreboard, read_targets(run.path.parent.parent))
    lines = score_lines(scoreboard, said)
    failures = list(_failures(results, row_lines(results)))
    environment = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("report.html.j2").render(
        language=current_language(),
        policy=_POLICY,
        style=(_FOLDER / "report.css").read_text("utf-8"),
        title=results.job.title,
        words=_words(),
        models=[each.subject.title for each in results.subjects],
        summary=_summary(said, results),
        cautions=[each.text() for each in said.cautions],
        scores=[(line, _bars(line)) for line in lines],
        groups=list(group_tables(results)),
        failures=failures[:_MOST_FAILURES],
        failures_left=_left(len(failures)),
        facts=list(facts_of(results)),
        model_facts=[(each.subject.title, list(model_facts(each))) for each in results.subjects],
        leaked=list(_leaked(results.job.leaked)),
    )


def _words() -> dict[str, str]:
    return {
        "heading": _("Evaluation report"),
        "warning": _(
            "These numbers say how models answered the examples named here, and nothing about other cases. They do "
            "not replace medical judgement: no answer of a model may decide on a patient’s care by itself."
        ),
        "summary": _("What was found"),
        "cautions": _("To keep in mind"),
        "scores": _("Scores"),
        "metric": _("Metric"),
        "interval": _("Below each value stands its 95 % interval; the bar shows both on a scale from 0 to 100 %."),
        "groups": _("Scores by group"),
        "failures": _("Wrong answers"),
        "none": _("No answer was wrong by the metrics that judge single rows."),
        "question": _("Question"),
        "expected": _("Expected answer"),
        "facts": _("How it was done"),
        "leaked": _("Rows left out, with the run that has met them or the like"),
        "row": _("Row"),
        "wrong_by": _("Wrong by"),
    }


def _summary(said: Digest, results: Results) -> list[tuple[str, str]]:
    """A sign and a sentence each."""
    titles = [each.subject.title for each in results.subjects]
    found: list[tuple[str, str]] = []
    for each in said.differences:
        words = " ".join(part.text() for part in (each.verdict, each.changes, each.alarm) if part)
        found.append((each.paired.verdict, _named(titles[each.model], words)))
    for reached in said.reached:
        words = " ".join(part.text() for part in (reached.words, reached.too_few) if part)
        found.append((reached.judged.light, _named(titles[reached.model], words)))
    return found


def _named(model: str, words: str) -> str:
    return _("{model}: {words}").format(model=model, words=words)


def _bars(line: ScoreLine) -> list[Bar | None]:
    """Of shares only: other units have no common scale."""
    if info(line.metric).unit != "share":
        return [None] * len(line.cells)
    return [
        Bar(*(round(100 * value, 2) for value in (cell.score.low, cell.score.high, cell.score.value))) if cell else None
        for cell in line.cells
    ]


def _failures(results: Results, lines: Sequence[RowLine]) -> Iterator[Failure]:
    """What the last model got wrong first, red flags before all else."""
    wrong = [line for line in lines if any(answer and answer.wrong for answer in line.answers)]
    titles = [each.subject.title for each in results.subjects]
    for line in sorted(wrong, key=_urgency):
        names = dict.fromkeys(name for answer in line.answers if answer for name in sorted(answer.wrong))
        yield Failure(
            line.id,
            _shortened(line.question),
            _shortened(line.expected),
            tuple(
                (title, _shortened(answer.text), bool(answer.wrong))
                for title, answer in zip(titles, line.answers, strict=True)
                if answer is not None
            ),
            ", ".join(_(info(name).title) for name in names),
        )


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} […]"


def _leaked(rows: Sequence[LeakedRow]) -> Iterator[str]:
    """By run, with rows that follow each other in one: they may be thousands."""
    learned: dict[str, set[int]] = {}
    validated: dict[str, set[int]] = {}
    for row in rows:
        (validated if row.how == "validated" else learned).setdefault(row.run, set()).add(row.id)
    for run, ids in learned.items():
        yield f"{run}: {_ranges(ids)}"
    for run, ids in validated.items():
        yield _("{run}, validation rows: {rows}").format(run=run, rows=_ranges(ids))


def _ranges(ids: set[int]) -> str:
    parts = [list(part) for _first, part in groupby(enumerate(sorted(ids)), lambda each: each[1] - each[0])]
    return ", ".join(f"{part[0][1]}–{part[-1][1]}" if len(part) > 1 else str(part[0][1]) for part in parts)


def _urgency(line: RowLine) -> tuple[bool, bool, int]:
    last = line.answers[-1]
    missed = bool(last and "red_flag_recall" in last.wrong)
    return not missed, not (last and last.wrong), line.id


def _left(count: int) -> str:
    left = count - _MOST_FAILURES
    if left <= 0:
        return ""
    return ngettext(
        "{count} more row is not shown here; the Evaluate tab lists it.",
        "{count} more rows are not shown here; the Evaluate tab lists them.",
        left,
    ).format(count=left)
