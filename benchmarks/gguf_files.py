"""`python benchmarks/gguf_files.py [--model FOLDER] [--tokens 64] [--mutants 100000]`: what GGUF files cost and keep.

Damaged headers, which must be read or refused; then each type of the demo model, or of a model folder: time, size,
memory, and how far its greedy answers are those of transformers in 32 bits (gguf_types.py). Nothing is asserted here;
tests/engine/export/gguf, tests/real_model and tests/models/test_headers.py assert.
"""

import argparse
import random
import resource
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.gguf_types import held, print_types, write_each
from studio.models.damage import Damaged
from studio.models.gguf_header import read_gguf
from studio.models.safetensors_header import read_header
from studio.paths import DEMO_MODEL
from tests.models.conftest import TENSORS, gguf_bytes, safetensors_bytes
from tests.models.test_headers import Watched, mutated


def measure_types(folder: Path, tokens: int, console: Console) -> None:
    """Print a line for each type, and the most memory that writing took."""
    with TemporaryDirectory() as place:
        files = write_each(folder, Path(place))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print_types(folder.name, list(held(folder, files, tokens)), console)
    console.print(f"Most memory while writing: {memory:.0f} MB.")


def measure_headers(mutants: int, console: Console) -> None:
    """Print a line for each format."""
    table = Table("format", "mutants", "read", "refused", "past the end", "seconds", title="headers")
    facts: dict[str, Any] = {
        "general__architecture": "qwen2",
        "general__languages": ["fr", "en"],
        "qwen2__context_length": 4096,
    }
    safetensors, gguf = safetensors_bytes(TENSORS), gguf_bytes(**facts)
    table.add_row("safetensors", *fuzzed(read_header, safetensors, len(safetensors) - 144, mutants))
    table.add_row("GGUF", *fuzzed(read_gguf, gguf, len(gguf) - 134, mutants))
    console.print(table)


def fuzzed(read: Callable[[Path], Any], raw: bytes, end: int, mutants: int) -> tuple[str, ...]:
    """Any error but Damaged ends the benchmark."""
    chance, refused, past, began = random.Random(7), 0, 0, time.perf_counter()
    reads: list[int] = []
    plain = Path.open

    def watched(file: Path, *words: Any) -> Any:
        return Watched(plain(file, *words), reads)

    with TemporaryDirectory() as place:
        file = Path(place) / "model"
        for _at in range(mutants):
            mutant = mutated(raw, end, chance)
            file.write_bytes(mutant)
            reads.clear()
            Path.open = watched
            try:
                read(file)
            except Damaged:
                refused += 1
            finally:
                Path.open = plain
            past = max(past, max(reads, default=0) - len(mutant))
    seconds = time.perf_counter() - began
    return f"{mutants:,}", f"{mutants - refused:,}", f"{refused:,}", str(past), f"{seconds:.0f}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=DEMO_MODEL)
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--mutants", type=int, default=100_000)
    asked = parser.parse_args()
    console = Console()
    if asked.mutants:
        measure_headers(asked.mutants, console)
    measure_types(asked.model, asked.tokens, console)


if __name__ == "__main__":
    main()
