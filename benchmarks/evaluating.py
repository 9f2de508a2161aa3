"""`python benchmarks/evaluating.py [--rows 48] [--steps 60] [--lengths 16 48 128]`: answers in batches or one by one.

The demonstration model before and after training (an adapter of so many steps on the sample project), asked the rows
of the sample's test part, greedily, at most so many tokens an answer. Both ways are the worker's own (`Answerer`): all
rows at once, which it batches by their length, or each row alone. Four answers beforehand warm up. Wall and CPU seconds
of both with their ratio; how many answers are the same says that they do the same work. Threads that wait for each
other spin, so that a busy machine costs CPU seconds too: `load` says how busy it was. Nothing is asserted.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from studio.core.evaluation import Decoding, EvaluatedRow, Subject
from studio.core.recipe import with_changes
from studio.data.evaluated import candidate_rows
from studio.data.reader import ProjectReader
from studio.data.sample import create_sample_project
from studio.engine.encode import encode_prompt
from studio.engine.evaluating.asking import ask, manner_of
from studio.engine.evaluating.speakers import Speaker, Speakers
from studio.engine.generate import Answerer, Generated
from studio.evaluating.subjects import base_of_run, subject_of_run
from studio.launch import prepare_run
from studio.runs.presets import load_preset

TARGET = 5.0
Prompts = Sequence[tuple[int, ...]]


class NobodyStops:
    """The wishes of nobody."""

    def obey_stop_now(self) -> None:
        """Goes on."""


@dataclass(frozen=True)
class Took:
    """Seconds, and what was answered."""

    wall: float
    cpu: float
    answers: tuple[Generated, ...]


def main() -> None:
    """Train, measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=48)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--lengths", type=int, nargs="+", default=[16, 48, 128])
    asked = parser.parse_args()
    table = Table(title=f"{asked.rows} rows on {os.cpu_count()} cores (target: {TARGET:g} times)")
    names = ("model", "at most", "tokens", "one by one", "in batches", "faster", "CPU s", "faster", "same", "load")
    for name in names:
        table.add_column(name, justify="left" if name == "model" else "right")
    with tempfile.TemporaryDirectory(prefix="atelier-evaluating-") as folder:
        subjects, rows = prepare(Path(folder) / "project", asked.steps, asked.rows)
        speakers = Speakers()
        for subject in subjects:
            with speakers.speaking(subject, Decoding(), ()) as speaker:
                prompts = prompts_of(speaker, rows)
                answer(speaker, prompts[:4], 8)
                for length in asked.lengths:
                    table.add_row(subject.title, str(length), *compared(speaker, prompts, length))
    Console(width=130).print(table)


def prepare(project: Path, steps: int, most: int) -> tuple[tuple[Subject, Subject], list[EvaluatedRow]]:
    """The sample project with a trained run; the model before and after it, and the rows to ask."""
    create_sample_project(project)
    recipe = with_changes(
        load_preset("demo-cpu").preset.recipe,
        {"training.max_steps": str(steps), "evaluation.sample_prompts": "0", "evaluation.compare": "false"},
    )
    with ProjectReader(project) as reader:
        dataset = reader.datasets()[0].id
        found = candidate_rows(reader, dataset, "test", most)
    run = prepare_run(project, dataset, "benchmark", recipe, "fr")
    subprocess.run([sys.executable, "-m", "studio", "worker", str(run.path)], check=True, capture_output=True)
    before = base_of_run(run)
    # The demonstration is always there.
    assert before is not None
    return (before, subject_of_run(run)), [EvaluatedRow(id=row.id, content=row.content) for row in found]


def prompts_of(speaker: Speaker, rows: Sequence[EvaluatedRow]) -> Prompts:
    """As an evaluation asks them."""
    manner = manner_of(rows, "")
    return [encode_prompt(speaker.tokenizer, ask(row, manner).turns) for row in rows]


def compared(speaker: Speaker, prompts: Prompts, length: int) -> list[str]:
    """The cells of a line."""
    alone = timed(lambda: [made for each in prompts for made in answer(speaker, [each], length)])
    together = timed(lambda: answer(speaker, prompts, length))
    pairs = zip(alone.answers, together.answers, strict=True)
    same = sum(one.text == other.text for one, other in pairs)
    return [
        str(sum(each.tokens for each in alone.answers)),
        f"{alone.wall:.1f} s",
        f"{together.wall:.1f} s",
        f"{alone.wall / together.wall:.1f}",
        f"{alone.cpu:.1f} / {together.cpu:.1f}",
        f"{alone.cpu / together.cpu:.1f}",
        f"{same} of {len(prompts)}",
        f"{os.getloadavg()[0]:.1f}",
    ]


def answer(speaker: Speaker, prompts: Prompts, length: int) -> list[Generated]:
    """In the order of the questions."""
    answerer = Answerer(speaker.model, speaker.tokenizer, length, NobodyStops())
    return [made for _at, made in sorted(answerer.stream(prompts), key=lambda each: each[0])]


def timed(work: Callable[[], list[Generated]]) -> Took:
    """What it takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    answers = tuple(work())
    return Took(time.perf_counter() - wall, time.process_time() - cpu, answers)


if __name__ == "__main__":
    main()
