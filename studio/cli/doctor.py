"""`studio doctor`: what was found on this machine, and what would stop a training run."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

import psutil
import typer

from studio import _setup_machine as machine
from studio.cli.output import print_json
from studio.engine.probe import TrainingStack
from studio.paths import RESOURCES, data_folder
from studio.runs.cards import Cards, cards
from studio.words import N_, _

GIB = 1024**3
LEAST_DISK_GIB = 2
PATIENCE_S = 180
TRAINING_PACKAGES = ("transformers", "trl", "peft", "accelerate", "datasets")
FONTS = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Italic.otf")
QT_CHECK = "from PySide6.QtGui import QGuiApplication; import PySide6; QGuiApplication([]); print(PySide6.__version__)"

NAMES = {
    "python": N_("Python"),
    "system": N_("System"),
    "memory": N_("Memory"),
    "gpu": N_("Graphics card"),
    "torch": N_("PyTorch"),
    "bitsandbytes": N_("bitsandbytes"),
    "training": N_("Training libraries"),
    "qt": N_("Qt"),
    "screen": N_("Screen"),
    "fonts": N_("Fonts"),
    "disk": N_("Free disk space"),
    "network": N_("Network"),
}


@dataclass(frozen=True)
class Finding:
    """One line of the report; a problem that `stops` makes the main job impossible or silently slow."""

    name: str
    value: str
    problem: str = ""
    hint: str = ""
    stops: bool = False


def register(app: typer.Typer) -> None:
    app.command("doctor", help=_("Say what was found on this machine and what would stop a training run."))(doctor)


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help=_("one JSON line, for machines"))] = False,
) -> None:
    findings = list(examine())
    stopping = [finding for finding in findings if finding.stops]
    if as_json:
        print_json({"ok": not stopping, "findings": [asdict(finding) for finding in findings]})
    else:
        _show(findings)
    if stopping:
        raise typer.Exit(1)


def examine() -> Iterator[Finding]:
    """Every finding, cheap ones first."""
    found = cards()
    stack = measured_stack()
    yield Finding("python", f"{platform.python_version()} ({sys.executable})")
    yield Finding("system", platform.platform())
    yield Finding("memory", _gib(psutil.virtual_memory().total))
    yield gpu_finding(found)
    yield torch_finding(stack, found)
    yield bitsandbytes_finding(stack)
    yield _training_finding()
    yield _qt_finding()
    yield _screen_finding()
    yield fonts_finding(RESOURCES / "fonts")
    yield disk_finding(machine.free_gib(_existing(data_folder())), data_folder())
    yield _network_finding()


def measured_stack() -> TrainingStack:
    """PyTorch and bitsandbytes as a child process finds them: a broken library may kill it without a word."""
    try:
        answer = _child("-m", "studio.engine.probe")
    except subprocess.TimeoutExpired:
        return TrainingStack(torch_problem=_("no answer in {count} seconds").format(count=PATIENCE_S))
    if answer.returncode:
        last = answer.stderr.strip().rpartition("\n")[2]
        return TrainingStack(
            torch_problem=last or _("the process ended with code {code}").format(code=answer.returncode)
        )
    return TrainingStack(**json.loads(answer.stdout.strip().rpartition("\n")[2]))


def _child(*words: str, **extra: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
        env={**os.environ, **extra},
        check=False,
    )


def gpu_finding(found: Cards) -> Finding:
    if found.problem:
        return Finding(
            "gpu",
            "",
            _("The NVIDIA driver does not answer: {reason}.").format(reason=found.problem),
            _("Restart the machine; if that does not help, install the NVIDIA driver again."),
            stops=True,
        )
    if not found.gpus:
        return Finding("gpu", _("none: training runs on the processor, slowly"))
    return Finding("gpu", "; ".join(f"{gpu.name}, {_gib(gpu.memory_total)}" for gpu in found.gpus))


def torch_finding(stack: TrainingStack, found: Cards) -> Finding:
    if not stack.torch:
        problem = _("PyTorch does not load: {reason}").format(reason=stack.torch_problem)
        return Finding("torch", "", problem, _again(), stops=True)
    build = f"CUDA {stack.torch_cuda}" if stack.torch_cuda else _("processor only")
    problem, hint = machine.torch_mismatch(stack.torch_cuda, found.cuda_driver)
    if not problem and found.gpus and not stack.cuda_usable:
        problem = _("PyTorch does not see the graphics card.")
        hint = _("Check that CUDA_VISIBLE_DEVICES is not set to nothing, then restart the machine.")
    return Finding("torch", f"{stack.torch}, {build}", problem, hint, stops=bool(problem))


def bitsandbytes_finding(stack: TrainingStack) -> Finding:
    if not stack.torch:
        return Finding("bitsandbytes", _("not checked: it needs PyTorch"))
    if stack.bitsandbytes_problem:
        return Finding(
            "bitsandbytes",
            stack.bitsandbytes,
            _("bitsandbytes cannot quantise: {reason}").format(reason=stack.bitsandbytes_problem),
            _again(),
            stops=True,
        )
    return Finding("bitsandbytes", _("{version}, 4-bit works").format(version=stack.bitsandbytes))


def _training_finding() -> Finding:
    found, missing = [], []
    for name in TRAINING_PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if not missing:
        return Finding("training", ", ".join(found))
    problem = _("Not installed: {names}.").format(names=", ".join(missing))
    return Finding("training", ", ".join(found), problem, _again(), stops=True)


def _qt_finding() -> Finding:
    answer = _child("-c", QT_CHECK, QT_QPA_PLATFORM="offscreen")
    if answer.returncode == 0:
        return Finding("qt", answer.stdout.strip())
    packages = machine.missing_packages(screen=False)
    reason = answer.stderr.strip().rpartition("\n")[2]
    hint = machine.apt_line(packages) if packages else _again()
    return Finding("qt", "", _("Qt does not load: {reason}").format(reason=reason), hint, stops=True)


def _screen_finding() -> Finding:
    if machine.has_screen(sys.platform, dict(os.environ)):
        return Finding("screen", _("yes"))
    return Finding("screen", _("none: the commands work, the window does not"))


def fonts_finding(folder: Path) -> Finding:
    missing = [name for name in FONTS if not (folder / name).is_file()]
    if missing:
        problem = _("Bundled fonts are missing: {names}.").format(names=", ".join(missing))
        return Finding("fonts", "", problem, _("Install Atelier again."))
    return Finding("fonts", "Inter")


def disk_finding(free_gib: float, folder: Path) -> Finding:
    value = _("{size} GB in {folder}").format(size=f"{free_gib:.1f}", folder=folder)
    if free_gib >= LEAST_DISK_GIB:
        return Finding("disk", value)
    problem = _("A training run needs at least {count} GB of free disk space.").format(count=LEAST_DISK_GIB)
    hint = _("Free some space, or set ATELIER_HOME to a folder on another disk.")
    return Finding("disk", value, problem, hint, stops=True)


def _network_finding() -> Finding:
    if os.environ.get("HF_HUB_OFFLINE", "1").lower() in ("0", "false", "no", "off"):
        return Finding("network", _("allowed by HF_HUB_OFFLINE=0"))
    return Finding("network", _("offline: nothing is sent or fetched"))


def _again() -> str:
    return _("In the folder of Atelier, run: {python} -m studio.setup demo").format(
        python=machine.this_python(sys.platform)
    )


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _gib(size: float) -> str:
    return _("{size} GiB").format(size=f"{size / GIB:.1f}")


def _show(findings: list[Finding]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False, box=None, padding=(0, 1))
    for finding in findings:
        mark = Text("✗", "red") if finding.stops else Text("!", "yellow") if finding.problem else Text("✓", "green")
        table.add_row(mark, _(NAMES[finding.name]), Text("\n".join(filter(None, [finding.value, finding.problem]))))
    Console().print(table)
    problems = [finding for finding in findings if finding.problem]
    for finding in problems:
        sys.stderr.write("\n".join(filter(None, [finding.problem, finding.hint])) + "\n")
    if not problems:
        Console().print(Text(_("Nothing would stop a training run."), "green"))
