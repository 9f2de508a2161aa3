"""Workers as copies of one process that is warm: what a window keeps ready too, without its five seconds each."""

import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from studio.core.events import Metric
from studio.engine.worker import work
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalReader

_APART = """
import sys
from pathlib import Path
from studio import paths
from studio.engine.worker import work
paths.DEMO_MODEL = Path(sys.argv[1])
sys.exit(work(Path(sys.argv[2])))
"""
_CURVES = ("loss", "grad_norm", "learning_rate", "validation_loss")


def become_warm() -> None:
    """Import all and rehearse a step, as a waiting worker does; no thread is left that copies would miss."""
    import studio.engine.training
    from studio.engine.warming import warm_up

    assert studio.engine.training
    warm_up()


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


def train_apart(run: RunFolder, model: Path) -> int:
    """A worker as the program starts it, which is no copy of anything."""
    with run.log.open("ab") as log:
        words = [sys.executable, "-c", _APART, str(model), str(run.path)]
        return subprocess.run(words, stdout=log, stderr=log, check=False).returncode


def kill_after(seconds: float) -> None:
    """This process dies then, in the middle of whatever it does: the default of this signal is an immediate end."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, max(1e-6, seconds))


def doomed(run: RunFolder, random: Random, *, in_save: bool, life_s: float, save_s: float) -> Callable[[], int]:
    """A worker that dies at a random moment of its life, or of one of its saves: of a checkpoint, or of the result."""
    moment, save, of_result = random.random(), random.randint(1, 3), random.random() < 0.2

    def live() -> int:
        from studio.engine import checkpoint, training

        if not in_save:
            kill_after(moment * life_s)
            return work(run.path)
        aimed: Any = training if of_result else checkpoint
        seen, write = 0, aimed.save_whole

        def save_and_die(*words: Any) -> None:
            nonlocal seen
            seen += 1
            if seen == (1 if of_result else save):
                kill_after(moment * save_s)
            write(*words)

        aimed.save_whole = save_and_die
        return work(run.path)

    return live


def timed(run: RunFolder) -> tuple[float, list[float]]:
    """How long an undisturbed worker lives, and each of its saves."""
    told = run.path / "saves.txt"

    def live() -> int:
        from studio.engine import checkpoint

        write = checkpoint.save_whole

        def save(*words: Any) -> None:
            began = time.monotonic()
            write(*words)
            with told.open("a", encoding="utf-8") as file:
                file.write(f"{time.monotonic() - began}\n")

        checkpoint.save_whole = save
        return work(run.path)

    began = time.monotonic()
    assert in_child(live, run.log) == 0, run.log.read_text("utf-8")
    return time.monotonic() - began, [float(line) for line in told.read_text("utf-8").split()]


def weights(run: RunFolder) -> bytes:
    return (run.adapter / "adapter_model.safetensors").read_bytes()


def curves(run: RunFolder) -> dict[tuple[int, str], float]:
    """What was measured last at each step, but for the clock."""
    told = [event for event in events(run) if isinstance(event, Metric) and event.name in _CURVES]
    return {(event.step, event.name): event.value for event in told}


def events(run: RunFolder) -> Iterator[Any]:
    reader = JournalReader(run.events)
    while found := reader.read_new():
        yield from found


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
