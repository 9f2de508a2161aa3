"""`python benchmarks/data.py [--rows 1000000]`: what the project file takes, as a table; nothing is asserted."""

import argparse
import json
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from studio.core.example import Instruction
from studio.data.editing import set_content
from studio.data.importers import import_file
from studio.data.project import Project, ProjectReader
from studio.data.records import RowQuery
from studio.data.replacing import Replacement, preview_replacement, replace_all
from studio.data.snapshot import freeze_dataset

T = TypeVar("T")
MANY = 100_000
TEXT = (
    "céphalée brutale fièvre vomissements déficit traumatisme grossesse antécédents surveillance cérébrale IRM"
    " urgence scanner douleur matin pulsatile photophobie raideur nuque apyrétique"
)
WORDS = TEXT.split()
EVERYTHING = RowQuery(dataset_id=1)
REPEATED = 20


class Timings:
    """Measures in the order they were taken; wall and CPU seconds."""

    def __init__(self) -> None:
        self.table = Table("what", "target", "wall s", "CPU s", "note")

    def take(
        self, what: str, target: str, work: Callable[[], T], note: Callable[[float, float], str] = lambda _w, _c: ""
    ) -> T:
        wall, cpu = time.perf_counter(), time.process_time()
        answer = work()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        self.table.add_row(what, target, f"{wall:.4f}", f"{cpu:.4f}", note(wall, cpu))
        return answer

    def take_often(self, what: str, target: str, work: Callable[[], object]) -> None:
        """What is too short to be measured once; the table has the mean."""
        wall, cpu = time.perf_counter(), time.process_time()
        for _time in range(REPEATED):
            work()
        cpu, wall = (time.process_time() - cpu) / REPEATED, (time.perf_counter() - wall) / REPEATED
        self.table.add_row(what, target, f"{wall:.4f}", f"{cpu:.4f}", f"mean of {REPEATED}")


def write_rows(path: Path, rows: int, words: int) -> None:
    """Distinct rows of about `words` x 9 bytes, some of them with a word that is rare."""
    with path.open("w", encoding="utf-8") as file:
        for i in range(rows):
            text = " ".join(WORDS[(i * 7 + k * k) % len(WORDS)] for k in range(words))
            rare = " Xanthochromie" if i % 10_007 == 17 else ""
            row = {"instruction": f"Cas {i}", "input": text, "output": f"Recommandation {i % 977}: {text[:80]}{rare}"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def measure(folder: Path, rows: int, words: int) -> Table:
    """Every number of the store in DESIGN section 7."""
    timings = Timings()
    source = folder / "rows.jsonl"
    write_rows(source, rows, words)
    size = source.stat().st_size / 1e6
    path = folder / "project"
    with Project.create(path, "benchmark") as project:
        timings.take(
            f"import {rows:,} rows, {size:,.0f} MB",
            "50,000 rows/s, 400 MB",
            lambda: import_file(project, source),
            lambda wall, cpu: f"{rows / wall:,.0f} rows/s, {rows / cpu:,.0f} per CPU s, peak {_peak_mb():,.0f} MB",
        )
        timings.take("copy its log, when nothing else is to be done", "", lambda: project.index_some(0))
    with Project.open(path) as project:
        with ProjectReader(path) as reader:
            search = RowQuery(dataset_id=1, search="xanthochromie")
            timings.take("search a rare word, nothing indexed yet", "", lambda: reader.find_rows(search))
        timings.take(
            "index all texts", "", lambda: _index(project), lambda _w, cpu: f"{rows / cpu:,.0f} rows per CPU s"
        )
        measure_reading(timings, path, rows)
        measure_changes(timings, project)
        measure_import_undone(timings, project)
    return timings.table


def measure_reading(timings: Timings, path: Path, rows: int) -> None:
    """Opening, looking and searching."""
    with timings.take("open: reader, counts, all row ids", "0.5 s", lambda: _open(path)) as reader:
        ids = reader.find_rows(EVERYTHING)
        chance = random.Random(1)

        def page() -> None:
            at = chance.randrange(max(1, rows - 100))
            reader.rows(ids[at : at + 100].tolist())

        timings.take_often("random page of 100", "20 ms", page)
        rare = RowQuery(dataset_id=1, search="xanthochromie")
        found = timings.take("search a rare word, first time", "50 ms", lambda: reader.find_rows(rare))
        timings.take_often(f"search it again ({found.size} rows)", "50 ms", lambda: reader.find_rows(rare))
        for title, query in (
            ("search a word of every second row", RowQuery(dataset_id=1, search="photophobie")),
            ("search a phrase", RowQuery(dataset_id=1, search="“recommandation 976”")),
            ("filter: tag", RowQuery(dataset_id=1, tag="vu")),
            ("filter: split, length", RowQuery(dataset_id=1, splits=frozenset({"test"}), shortest=100)),
            ("sort by a text", RowQuery(dataset_id=1, sort="response")),
            ("sort by length", RowQuery(dataset_id=1, sort="characters")),
        ):
            timings.take(title, "", partial(reader.find_rows, query), _with_peak)
        timings.take("sources and their rows", "", lambda: reader.values(1, "source"))


def measure_changes(timings: Timings, project: Project) -> None:
    """One cell, and a hundred thousand rows, back and forth."""
    numbers = iter(range(10**9))
    timings.take_often("edit one cell", "1 ms", lambda: project.update_field(5, "response", f"IRM {next(numbers)}"))
    timings.take_often("undo and redo it", "2 ms", lambda: (project.undo(), project.redo()))
    content = Instruction(instruction="Cas", response="IRM")
    timings.take("replace one row", "1 ms", lambda: set_content(project, 6, content))
    timings.take("index what changed", "", lambda: _index(project))
    wanted, longest = Replacement("Recommandation", "Conseil", "response"), _length_of(project, MANY)
    some = RowQuery(dataset_id=1, longest=longest)
    with ProjectReader(project.path) as reader:
        seen = timings.take("preview a replacement", "", lambda: preview_replacement(reader, some, wanted))
    for title, work in (
        (f"replace in {seen.rows:,} rows", lambda: replace_all(project, some, wanted)),
        ("undo it", project.undo),
    ):
        timings.take(title, "4 s", work, _with_peak)
        timings.take("index and copy the log, when idle", "", lambda: _index(project))
    many = range(1, MANY + 1)
    for title, act in (
        (f"status of {MANY:,} rows", lambda: project.set_status(many, "reviewed")),
        ("undo it", project.undo),
        (f"delete {MANY:,} rows", lambda: project.delete_rows(many)),
        ("undo it", project.undo),
    ):
        timings.take(title, "4 s", act)
        _index(project)


def measure_import_undone(timings: Timings, project: Project) -> None:
    """The largest step there is."""
    with ProjectReader(project.path) as reader:
        timings.take("freeze for a run", "", lambda: freeze_dataset(reader, 1, project.path.parent / "frozen"))
        while reader.undo_label() and not str(reader.undo_label()).startswith("Import"):
            project.undo()
    timings.take("undo the import", "", project.undo, _with_peak)
    timings.take("redo the import", "", project.redo, _with_peak)


def _open(path: Path) -> ProjectReader:
    reader = ProjectReader(path)
    reader.datasets(), reader.split_counts(1), reader.find_rows(EVERYTHING)
    return reader


def _index(project: Project) -> None:
    while project.index_some():
        pass


def _length_of(project: Project, rows: int) -> int:
    """The length up to which there are so many rows."""
    found = project.db.execute("SELECT characters FROM example ORDER BY characters LIMIT 1 OFFSET ?", (rows - 1,)).get
    return int(str(found if found is not None else 10**9))


def _with_peak(_wall: float, _cpu: float) -> str:
    return f"peak {_peak_mb():,.0f} MB"


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure in a temporary folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--words", type=int, default=110, help="words of a row; 110 make about 1.2 kB")
    words = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="atelier-benchmark-"))
    try:
        Console(width=140).print(measure(folder, words.rows, words.words))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
