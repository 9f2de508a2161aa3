"""`python benchmarks/faults.py`: kills, damage, full disks, numbers that are none, and what runs keep through them.

`--kills 500 --flips 200 --disks 50 --poisoned 40 --histories 10000` are the heavy versions of tests in the suite.
Needs Linux; the full disks need the right to mount a small file system.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
# Before torch is imported: a model this small gains nothing from threads, and copies of a process lose them.
os.environ |= {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"}

from studio.core.events import Failed, Finished, Resumed
from studio.engine.worker import work
from studio.runs.checkpoints import list_checkpoints, newest_whole
from studio.runs.durable import verify_folder
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalReader
from tests.engine.tiny import make_model, make_tiny_run, make_tokenizer
from tests.runs.rotation import live_through

RECIPE = {
    "training.max_steps": "14", "evaluation.every_steps": "2", "evaluation.compare": "false",
    "evaluation.sample_prompts": "0", "memory.micro_batch": "2", "method.name": "lora", "method.dropout": "0.1",
    "data.max_length": "64",
}  # fmt: skip
LIVES = 6
"""A run is killed so often at most, then left to end."""
DISK = "24m"


def say(name: str, tried: int, words: str, began: float) -> None:
    sys.stdout.write(f"{name:<28} {tried:>7,}  {words}  ({time.monotonic() - began:.0f} s)\n")
    sys.stdout.flush()


def start_child(do: Callable[[], int], log: Path) -> int:
    """Run something in a copy of this process, which has done its imports; the process id."""
    child = os.fork()
    if not child:
        code = 1
        written = os.open(log, os.O_APPEND | os.O_CREAT | os.O_WRONLY)
        os.dup2(written, 1)
        os.dup2(written, 2)
        try:
            code = do()
        finally:
            if sys.exception():
                traceback.print_exc()
            sys.stderr.flush()
            # Also after an exception: the copy must not go on with what the original does next.
            os._exit(code)
    return child


def in_child(do: Callable[[], int], log: Path) -> int:
    """Wait for it too; the exit code, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(start_child(do, log), 0)[1])


def train(run: RunFolder) -> int:
    """An ordinary worker, from its first step or from where another one was cut off."""
    return in_child(lambda: work(run.path), run.log)


def kill_after(seconds: float) -> None:
    """This process dies then, in the middle of whatever it does: the default of this signal is an immediate end."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, max(1e-6, seconds))


def doomed(run: RunFolder, random: Random, *, in_save: bool, life_s: float, save_s: float) -> Callable[[], int]:
    """A worker that dies at a random moment of its life, or of one of its saves."""
    moment, save = random.random(), random.randint(1, 3)

    def live() -> int:
        from studio.engine import checkup

        if not in_save:
            kill_after(moment * life_s)
            return work(run.path)
        seen, write = 0, checkup.save_checkpoint

        def save_and_die(*words: Any) -> Path:
            nonlocal seen
            seen += 1
            if seen == save:
                kill_after(moment * save_s)
            return write(*words)

        checkup.save_checkpoint = save_and_die
        return work(run.path)

    return live


def weights(run: RunFolder) -> bytes:
    return (run.adapter / "adapter_model.safetensors").read_bytes()


def events(run: RunFolder) -> Iterator[Any]:
    reader = JournalReader(run.events)
    while found := reader.read_new():
        yield from found


def measure(make: Callable[[], RunFolder]) -> tuple[bytes, float, float]:
    """What an undisturbed run ends with, how long it lives, and how long one of its saves takes."""
    run = make()
    began = time.monotonic()
    assert train(run) == 0, run.log.read_text("utf-8")
    lasted = time.monotonic() - began
    copies = run.path / "timed"
    began = time.monotonic()
    shutil.copytree(list_checkpoints(run)[-1].path, copies)
    return weights(run), lasted, 4 * (time.monotonic() - began)


def kills(make: Callable[[], RunFolder], count: int, random: Random) -> None:
    began = time.monotonic()
    expected, life_s, save_s = measure(make)
    died = aimed = stuck = different = in_saves = runs = lost = 0
    while died < count:
        run = make()
        runs += 1
        for _life in range(LIVES):
            in_save = random.random() < 0.5
            before = len(list_checkpoints(run))
            code = in_child(doomed(run, random, in_save=in_save, life_s=life_s, save_s=save_s), run.log)
            if code == 0:
                break
            assert code == -signal.SIGALRM, run.log.read_text("utf-8")
            died, aimed = died + 1, aimed + in_save
            # The next worker clears what this one had begun, so that each is counted once.
            in_saves += any(run.checkpoints.glob("*.partial"))
            whole = newest_whole(run)
            lost += len(list_checkpoints(run)) < min(2, before) or (before > 0 and whole is None)
        last = list(events(run))[-1]
        if not isinstance(last, Finished):
            stuck += train(run) != 0
        resumed = [event.step for event in events(run) if isinstance(event, Resumed)]
        different += weights(run) != expected or not verify_folder(run.adapter)
        assert resumed == sorted(resumed), f"went back further than the last checkpoint: {resumed}"
        shutil.rmtree(run.path)
    words = f"{runs} runs; aimed at a save {aimed}, found in one {in_saves}; could not resume {stuck}; "
    say("kills", died, words + f"checkpoints lost {lost}; results that differ in a bit {different}", began)


def flips(make: Callable[[], RunFolder], count: int, random: Random) -> None:
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


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def disks(make: Callable[[], RunFolder], count: int, random: Random, scratch: Path) -> None:
    began = time.monotonic()
    corrupt = unfinished = waited = 0
    expected = measure(make)[0]
    with small_disk(scratch / "disk") as disk:
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


def poisoned(make: Callable[[], RunFolder], count: int, random: Random) -> None:
    """A weight, a gradient, or a part of the optimiser's state stops being a number at some step."""
    began = time.monotonic()
    files = untold = 0
    for trial in range(count):
        run = make()
        place = ("weight", "gradient", "state")[trial % 3]
        # Before the first step there is no state of the optimiser yet.
        step = random.randint(place == "state", 13)
        in_child(lambda run=run, step=step, place=place: train_poisoned(run, step, place), run.log)
        files += sum(has_nan(path) for path in run.path.rglob("*.safetensors"))
        last = list(events(run))[-1]
        untold += not (isinstance(last, Failed) and last.kind == "not_finite")
        shutil.rmtree(run.path)
    say("NaN injected", count, f"files with a NaN {files}; not told as such {untold}", began)


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
    for name, default in (("kills", 500), ("flips", 200), ("disks", 50), ("poisoned", 42), ("histories", 10_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    import studio.engine.training  # every worker is a copy of this process: the imports are paid once

    assert studio.engine.training
    scratch = Path(tempfile.mkdtemp(prefix="atelier-faults-"))
    # Made in a child: a process that has computed with several threads cannot be copied any more.
    in_child(lambda: not make_model(scratch / "tiny", make_tokenizer()), scratch / "model.log")

    def make() -> RunFolder:
        return make_tiny_run(scratch, scratch / "tiny", RECIPE | {"training.optimiser": "adamw_torch"})

    random = Random(asked.seed)
    try:
        histories(asked.histories)
        if asked.flips:
            flips(make, asked.flips, random)
        if asked.poisoned:
            poisoned(make, asked.poisoned, random)
        if asked.disks:
            disks(make, asked.disks, random, scratch)
        if asked.kills:
            kills(make, asked.kills, random)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
