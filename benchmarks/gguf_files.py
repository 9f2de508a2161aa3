"""`python benchmarks/gguf_files.py [--model FOLDER] [--tokens 64] [--mutants 100000]`: what GGUF files cost and keep.

Each type of the demo model, or of a model folder: time, size, memory, and how far its greedy answers to 20 prompts are
those in 32 bits. 32 bits against transformers: the worst place, in logits. Then damaged headers, which must be read or
refused. Nothing is asserted here; tests/engine/export/gguf and tests/models/test_headers.py assert.
"""

import argparse
import random
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from studio.models.damage import Damaged
from studio.models.gguf_header import read_gguf
from studio.models.safetensors_header import read_header
from studio.paths import DEMO_MODEL
from tests.engine.export.gguf.llama import PROMPTS, agreement, worst_gap
from tests.models.conftest import TENSORS, gguf_bytes, safetensors_bytes
from tests.models.test_headers import Watched, mutated

CONTEXT = 512


def write_each(folder: Path, target: Path) -> dict[str, tuple[Path, float]]:
    """The file and the seconds of each type; the first pays for loading the libraries and is written twice."""
    from studio.engine.export.gguf.types import FILE_TYPES
    from studio.engine.export.gguf.writing import write_gguf
    from studio.engine.export.watch import Watch

    found = {}
    for kind in ("f32", *FILE_TYPES):
        file, began = target / f"{kind}.gguf", time.perf_counter()
        write_gguf(folder, file, kind, Watch())
        found[kind] = file, time.perf_counter() - began
    return found


def measure_types(folder: Path, tokens: int, console: Console) -> None:
    """Print a line for each type."""
    from transformers import AutoTokenizer

    from studio.engine.export.gguf.llama import tokenising

    tokenizer = AutoTokenizer.from_pretrained(folder)
    prompts = [tokenizer(text)["input_ids"] for text in PROMPTS]
    with TemporaryDirectory() as place:
        files = write_each(folder, Path(place))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        with tokenising(files["f32"][0], context=CONTEXT, threads=1) as llama:
            answers = [llama.greedy(each, tokens) for each in prompts]
        table = Table("type", "seconds", "MB", "tokens as in 32 bits", title=f"{folder.name}: types")
        for kind, (file, seconds) in files.items():
            with tokenising(file, context=CONTEXT, threads=1) as llama:
                share = agreement(llama, prompts, answers)
            table.add_row(kind, f"{seconds:.2f}", f"{file.stat().st_size / 1e6:.1f}", f"{share:.2%}")
        console.print(table)
    console.print(f"Most memory while writing: {memory:.0f} MB.")
    console.print(against_transformers(folder, prompts, answers))


def against_transformers(folder: Path, prompts: Sequence[Sequence[int]], answers: Sequence[Sequence[int]]) -> str:
    """One line on 32 bits."""
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    gaps = [worst_gap(model, *each) for each in zip(prompts, answers, strict=True)]
    same = sum(gap == 0 for gap in gaps)
    return f"32 bits as transformers has it: {same} of {len(gaps)} answers; worst place {max(gaps):.2g} logits off."


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
