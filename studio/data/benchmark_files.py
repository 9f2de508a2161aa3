"""Files of benchmarks as rows to ask: read as the Data tab reads them, and never stored in the project."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio import paths
from studio.core.benchmark import BENCHMARKS, OWN, SUBJECT, Benchmark, fitting
from studio.core.evaluation import EvaluatedRow
from studio.core.example import Choice
from studio.data.batches import RowBatch
from studio.data.importers.beginning import read_beginning
from studio.data.importers.inspecting import inspect_file
from studio.data.importers.reading import Asked, items_of
from studio.data.importers.reports import SkippedLine
from studio.errors import ImportFailed
from studio.words import _, ngettext

_SUBJECTS = ("subject", "subject_name")
_SHOWN = 3


@dataclass(frozen=True)
class BenchmarkRows:
    """The good rows of a file and why the others are none; ids count the good ones from 1."""

    rows: tuple[EvaluatedRow, ...]
    skipped: tuple[SkippedLine, ...]


def shipped_file(benchmark: Benchmark) -> Path | None:
    """The file that comes with Atelier, for the one benchmark of its own."""
    return paths.RESOURCES / "benchmarks" / benchmark.shipped if benchmark.shipped else None


def recognised_benchmarks(file: Path) -> Sequence[Benchmark]:
    """Those whose form the file has, the likeliest first; empty where it holds no questions. Raises ImportFailed."""
    summary = inspect_file(file, kind="choice")
    if summary.refusal:
        raise ImportFailed(summary.refusal, hint=summary.hint)
    return fitting(summary.layout) or ((BENCHMARKS[OWN],) if summary.kind == "choice" else ())


def read_benchmark(file: Path, benchmark: Benchmark, cancelled: Callable[[], bool] = lambda: False) -> BenchmarkRows:
    """All rows of a file; raises ImportFailed for one of another form, or one without a single good row."""
    beginning = read_beginning(file)
    asked = Asked({}, "choice", "", None)
    recognition = asked.recognised(beginning)
    if recognition and benchmark.name != OWN and recognition.layout.name not in benchmark.layouts:
        raise _other_form(file, benchmark, recognition.layout.name)
    rows: list[EvaluatedRow] = []
    skipped: list[SkippedLine] = []
    for item in items_of(file, beginning, asked, cancelled):
        if isinstance(item, SkippedLine):
            skipped.append(item)
        elif isinstance(item, RowBatch):
            for content, extra, line in zip(item.content, item.extra, item.line, strict=True):
                question = Choice.model_validate_json(content)
                if reason := _unfit(question, benchmark):
                    skipped.append(SkippedLine(line, reason))
                else:
                    rows.append(EvaluatedRow(id=len(rows) + 1, content=question, groups=_groups(extra)))
    if not rows:
        raise _nothing(file, skipped)
    return BenchmarkRows(tuple(rows), tuple(skipped))


def _unfit(question: Choice, benchmark: Benchmark) -> str:
    """Why a good question is none of this benchmark; "" where it is."""
    if benchmark.options and len(question.options) != benchmark.options:
        return _("The question has {count} options; those of {benchmark} have {expected}.").format(
            count=len(question.options), benchmark=_(benchmark.title), expected=benchmark.options
        )
    if benchmark.options and not benchmark.several and len(question.answers) != 1:
        return _("Several options are marked as right; questions of {benchmark} have one right answer.").format(
            benchmark=_(benchmark.title)
        )
    return ""


def _groups(extra: str) -> dict[str, str]:
    beside = json.loads(extra)
    names: Iterator[object] = (beside.get(name) for name in _SUBJECTS)
    subject = next((name for name in names if isinstance(name, str) and name.strip()), "")
    return {SUBJECT: subject} if subject else {}


def _other_form(file: Path, benchmark: Benchmark, layout: str) -> ImportFailed:
    others = ", ".join(_(each.title) for each in fitting(layout))
    return ImportFailed(
        _("The file {name} has another form than files of {benchmark}.").format(
            name=paths.readable_name(file.name), benchmark=_(benchmark.title)
        ),
        hint=_("Expected: {form}. It looks like: {others}.").format(form=_(benchmark.forms), others=others or "–"),
    )


def _nothing(file: Path, skipped: Sequence[SkippedLine]) -> ImportFailed:
    told = "; ".join(_("line {line}: {reason}").format(line=each.line, reason=each.reason) for each in skipped[:_SHOWN])
    message = ngettext(
        "No question in {name} can be asked; {count} row was left out.",
        "No question in {name} can be asked; {count} rows were left out.",
        len(skipped),
    )
    return ImportFailed(message.format(name=paths.readable_name(file.name), count=len(skipped)), hint=told)
