"""Running the checks: small data sets here, large ones in a process of their own."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from studio.core.sentence import read_sentences, store_sentences
from studio.data.checks.looking import Plan, look, make_plan
from studio.data.checks.options import CheckOptions
from studio.data.checks.report import CheckReport, ChecksCancelled, FoundRows, RuleRun
from studio.data.child import ChildCancelled, rows_from_child
from studio.data.reader import ProjectReader
from studio.words import _

_CHECKED_HERE = 2_000
"""Rows that are looked at in a second; more would make the window’s own thread wait for this one too often."""


def run_checks(
    reader: ProjectReader,
    dataset_id: int,
    *,
    options: CheckOptions | None = None,
    rules: Collection[str] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> CheckReport:
    """Look for what is wrong; `rules` None for all. Nothing is stored: see `remember`.

    `progress` is told rows looked at and in all. Raises ChecksCancelled, and StudioError for an unreadable tokenizer.
    """
    asked = options or CheckOptions()
    plan = make_plan(reader, dataset_id, asked, rules)
    total, runs = plan.total, dict(plan.runs)
    for news in look(reader, plan, cancelled) if total <= _CHECKED_HERE else _look_elsewhere(reader, plan, cancelled):
        if isinstance(news, int):
            progress(min(news, total), total)
        else:
            runs[news[0]] = news[1]
    return CheckReport(dataset_id, plan.at, plan.step_id, asked, runs)


def _look_elsewhere(
    reader: ProjectReader, plan: Plan, cancelled: Callable[[], bool]
) -> Iterator[int | tuple[str, RuleRun]]:
    """As `look`, in a child process that plans anew."""
    arguments = {
        "project": str(reader.path),
        "dataset_id": plan.dataset.id,
        "options": plan.terms.options.model_dump(mode="json"),
        "rules": [task.rule.id for task in plan.tasks],
    }
    found = FoundRows()
    try:
        for news in rows_from_child("studio.data.checks.running:look_in_child", arguments, cancelled=cancelled):
            if isinstance(news, int):
                yield news
            elif len(news) == len(_FINDING):
                found.add_stored(*news)
            else:
                yield _ended(news, found)
                found = FoundRows()
    except ChildCancelled as error:
        raise ChecksCancelled(_("The checks were stopped. What was found before is still there.")) from error


_FINDING = ("row", "group", "sentences")


def _ended(news: list[Any], found: FoundRows) -> tuple[str, RuleRun]:
    rule, looked_at, settings, not_run = news
    ids = None if looked_at is None else np.array(looked_at, np.int64)
    return rule, RuleRun(found, ids, settings, read_sentences(not_run)[0] if not_run else None)


def look_in_child(project: str, dataset_id: int, options: dict[str, Any], rules: list[str]) -> Iterator[object]:
    """The child’s side: numbers of rows, and each rule’s findings followed by how it ended, as JSON values."""
    with ProjectReader(Path(project)) as reader:
        plan = make_plan(reader, dataset_id, CheckOptions.model_validate(options), rules)
        for rule, run in plan.runs.items():
            yield _told(rule, run)
        for step in look(reader, plan, lambda: False):
            if isinstance(step, int):
                yield step
            else:
                yield from step[1].found.stored()
                yield _told(*step)


def _told(rule: str, run: RuleRun) -> tuple[object, ...]:
    looked_at = None if run.looked_at is None else run.looked_at.tolist()
    return rule, looked_at, run.settings, store_sentences([run.not_run]) if run.not_run else None
