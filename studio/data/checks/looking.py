"""One pass of the checks over a data set, and again only over what has changed since the last one."""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from studio.data.checks.measure import Terms, terms_of
from studio.data.checks.near import NearWatch
from studio.data.checks.options import CheckOptions
from studio.data.checks.reading import CheckedRow, changed_since, last_step, read_contents, read_rows, read_some
from studio.data.checks.remembering import read_settings
from studio.data.checks.report import ChecksCancelled, FoundRows, RuleRun
from studio.data.checks.rows import ROW_RULES, Measure
from studio.data.checks.rules import Rule, rules_for
from studio.data.checks.sets import LabelWatch, LengthWatch, SystemWatch, Watch
from studio.data.checks.twins import TwinWatch
from studio.data.reader import ProjectReader
from studio.data.records import Dataset
from studio.errors import ProjectFailed
from studio.words import _

Changed = NDArray[np.int64] | None
"""Rows that changed, None for perhaps all."""


@dataclass(frozen=True)
class _Task:
    """A rule that has something to look at."""

    rule: Rule
    changed: Changed


@dataclass(frozen=True)
class Plan:
    """What a run of the checks has to do; `total` rows are to be looked at, those of `runs` need no look."""

    dataset: Dataset
    at: float
    step_id: int
    terms: Terms
    tasks: tuple[_Task, ...]
    runs: Mapping[str, RuleRun]

    @property
    def total(self) -> int:
        """How many rows are looked at."""
        some = self.changed_rows()
        return self.dataset.rows if some is None else some.size

    def changed_rows(self) -> Changed:
        """The rows that are enough; None where a rule needs all."""
        changes = [task.changed for task in self.tasks if task.rule.scope == "row" and task.changed is not None]
        if len(changes) < len(self.tasks):
            return None
        return np.unique(np.concatenate(changes)) if changes else np.empty(0, np.int64)


def make_plan(reader: ProjectReader, dataset_id: int, options: CheckOptions, rules: Collection[str] | None) -> Plan:
    """What there is to do; raises StudioError for an unreadable tokenizer."""
    dataset = _dataset(reader, dataset_id)
    with reader.one_moment() as db:
        at, step_id = time.time(), last_step(db)
        stored = cast(list[tuple[str, int, str]], db.execute(_KNOWN, (dataset_id,)).fetchall())
        known = {rule: (step, read_settings(settings)[0]) for rule, step, settings in stored}
        since = {step: changed_since(db, step) for step in {step for step, _settings in known.values()}}
    wanted = [rule for rule in rules_for(dataset.kind) if rules is None or rule.id in rules]
    terms = terms_of(reader, dataset, options, {rule.id for rule in wanted})
    runs = {id: RuleRun(settings=terms.settings[id], not_run=why) for id, why in terms.not_run.items()}
    tasks = []
    for rule in wanted:
        step, settings = known.get(rule.id, (0, None))
        changed = since[step] if settings == terms.settings[rule.id] else None
        if rule.id not in runs and (changed is None or changed.size):
            tasks.append(_Task(rule, changed))
    return Plan(dataset, at, step_id, terms, tuple(tasks), runs)


_KNOWN = "SELECT rule, step_id, settings FROM check_run WHERE dataset_id = ?"


def _dataset(reader: ProjectReader, dataset_id: int) -> Dataset:
    found = next((each for each in reader.datasets() if each.id == dataset_id), None)
    if found is None:
        raise ProjectFailed(_("This data set no longer exists."))
    return found


def look(reader: ProjectReader, plan: Plan, cancelled: Callable[[], bool]) -> Iterator[int | tuple[str, RuleRun]]:
    """How many rows were looked at, again and again, and then what each rule did; raises ChecksCancelled."""

    def go_on() -> None:
        if cancelled():
            raise ChecksCancelled(_("The checks were stopped. What was found before is still there."))

    terms, done = plan.terms, 0
    rows = [task for task in plan.tasks if task.rule.scope == "row"]
    sets = {task.rule.id for task in plan.tasks if task.rule.scope == "set"}
    watches = _watches(reader, sets, terms.options, go_on)
    found = {task.rule.id: FoundRows() for task in rows}
    for chunk in _chunks(reader, plan):
        go_on()
        for watch in watches:
            watch.see(chunk)
        for task in rows:
            _look_at(chunk, task, terms.measure, found[task.rule.id])
        done += len(chunk)
        yield done
    for task in rows:
        yield task.rule.id, RuleRun(found[task.rule.id], task.changed, terms.settings[task.rule.id])
    for watch in watches:
        go_on()
        for id, rows_found in watch.found().items():
            if id in sets:
                yield id, RuleRun(rows_found, None, terms.settings[id])


def _look_at(rows: Sequence[CheckedRow], task: _Task, measure: Measure, found: FoundRows) -> None:
    for row_id, sentences in ROW_RULES[task.rule.id](_of_interest(rows, task.changed), measure):
        found.add(row_id, *sentences)


def _chunks(reader: ProjectReader, plan: Plan) -> Iterator[list[CheckedRow]]:
    if not plan.tasks:
        return iter(())
    changed = plan.changed_rows()
    if changed is None:
        return read_rows(reader, plan.dataset.id)
    return read_some(reader, plan.dataset.id, changed)


def _of_interest(rows: Sequence[CheckedRow], changed: Changed) -> Sequence[CheckedRow]:
    if changed is None:
        return rows
    chosen = np.isin(np.fromiter((row.id for row in rows), np.int64, len(rows)), changed)
    return [row for row, wanted in zip(rows, chosen.tolist(), strict=True) if wanted]


def _watches(reader: ProjectReader, rules: set[str], options: CheckOptions, go_on: Callable[[], None]) -> list[Watch]:
    """Those that the rules need."""
    made: list[tuple[set[str], Callable[[], Watch]]] = [
        ({"length"}, lambda: LengthWatch(options)),
        ({"system"}, SystemWatch),
        ({"rare_label"}, LabelWatch),
        ({"duplicate", "contradiction", "leak", "family_leak"}, TwinWatch),
        (
            {"near_duplicate", "near_leak"},
            lambda: NearWatch(options.similarity, lambda ids: read_contents(reader, ids), go_on),
        ),
    ]
    return [make() for needed_by, make in made if needed_by & rules]
