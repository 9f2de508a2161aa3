"""`python benchmarks/findings.py [--sentences FILE]`: how often the status of a mention is right, as a table.

Four ways: a naive regular expression, edsnlp alone, our rules alone, and both together. "Silenced" is what hurts: what
is present or uncertain called absent, history or family. Nothing is asserted here; tests/text/findings asserts.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from studio.assess.intervals import wilson
from studio.text.findings.finding import Status
from studio.text.findings.job import examined
from studio.text.nlp import SecondOpinion
from tests.text.findings.judging import VISIBLE, Case, judges, read_cases, score

NOTE = (
    "Patient de 58 ans, céphalée brutale depuis ce matin avec vomissements, sans raideur de nuque. Pas de fièvre. "
    "Antécédents : AVC en 2012, sa mère avait un cancer du sein. Sous anticoagulants pour une fibrillation, "
    "suspicion de déficit moteur gauche, à revoir au scanner."
)


def rows(way: str, cases: Sequence[Case], said: Sequence[Status]) -> Iterator[tuple[str, ...]]:
    """A line for each status, and one for all."""
    for status in (*dict.fromkeys(case.status for case in cases), ""):
        chosen = [at for at, case in enumerate(cases) if status in ("", case.status)]
        result = score([cases[at] for at in chosen], [said[at] for at in chosen])
        silenced = with_interval(result.silenced, result.heard) if result.heard else ""
        right = with_interval(result.right, result.total)
        yield way, status or "all", str(result.total), right, silenced, str(result.to_check)


def with_interval(count: int, total: int) -> str:
    """A share and its 95 % interval."""
    low, high = wilson(count, total)
    return f"{100 * count / total:.1f} % ({100 * low:.1f}–{100 * high:.1f})"


def notes_per_second(count: int) -> tuple[float, float]:
    """Through the job once it is loaded, by CPU time, so that neighbours do not count; and the findings in one."""
    answers = examined([{"text": f"{NOTE} Dossier {number}."} for number in range(count)])
    found = next(answers)["findings"]
    assert isinstance(found, list)
    begun = time.process_time()
    rest = sum(1 for _answer in answers)
    return rest / (time.process_time() - begun), len(found)


def main() -> None:
    """The table, then the speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=Path, default=VISIBLE)
    cases = read_cases(parser.parse_args().sentences)
    table = Table("way", "status", "n", "right (95 %)", "silenced (95 %)", "to check")
    for way, judge in judges(SecondOpinion()).items():
        for row in rows(way, cases, [judge(case) for case in cases]):
            table.add_row(*row, end_section=row[1] == "all")
    console = Console(width=120)
    console.print(table)
    speed, findings = notes_per_second(1000)
    console.print(f"{speed:.0f} notes of {len(NOTE)} characters with {findings} findings per second of CPU, in the job")


if __name__ == "__main__":
    main()
