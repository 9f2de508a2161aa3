"""`python benchmarks/data_store.py [--rows 200000]`: what the project file takes, as a table; nothing is asserted."""

import argparse
import json
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from studio.data.importers import import_file
from studio.data.project import Project, ProjectReader
from studio.data.snapshot import freeze_dataset

T = TypeVar("T")
MANY = 100_000
TEXT = (
    "céphalée brutale fièvre vomissements déficit traumatisme grossesse antécédents surveillance cérébrale IRM"
    " urgence scanner douleur matin pulsatile photophobie raideur nuque apyrétique"
)
WORDS = TEXT.split()


class Timings:
    """Measures in the order they were taken; wall and CPU seconds."""

    def __init__(self) -> None:
        self.table = Table("what", "wall s", "CPU s", "note")

    def take(self, what: str, work: Callable[[], T], note: Callable[[float], str] = lambda _cpu: "") -> T:
        wall, cpu = time.perf_counter(), time.process_time()
        answer = work()
        cpu = time.process_time() - cpu
        self.table.add_row(what, f"{time.perf_counter() - wall:.4f}", f"{cpu:.4f}", note(cpu))
        return answer


def write_rows(path: Path, rows: int, words: int) -> None:
    """Distinct rows of about `words` × 9 bytes."""
    with path.open("w", encoding="utf-8") as file:
        for i in range(rows):
            text = " ".join(WORDS[(i * 7 + k * k) % len(WORDS)] for k in range(words))
            row = {"instruction": f"Cas {i}", "input": text, "output": f"Recommandation {i % 977}: {text[:80]}"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def measure(folder: Path, rows: int, words: int) -> Table:
    """Every number of DESIGN section 7 that the store answers for."""
    timings = Timings()
    source = folder / "rows.jsonl"
    write_rows(source, rows, words)
    size = source.stat().st_size / 1e6
    with Project.create(folder / "project", "benchmark") as project, ProjectReader(folder / "project") as reader:
        timings.take(
            f"import {rows:,} rows, {size:,.0f} MB",
            lambda: import_file(project, source),
            lambda cpu: f"{rows / cpu:,.0f} rows per CPU second, peak {_peak_mb():,.0f} MB",
        )
        ids = timings.take("open: all row ids", lambda: reader.row_ids(1))
        timings.take("open: data sets and counts", lambda: (reader.datasets(), reader.split_counts(1)))
        timings.take("random page of 100", lambda: reader.rows(ids[rows // 2 : rows // 2 + 100].tolist()))
        found = timings.take("search two words", lambda: reader.row_ids(1, "recommandation 976"))
        timings.take("edit one cell", lambda: project.update_field(int(found[0]), "response", "IRM"))
        timings.take("undo it", project.undo)
        many = ids[:MANY].tolist()
        timings.take(f"status of {len(many):,} rows", lambda: project.set_status(many, "reviewed"))
        timings.take("undo it", project.undo)
        timings.take(f"delete {len(many):,} rows", lambda: project.delete_rows(many))
        timings.take("undo it", project.undo)
        timings.take("freeze", lambda: freeze_dataset(reader, 1, folder / "frozen"))
        timings.take("undo the import", project.undo)
        timings.take("redo the import", project.redo, lambda _cpu: f"peak {_peak_mb():,.0f} MB")
    return timings.table


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure in a temporary folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--words", type=int, default=30, help="words of a row; 120 make about 1.2 kB")
    words = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="atelier-benchmark-"))
    try:
        Console().print(measure(folder, words.rows, words.words))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
