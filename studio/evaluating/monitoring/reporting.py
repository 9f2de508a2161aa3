"""Everything that is told of a project's logs, as a task for `studio.data.child`: it may take a minute."""

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

from studio.core.contract import Contract
from studio.core.example import Content
from studio.core.monitoring import MonitoringReport
from studio.data.contract_file import read_contract
from studio.data.logs.cases import KnownRow, known_rows
from studio.data.logs.storing import list_logs, read_entries
from studio.data.reader import ProjectReader
from studio.errors import ProjectFailed
from studio.evaluating.monitoring.baseline import Baseline, find_baseline
from studio.evaluating.monitoring.courses import courses_of, measures_of_lines
from studio.evaluating.monitoring.drifting import MOST, Asked, drift_lines, newest
from studio.evaluating.monitoring.lines import Frames, lines_of, models_of
from studio.evaluating.monitoring.reading import MOST_READ, in_french, read_lines, signs_reader
from studio.evaluating.monitoring.worth import Found, Known, find_worth
from studio.text.augment.case import case_of
from studio.words import _, ngettext

_PARTS = 2
_Result = TypeVar("_Result")


def reported(project: str, dataset_id: int, model: str) -> Iterator[dict[str, Any]]:
    """The task of the child: how far it is, then the report, as JSON values."""
    path = Path(project)
    contract, signs = read_contract(path), signs_reader(path)
    with ProjectReader(path) as reader:
        dataset = next((each for each in reader.datasets() if each.id == dataset_id), None)
        if dataset is None:
            raise ProjectFailed(_("This data set no longer exists."))
        known = known_rows(reader, dataset_id)
    logs = list_logs(path)
    every = lines_of(read_entries(path, logs), Frames(row.content for row in known))
    models = models_of(every)
    lines = [line for line in every if not model or line.entry.model == model]
    total = len(lines) * _PARTS
    read = yield from _advancing(
        read_lines(lines, contract, signs, french=in_french(row.content for row in known)), 0, total
    )
    found = yield from _advancing(find_worth(read, contract, _known(known)), len(lines), total)
    compared = model or (models[0] if len(models) == 1 else "")
    test = [row.content for row in known if row.split == "test" and row.is_kept]
    against = find_baseline(path, compared, contract, test)
    unit, courses = courses_of(measures_of_lines(read, contract), lines, against.measures)
    now = newest(lines)
    questions = [_case(each) for each in test][:MOST]
    yield MonitoringReport(
        imports=tuple(logs),
        lines=len(lines),
        models=models,
        model=model,
        dataset=dataset.name,
        undated=sum(line.entry.at is None for line in lines),
        unit=unit,
        courses=courses,
        drift=drift_lines((questions, now), against.answers, contract, signs),
        drift_note=_note(now, questions, against),
        worth=found.rows,
        found=found.total,
        left_out=tuple(_left_out(found, contract, len(lines))),
    ).model_dump(mode="json")


def _advancing(
    work: Generator[int, None, _Result], before: int, total: int
) -> Generator[dict[str, Any], None, _Result]:
    """How far the work is, as told to the parent; what it comes to."""
    while True:
        try:
            done = next(work)
        except StopIteration as ended:
            return cast(_Result, ended.value)
        yield {"done": before + done, "total": total}


def _known(rows: Sequence[KnownRow]) -> Known:
    return Known(
        learned=[_case(row.content) for row in rows if row.is_learned],
        kept=[_case(row.content) for row in rows if row.is_kept],
        others=[_case(row.content) for row in rows if not row.is_learned and not row.is_kept],
    )


def _case(content: Content) -> str:
    return "\n".join(case_of(content).texts)


def _note(now: Sequence[Asked], test: Sequence[str], against: Baseline) -> str:
    words = _(
        "Compared are the newest {now} different questions of the log with {test} questions of the test set, and "
        "their answers with {answers}. The p values allow for the number of properties (Holm): if nothing had "
        "changed, one of them all would be called a drift at most 5 times in 100. What is not shown may still be "
        "there, the more so the fewer lines there are."
    )
    return words.format(now=len(now), test=len(test), answers=against.words)


def _left_out(found: Found, contract: Contract | None, lines: int) -> Iterator[str]:
    if found.there:
        yield ngettext(
            "{count} line is in the data already.", "{count} lines are in the data already.", found.there
        ).format(count=found.there)
    if found.like_kept:
        yield ngettext(
            "{count} line is as like as a copy of a test or validation row: learning it would spoil the test.",
            "{count} lines are as like as copies of test or validation rows: learning them would spoil the test.",
            found.like_kept,
        ).format(count=found.like_kept)
    if contract is None:
        yield _("The project has no answer contract: form and urgency of the answers are not looked at.")
    elif lines > MOST_READ:
        yield _("Warning signs are looked for in the newest {count} lines alone.").format(count=MOST_READ)
