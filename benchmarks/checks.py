"""`python benchmarks/checks.py [--rows 100000]`: what the checks take, as a table; nothing is asserted."""

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from studio.core.example import Instruction
from studio.data.checks import CheckReport, findings, remember
from studio.data.checks.running import run_checks
from studio.data.inserting import RowSource
from studio.data.project import Project, ProjectReader
from studio.data.records import NewRow
from studio.text.headache_cases import make_cases

WORDS = 170
NEAR_EVERY = 20


def make_rows(count: int) -> Iterator[NewRow]:
    """About 1.2 kB each, of the words of headache cases; every twentieth is the one before it with a word changed."""
    vocabulary = sorted({word for case in make_cases(300, 1, "training") for word in case.input.split()})
    random = np.random.default_rng(5)
    words: list[str] = []
    for number in range(count):
        if number % NEAR_EVERY == 0 and words:
            words[WORDS // 2] = f"modifié{number}"
        else:
            words = [vocabulary[at] for at in random.integers(0, len(vocabulary), WORDS)]
        answer = f"Recommandation: traitement antalgique simple et surveillance, dossier {number}."
        yield NewRow(Instruction(instruction=" ".join(words), response=answer).model_dump_json())


def take(table: Table, what: str, project: Project, reader: ProjectReader, rules: list[str] | None) -> CheckReport:
    """One run of the checks, remembered; wall seconds, and CPU seconds of the process that does the work."""
    wall, cpu = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    report = run_checks(reader, reader.datasets()[0].id, rules=rules)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    remember(project, report)
    spent = after.ru_utime + after.ru_stime - cpu.ru_utime - cpu.ru_stime
    note = ", ".join(f"{id} {len(run.found)}" for id, run in report.runs.items() if len(run.found))
    table.add_row(what, f"{time.perf_counter() - wall:.1f}", f"{spent:.1f}", note)
    return report


def main() -> None:
    """Near duplicates alone, all checks, and all checks again after an edit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    count = parser.parse_args().rows
    folder = Path(tempfile.mkdtemp(prefix="atelier-checks-"))
    table = Table("what", "wall s", "CPU s", "found")
    try:
        with Project.create(folder / "p", "benchmark") as project, ProjectReader(folder / "p") as reader:
            project.insert_rows("rows", "instruction", RowSource(make_rows(count)))
            dataset = reader.datasets()[0]
            near = ["near_duplicate", "near_leak"]
            take(table, f"near duplicates of {count:,} rows", project, reader, near)
            take(table, f"all other checks of {count:,} rows", project, reader, None)
            project.update_field(1, "response", "")
            rows = [each.rule.id for each in findings(reader, dataset.id) if each.rule.scope == "row"]
            take(table, "checks of single rows after one edit", project, reader, rows)
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        Console().print(table)
        Console().print(f"largest memory of the process that checks: {largest:.0f} MB")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
