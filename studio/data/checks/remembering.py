"""What the checks found, kept in the project beside its history, and read again."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from studio.core.sentence import Sentence, read_sentences, store_sentences
from studio.data.checks.options import CheckOptions
from studio.data.checks.reading import changed_since
from studio.data.checks.report import CheckReport, Finding, RuleRun
from studio.data.checks.rules import RULES, Rule, rule_by_id
from studio.data.project import Project, ProjectReader

_BATCH = 5_000
_STILL_THERE = "example_id IN (SELECT id FROM example)"
_COUNTS = f"""
SELECT rule, count(DISTINCT example_id), count(DISTINCT nullif(family, 0)) FROM finding
WHERE dataset_id = ? AND {_STILL_THERE} GROUP BY rule
"""
_LISTED = f"""
SELECT rule, example_id, family, words FROM finding
WHERE dataset_id = ? AND rule = ? AND {_STILL_THERE} ORDER BY family, example_id LIMIT ? OFFSET ?
"""


@dataclass(frozen=True)
class RuleFindings:
    """What a rule has found: in how many rows, and groups of rows that belong together; `at` in Unix seconds."""

    rule: Rule
    count: int
    groups: int
    at: float
    not_run: Sentence | None = None
    """Why it could not look."""


@dataclass(frozen=True)
class CheckState:
    """When a data set was last checked, with which options, and how many rows changed since; None for perhaps all."""

    at: float
    options: CheckOptions
    changed: int | None


def remember(project: Project, report: CheckReport) -> None:
    """Keep what a run found in place of what was known of the rows it looked at; deleted rows lose their findings."""
    with project.aside():
        gone = "DELETE FROM finding WHERE dataset_id = ? AND example_id NOT IN (SELECT id FROM example)"
        project.db.execute(gone, (report.dataset_id,))
        for rule, run in report.runs.items():
            _forget(project, report.dataset_id, rule, run.looked_at)
            project.db.executemany(
                "INSERT OR REPLACE INTO finding (dataset_id, rule, example_id, family, words) VALUES (?, ?, ?, ?, ?)",
                ((report.dataset_id, rule, *found) for found in run.found.stored()),
            )
            project.db.execute(
                "INSERT OR REPLACE INTO check_run (dataset_id, rule, at, step_id, settings) VALUES (?, ?, ?, ?, ?)",
                (report.dataset_id, rule, report.at, report.step_id, _settings(run, report.options)),
            )


def _forget(project: Project, dataset_id: int, rule: str, rows: NDArray[np.int64] | None) -> None:
    if rows is None:
        project.db.execute("DELETE FROM finding WHERE dataset_id = ? AND rule = ?", (dataset_id, rule))
        return
    for start in range(0, rows.size, _BATCH):
        project.db.execute(
            "DELETE FROM finding WHERE rule = ? AND example_id IN (SELECT value FROM json_each(?))",
            (rule, json.dumps(rows[start : start + _BATCH].tolist())),
        )


def _settings(run: RuleRun, options: CheckOptions) -> str:
    kept = {
        "depends_on": run.settings,
        "not_run": store_sentences([run.not_run]) if run.not_run else None,
        "options": options.model_dump(mode="json"),
    }
    return json.dumps(kept, ensure_ascii=False)


def read_settings(stored: str) -> tuple[str, Sentence | None, CheckOptions]:
    """What a rule depended on, why it could not look, and the options of its run."""
    kept = json.loads(stored)
    not_run = read_sentences(kept["not_run"])[0] if kept["not_run"] else None
    return str(kept["depends_on"]), not_run, CheckOptions.model_validate(kept["options"])


def findings(reader: ProjectReader, dataset_id: int) -> list[RuleFindings]:
    """Every rule that was run, with what it found, in the order of the rules."""
    with reader.one_moment() as db:
        runs = {rule: (at, settings) for rule, at, settings in db.execute(_RUNS, (dataset_id,))}
        counts = {rule: (count, groups) for rule, count, groups in db.execute(_COUNTS, (dataset_id,))}
    known = []
    for rule in RULES:
        if rule.id in runs:
            at, settings = cast(tuple[float, str], runs[rule.id])
            count, groups = cast(tuple[int, int], counts.get(rule.id, (0, 0)))
            known.append(RuleFindings(rule, count, groups, at, read_settings(settings)[1]))
    return known


_RUNS = "SELECT rule, at, settings FROM check_run WHERE dataset_id = ?"


def finding_ids(reader: ProjectReader, dataset_id: int, rule: str, *, group: int | None = None) -> NDArray[np.int64]:
    """The rows of a rule’s findings, or of one group of them; those of a group together, each once."""
    with reader.one_moment() as db:
        found = db.execute(
            "SELECT example_id FROM finding WHERE dataset_id = ? AND rule = ? AND (? IS NULL OR family = ?)"
            f" AND {_STILL_THERE} ORDER BY family, example_id",
            (dataset_id, rule_by_id(rule).id, group, group),
        )
        ids = dict.fromkeys(cast(int, id) for (id,) in found)
    return np.fromiter(ids, np.int64, len(ids))


def list_findings(
    reader: ProjectReader, dataset_id: int, rule: str, *, limit: int = -1, offset: int = 0
) -> list[Finding]:
    """A rule’s findings, those of a group together; `limit` -1 for all."""
    with reader.one_moment() as db:
        found = db.execute(_LISTED, (dataset_id, rule_by_id(rule).id, limit, offset)).fetchall()
    return list(_findings(found))


def findings_of(reader: ProjectReader, row_id: int) -> list[Finding]:
    """What is said of one row, in the order of the rules."""
    with reader.one_moment() as db:
        found = db.execute(
            "SELECT rule, example_id, family, words FROM finding WHERE example_id = ? ORDER BY family", (row_id,)
        ).fetchall()
    order = {rule.id: at for at, rule in enumerate(RULES)}
    return sorted(_findings(found), key=lambda finding: order[finding.rule])


def _findings(found: Sequence[tuple[object, ...]]) -> Iterator[Finding]:
    for rule, row_id, group, words in cast(list[tuple[str, int, int, str]], found):
        yield Finding(rule, row_id, group, read_sentences(words))


def check_state(reader: ProjectReader, dataset_id: int) -> CheckState | None:
    """How old the findings are, by the rule that was looked at the longest ago; None before the first run."""
    with reader.one_moment() as db:
        found = db.execute(
            "SELECT at, step_id, settings FROM check_run WHERE dataset_id = ? ORDER BY step_id, at LIMIT 1",
            (dataset_id,),
        ).fetchone()
        if found is None:
            return None
        at, step_id, settings = cast(tuple[float, int, str], found)
        changed = changed_since(db, step_id)
    return CheckState(at, read_settings(settings)[2], None if changed is None else changed.size)
