"""`python benchmarks/training.py [--steps 40] [--model FOLDER] [--packing] [--best]`: ours beside plain TRL.

The same tokens (the sample project's), the same base in NF4, an adapter that begins the same, the same batches: losses
must agree within 0.01 nats, else the comparison says nothing and this says so. `--packing` lets ours pack, which makes
other batches: only the speed is then compared. `--best` gives the plain script what its writer would have to know: all
activations kept, which TRL computes twice unless told otherwise, and adapters in float32, which a processor without
bf16 multiplies faster. Each runs in a process of its own, one after the other, with OpenMP threads that wait without
spinning; on a processor CPU seconds are compared, as others may use the machine. With a card whose bf16 rate is known
(or given, `--rate TFLOPS`), `share` is the part of it that the operations of the mathematics make up (roofline.py).
Nothing is asserted.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.roofline import TERA, operations_per_token, rate_of, shape_of
from studio.core.events import Failed, Finished, Metric, Started
from studio.core.recipe import Recipe, with_changes
from studio.data.reader import ProjectReader
from studio.data.sample import create_sample_project
from studio.launch import prepare_run
from studio.paths import DEMO_MODEL
from studio.runs.journal import JournalReader
from studio.runs.presets import load_preset

SAME = 0.01
SEED, RATE, BATCH, RANK = 42, 3e-3, 16, 16
PASSIVE = os.environ | {"OMP_WAIT_POLICY": "PASSIVE"}


@dataclass(frozen=True)
class Outcome:
    """One of the two: losses by step, tokens a second of CPU (or on a card of the clock), bytes, seconds."""

    name: str
    losses: dict[int, float]
    tokens_per_second: float
    peak: int
    first_step_s: float
    device: str


def main() -> None:
    """Run both and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--model", default="demo")
    parser.add_argument("--length", type=int, default=512)
    parser.add_argument("--packing", action="store_true")
    parser.add_argument("--best", action="store_true")
    parser.add_argument("--rate", type=float, default=0.0, help="dense bf16 TFLOPS of the card")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours = train_ours(Path(folder), asked)
        plain = train_plain(Path(folder), asked)
        lengths = [len(row["input_ids"]) for row in json.loads((Path(folder) / "rows.json").read_text("utf-8"))]
    show(ours, plain, packed=asked.packing)
    rate = asked.rate or rate_of(ours.device)
    if rate:
        show_share(ours, plain, operations_per_token(shape_of(model_folder(asked), RANK), lengths), rate)


def recipe(asked: argparse.Namespace) -> Recipe:
    """The demonstration's, for as many steps, without looks on the way."""
    return with_changes(
        load_preset("demo-cpu").preset.recipe,
        {
            "model.base": asked.model,
            "training.max_steps": str(asked.steps),
            "training.warmup_steps": "0",
            "training.learning_rate": str(RATE),
            "training.batch": str(BATCH),
            "training.seed": str(SEED),
            "training.optimiser": "adamw_8bit",
            "method.rank": str(RANK),
            "data.max_length": str(asked.length),
            "data.packing": "on" if asked.packing else "off",
            "evaluation.every_steps": str(asked.steps),
            "evaluation.sample_prompts": "0",
            "evaluation.compare": "false",
        },
    )


def train_ours(folder: Path, asked: argparse.Namespace) -> Outcome:
    """A real worker on the frozen sample."""
    create_sample_project(folder / "project")
    with ProjectReader(folder / "project") as reader:
        dataset = reader.datasets()[0].id
    run = prepare_run(folder / "project", dataset, "benchmark", recipe(asked), "en")
    write_tokens(run.data / "train.parquet", folder / "rows.json", asked)
    began = time.time()
    subprocess.run(
        [sys.executable, "-m", "studio", "worker", str(run.path)], env=PASSIVE, check=False, capture_output=True
    )
    events = JournalReader(run.events).read_new()
    last = events[-1]
    if isinstance(last, Failed) or not isinstance(last, Finished):
        sys.exit(f"{last}")
    metrics = [event for event in events if isinstance(event, Metric)]
    losses = {event.step: event.value for event in metrics if event.name == "loss"}
    first = next(event for event in metrics if event.name == "loss")
    device = next(event for event in events if isinstance(event, Started)).device
    tokens = token_count(folder / "rows.json", asked.steps)
    spent = clock_of(metrics) if device != "CPU" else last.train_cpu_s
    peak = last.peak_device_bytes or last.peak_process_bytes
    return Outcome("Atelier", losses, tokens / spent, peak, first.at - began, device)


def clock_of(metrics: list[Metric]) -> float:
    """Seconds of all steps after the first, stretched to all of them."""
    times = [event.mono for event in metrics if event.name == "loss"]
    return (times[-1] - times[0]) * len(times) / (len(times) - 1)


def write_tokens(frozen: Path, file: Path, asked: argparse.Namespace) -> None:
    """The rows as encode.py makes them, for the other side."""
    from studio.engine.base_model import find_base_model
    from studio.engine.rows import encode_rows, read_rows
    from studio.engine.tokenizer import load_tokenizer

    tokenizer = load_tokenizer(find_base_model(asked.model), "auto")
    rows = encode_rows(tokenizer, read_rows(frozen), asked.length, lambda _done: None).rows
    kept = [{"input_ids": row.encoded.input_ids, "labels": row.encoded.labels} for row in rows]
    file.write_text(json.dumps(kept), "utf-8")


def token_count(file: Path, steps: int) -> float:
    """Tokens of all steps, padding not counted: both see each row equally often."""
    rows = json.loads(file.read_text("utf-8"))
    return steps * BATCH * sum(len(row["input_ids"]) for row in rows) / len(rows)


def train_plain(folder: Path, asked: argparse.Namespace) -> Outcome:
    """The plain script on the same rows."""
    from studio.engine.model import find_device

    told = {
        "model": str(model_folder(asked)),
        "rows": str(folder / "rows.json"),
        "report": str(folder / "report.jsonl"),
        "folder": str(folder / "plain"),
        "steps": asked.steps,
        "batch": BATCH,
        "rate": RATE,
        "rank": RANK,
        "best": asked.best,
        "seed": SEED,
        "bf16": "bfloat16" in str(find_device().compute),
    }
    script = [sys.executable, "-m", "benchmarks.plain_trl", json.dumps(told)]
    done = subprocess.run(script, env=PASSIVE, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr[-3000:])
    *steps, whole = map(json.loads, (folder / "report.jsonl").read_text("utf-8").splitlines())
    tokens = token_count(folder / "rows.json", asked.steps)
    device = find_device()
    clock = (steps[-1]["at"] - steps[0]["at"]) * len(steps) / (len(steps) - 1)
    spent = clock if device.kind == "cuda" else whole["cpu_s"]
    losses = {each["step"]: each["loss"] for each in steps}
    return Outcome("plain TRL", losses, tokens / spent, whole["peak"], steps[0]["at"], device.name)


def model_folder(asked: argparse.Namespace) -> Path:
    """Where the model lies, as plain scripts want it."""
    return DEMO_MODEL if asked.model == "demo" else Path(asked.model)


def show(ours: Outcome, plain: Outcome, *, packed: bool) -> None:
    """The table, and whether the two learned the same."""
    table = Table(title="Training, one process after the other")
    for head in ("", "tokens/s", "peak memory", "click to first step", "first loss", "last loss"):
        table.add_column(head, justify="left" if not head else "right")
    for each in (ours, plain):
        first, last = (f"{each.losses[step]:.4f}" for step in (min(each.losses), max(each.losses)))
        peak = f"{each.peak / (1 << 20):,.0f} MiB"
        table.add_row(each.name, f"{each.tokens_per_second:,.0f}", peak, f"{each.first_step_s:.1f} s", first, last)
    console = Console()
    console.print(table)
    console.print(f"ours / plain: {ours.tokens_per_second / plain.tokens_per_second:.2f}")
    if packed:
        return
    apart = [abs(loss - plain.losses[step]) for step, loss in ours.losses.items()]
    mean = sum(apart) / len(apart)
    console.print(f"losses differ by {mean:.4f} nats on average, {max(apart):.4f} at most")
    if mean > SAME:
        console.print("[red]They did not learn the same: the comparison says nothing.[/red]")


def show_share(ours: Outcome, plain: Outcome, operations: float, rate: float) -> None:
    """What part of the card's rate the mathematics of each makes up."""
    for each in (ours, plain):
        share = each.tokens_per_second * operations / (rate * TERA)
        Console().print(f"{each.name}: {operations / 1e9:.2f} GFLOP a token, {share:.1%} of {rate:.0f} TFLOPS")


if __name__ == "__main__":
    main()
