"""`python benchmarks/faults.py`: kills, damage, full disks, numbers that are none, and what runs keep through them.

`--kills 500 --flips 200 --disks 50 --poisoned 41 --histories 10000` are the heavy versions of tests in the suite.
Needs Linux; the full disks need the right to mount a small file system.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from signal import SIGALRM
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
# Before torch is imported: a model this small gains nothing from threads, and copies of a process lose them.
os.environ |= {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"}

from benchmarks.copies import (
    become_warm,
    curves,
    doomed,
    events,
    in_child,
    small_disk,
    start_child,
    timed,
    train,
    train_apart,
    weights,
)
from studio import paths
from studio.core.events import Failed, Finished, Resumed
from studio.engine.worker import work
from studio.runs.checkpoints import list_checkpoints, newest_whole
from studio.runs.durable import verify_folder
from studio.runs.folder import RunFolder
from tests.engine.tiny import make_model, make_tiny_run, make_tokenizer
from tests.runs.rotation import live_through

STEPS = 14
RECIPE = {
    "model.base": "demo", "training.max_steps": str(STEPS), "evaluation.every_steps": "2",
    "evaluation.compare": "false",
    "evaluation.sample_prompts": "0", "memory.micro_batch": "2", "method.name": "lora", "method.dropout": "0.1",
    "data.max_length": "64", "training.optimiser": "adamw_torch",
}  # fmt: skip
LIVES = 6
"""A run is killed so often at most, then left to end."""
DISK = "24m"
POISONED = ("weight", "gradient", "state")

Make = Callable[[], RunFolder]


def say(name: str, tried: int, words: str, began: float) -> None:
    sys.stdout.write(f"{name:<28} {tried:>7,}  {words}  ({time.monotonic() - began:.0f} s)\n")
    sys.stdout.flush()


@dataclass(frozen=True)
class Undisturbed:
    """What a run of its own ends with, and how long it and one of its saves take as a copy."""

    weights: bytes
    curves: dict[tuple[int, str], float]
    life_s: float
    save_s: float


def measure(make: Make) -> Undisturbed:
    """Raises AssertionError when a copy of a warm worker does not end, bit for bit, as a worker by itself."""
    apart, copy = make(), make()
    assert train_apart(apart, paths.DEMO_MODEL) == 0, apart.log.read_text("utf-8")
    life_s, saves = timed(copy)
    assert (weights(copy), curves(copy)) == (weights(apart), curves(apart))
    return Undisturbed(weights(apart), curves(apart), life_s, median(saves))


@dataclass
class Kills:
    """What 500 kills did."""

    died: int = 0
    aimed: int = 0
    in_saves: int = 0
    stuck: int = 0
    lost: int = 0
    different: int = 0
    first: int = 0
    """Before anything was saved: the run begins again."""


def kills(make: Make, count: int, random: Random) -> None:
    began = time.monotonic()
    expected, told, runs = measure(make), Kills(), 0
    while told.died < count:
        run = make()
        runs += 1
        _kill_often(run, expected, random, told)
        if not isinstance(list(events(run))[-1], Finished) and train(run):
            told.stuck += 1
            sys.stdout.write(run.log.read_text("utf-8"))
        elif not verify_folder(run.adapter) or (weights(run), curves(run)) != (expected.weights, expected.curves):
            told.different += 1
        resumed = [event.step for event in events(run) if isinstance(event, Resumed)]
        assert resumed == sorted(resumed), f"went back further than the last checkpoint: {resumed}"
        shutil.rmtree(run.path)
    words = (
        f"{runs} runs of {expected.life_s:.1f} s; aimed at a save of {1000 * expected.save_s:.0f} ms {told.aimed}, "
        f"found in one {told.in_saves}; before the first {told.first}; could not resume {told.stuck}; "
        f"checkpoints lost {told.lost}; weights or curves that differ in a bit {told.different}"
    )
    say("kills", told.died, words, began)


def _kill_often(run: RunFolder, expected: Undisturbed, random: Random, told: Kills) -> None:
    for _life in range(LIVES):
        in_save = random.random() < 0.5
        before = len(list_checkpoints(run))
        life = doomed(run, random, in_save=in_save, life_s=expected.life_s, save_s=expected.save_s)
        if in_child(life, run.log) != -SIGALRM:
            return
        told.died, told.aimed = told.died + 1, told.aimed + in_save
        # The next worker clears what this one had begun, so that each is counted once.
        told.in_saves += any([*run.checkpoints.glob("*.partial"), *run.path.glob("adapter*.partial")])
        kept, whole = len(list_checkpoints(run)), newest_whole(run)
        told.lost += kept < min(2, before) or (kept > 0 and whole is None)
        told.first += whole is None


def flips(make: Make, count: int, random: Random) -> None:
    began = time.monotonic()
    run = make()
    assert train(run) == 0, run.log.read_text("utf-8")
    folder = list_checkpoints(run)[-1].path
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    unnoticed = 0
    for _trial in range(count):
        # Every file is as likely as the others: most bits are in the weights, most meaning is elsewhere.
        path = random.choice(files)
        whole = path.read_bytes()
        damaged, bit = bytearray(whole), random.randrange(8 * len(whole))
        damaged[bit // 8] ^= 1 << bit % 8
        path.write_bytes(damaged)
        found = newest_whole(run)
        unnoticed += found is not None and found.path == folder
        path.write_bytes(whole)
    found = newest_whole(run)
    assert found is not None
    assert found.path == folder, "mended, it is whole again"
    say("single-bit flips", count, f"{len(files)} files; not noticed {unnoticed}", began)


def disks(make: Make, count: int, random: Random, scratch: Path) -> None:
    began = time.monotonic()
    corrupt = unfinished = waited = 0
    expected = measure(make).weights
    with small_disk(scratch / "disk", DISK) as disk:
        for trial in range(count):
            made = make()
            run = RunFolder(disk / made.path.name)
            shutil.move(made.path, run.path)
            # From no room at all for the first checkpoint to room for all but the last of them.
            left = 150_000 + trial * 1_500_000 // count + random.randrange(20_000)
            filler = disk / "filler"
            filler.write_bytes(bytes(max(0, shutil.disk_usage(disk).free - left)))
            child = start_child(lambda path=run.path: work(path), made.log.parent.with_suffix(".log"))
            waiting = wait_until_it_waits(run, child)
            waited += waiting
            kept = [path for path in run.checkpoints.glob("step-*") if "." not in path.name]
            corrupt += sum(not verify_folder(path) for path in kept)
            filler.unlink()
            if waiting:
                unfinished += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
            corrupt += not verify_folder(run.adapter) or weights(run) != expected
            shutil.rmtree(run.path)
    say("disk sizes", count, f"waited for room {waited}; corrupt {corrupt}; did not go on {unfinished}", began)


def wait_until_it_waits(run: RunFolder, child: int) -> bool:
    """Whether the worker waits for room; False when there was enough, and it has ended."""
    while True:
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        if run.events.exists() and b'"wait_for_space"' in run.events.read_bytes():
            return True
        time.sleep(0.05)


def poisoned(make: Make, count: int) -> None:
    """A weight, a gradient, or a part of the optimiser's state stops being a number, at each step in turn."""
    began = time.monotonic()
    # Before the first step there is no state of the optimiser yet.
    trials = [(step, place) for step in range(STEPS) for place in POISONED if step or place != "state"][:count]
    files = untold = 0
    for step, place in trials:
        run = make()
        in_child(lambda run=run, step=step, place=place: train_poisoned(run, step, place), run.log)
        files += sum(has_nan(path) for path in run.path.rglob("*.safetensors"))
        last = list(events(run))[-1]
        untold += not (isinstance(last, Failed) and last.kind == "not_finite")
        shutil.rmtree(run.path)
    say("NaN injected", len(trials), f"files with a NaN {files}; not told as such {untold}", began)


def train_poisoned(run: RunFolder, step: int, place: str) -> int:
    import torch

    from studio.engine import callbacks

    look = callbacks.FiniteGuard.on_pre_optimizer_step

    def poison(self: Any, args: Any, state: Any, control: Any, **more: Any) -> None:
        if state.global_step == step:
            trained = [each for each in self._model.parameters() if each.requires_grad]
            with torch.no_grad():
                if place == "weight":
                    trained[0].view(-1)[0] = float("nan")
                elif place == "gradient":
                    trained[-1].grad.view(-1)[-1] = float("inf")
        look(self, args, state, control, **more)
        if state.global_step == step and place == "state":
            held = [
                each for kept in more["optimizer"].state.values() for each in kept.values() if torch.is_tensor(each)
            ]
            largest = max(held, key=torch.Tensor.numel, default=None)
            if largest is None:
                trained[0].grad.view(-1)[0] = float("nan")
            elif largest.is_floating_point():
                largest.view(-1)[0] = float("nan")

    callbacks.FiniteGuard.on_pre_optimizer_step = poison
    return work(run.path)


def has_nan(path: Path) -> bool:
    from safetensors.torch import load_file

    return any(bool(each.isnan().any()) for each in load_file(path).values() if each.is_floating_point())


def histories(count: int) -> None:
    began = time.monotonic()
    saves = sum(live_through(Random(seed)).saves for seed in range(count))
    say("rotation histories", count, f"{saves:,} saves; deleted what was precious 0", began)


def main() -> None:
    parser = argparse.ArgumentParser()
    for name, default in (("kills", 500), ("flips", 200), ("disks", 50), ("poisoned", 41), ("histories", 10_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="atelier-faults-"))
    # Made in a child: a process that has computed with several threads cannot be copied any more.
    in_child(lambda: not make_model(scratch / "tiny", make_tokenizer()), scratch / "model.log")
    # It stands where the demonstration model does, whose template needs no process of its own to be tried in.
    paths.DEMO_MODEL = scratch / "tiny"
    become_warm()

    def make() -> RunFolder:
        return make_tiny_run(scratch, scratch / "tiny", RECIPE)

    random = Random(asked.seed)
    try:
        histories(asked.histories)
        if asked.flips:
            flips(make, asked.flips, random)
        if asked.poisoned:
            poisoned(make, asked.poisoned)
        if asked.disks:
            disks(make, asked.disks, random, scratch)
        if asked.kills:
            kills(make, asked.kills, random)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
