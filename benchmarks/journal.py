"""`python benchmarks/journal.py [EVENTS]`: events written and re-read per second, and what a long journal costs."""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from studio.core.events import Heartbeat, Metric
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalReader, JournalWriter
from studio.runs.tail import last_step, read_ending, total_steps

EVENTS = 1_000_000
NAMES = ("loss", "learning_rate", "grad_norm", "tokens_per_second")


def write(path: Path, count: int) -> int:
    with JournalWriter(path) as journal:
        for at in range(count):
            if at % 100:
                journal.append(Metric(step=at // 4, name=NAMES[at % 4], value=1 / (at + 1)))
            else:
                journal.append(Heartbeat(step=at // 4, last_step_at=1e9))
    return count


def reread(path: Path) -> int:
    """As the window does: a piece at a time, each let go before the next."""
    reader = JournalReader(path)
    return sum(len(batch) for batch in iter(reader.read_new, []))


def look(path: Path) -> int:
    """What one line in the list of runs costs besides its state."""
    run = RunFolder(path.parent)
    for _ in range(100):
        read_ending(run), last_step(run), total_steps(run)
    return 100


def main(count: int) -> None:
    table = Table("what", "number", "CPU s", "wall s", "per CPU s", "resident MB")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        rows: list[tuple[str, Callable[[], int]]] = [
            ("events written", lambda: write(path, count)),
            ("events re-read", lambda: reread(path)),
            ("looks at both ends", lambda: look(path)),
        ]
        for what, work in rows:
            cpu, wall = time.process_time(), time.perf_counter()
            done = work()
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            resident = psutil.Process().memory_info().rss / 1e6
            table.add_row(what, f"{done:,}", f"{cpu:.2f}", f"{wall:.2f}", f"{done / cpu:,.0f}", f"{resident:.0f}")
        size = path.stat().st_size / 1e6
    Console().print(
        table, f"{count:,} events, {size:.0f} MB, {psutil.cpu_count()} cores, Python {sys.version.split()[0]}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS)
