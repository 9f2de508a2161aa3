"""`python3 -m studio.setup demo | test | window`: from a bare Python to a running Atelier (standard library only)."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from studio import _setup_environment as environment
from studio import _setup_machine as machine
from studio._setup_steps import SetupError, Steps, clock
from studio.errors import StudioError
from studio.words import _, system_language, use_language

QT_CHECK = "from PySide6.QtGui import QGuiApplication; from PySide6.QtWidgets import QWidget; QGuiApplication([])"
TORCH_CHECK = "import torch; print(torch.version.cuda or '')"
# Someone's pip settings may ask for what cannot work inside an environment, or for questions nobody answers.
PIP_SETTINGS = {"PIP_USER": "0", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
# Fixtures that a file's tests share are made once; more processes would not fit beside each other's trainings.
IN_TWO_PROCESSES = ("-n", "2", "--dist", "loadfile")
# The same order every time: whoever looks for tests that depend on it calls pytest, which shuffles them anew.
IN_ONE_ORDER = ("--randomly-seed", "1")


@dataclass(frozen=True)
class Request:
    """What was asked on the command line."""

    goal: str
    headless: bool = False
    torch_index: str = ""
    rest: tuple[str, ...] = ()

    @property
    def extras(self) -> tuple[str, ...]:
        used = ("train", "clinical", "evaluate", "export")
        return (*used, "benchmarks", "test") if self.goal == "test" else used


def parse(words: list[str]) -> Request:
    """Words after `--` go on to the demo or to pytest unchanged."""
    at = words.index("--") if "--" in words else len(words)
    parser = argparse.ArgumentParser(
        prog=f"{machine.this_python(sys.platform)} -m studio.setup",
        description=_("Installs Atelier in the folder .venv, checks the result and starts it."),
        epilog=_("Words after -- go on to the demo or to pytest."),
    )
    parser.add_argument("goal", choices=("demo", "test", "window"))
    parser.add_argument("--headless", action="store_true", help=_("run the demo in the terminal, without a window"))
    parser.add_argument("--torch-index", default="", metavar="URL", help=_("package index to take PyTorch from"))
    found = parser.parse_args(words[:at])
    return Request(found.goal, found.headless, found.torch_index, tuple(words[at + 1 :]))


def start_words(request: Request, screen: bool) -> list[str]:
    """What the environment's Python runs once everything is installed."""
    if request.goal == "test":
        return ["-m", "pytest", *IN_TWO_PROCESSES, *IN_ONE_ORDER, *request.rest]
    if request.goal == "window":
        return ["-m", "studio", *request.rest]
    headless = ["--headless"] if request.headless or not screen else []
    return ["-m", "studio", "demo", *headless, *request.rest]


def main(words: list[str] | None = None) -> int:
    """The exit code of what was started; 1 with a sentence and a hint when the set-up cannot be done."""
    use_language(system_language())
    request = parse(sys.argv[1:] if words is None else words)
    try:
        return serve(request, environment.ROOT)
    except StudioError as error:
        sys.stderr.write("\n" + "\n".join(filter(None, [str(error), error.hint])) + "\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\n" + _("Stopped. The same command goes on where this one stopped.") + "\n")
        return 130


def serve(request: Request, root: Path) -> int:
    """Install what is missing under root, then run what was asked; standard output is left to what runs."""
    check_python(request)
    screen = machine.has_screen(sys.platform, dict(os.environ)) and not request.headless and request.goal != "test"
    if request.goal == "window" and not screen:
        raise SetupError(
            _("There is no screen to show a window on."),
            hint=_("Without one, run: {python} -m studio.setup demo --headless").format(
                python=machine.this_python(sys.platform)
            ),
        )
    started = time.monotonic()
    folder = root / ".venv"
    python = environment.environment_python(folder, sys.platform)
    if not is_ready(folder, python, request, root):
        Installation(request, root, screen).run()
    installed = time.monotonic()
    code = run_in_front([str(python), *start_words(request, screen)], root)
    if request.goal == "test":
        sys.stderr.write(
            _("Installation {installation}, tests {tests} (minutes:seconds).").format(
                installation=clock(installed - started), tests=clock(time.monotonic() - installed)
            )
            + "\n"
        )
    return code


def run_in_front(command: list[str], folder: Path) -> int:
    """Ctrl+C belongs to what runs here, which may have something to finish; subprocess.call would kill it."""
    with subprocess.Popen(command, cwd=str(folder)) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


def check_python(request: Request) -> None:
    """Raises SetupError with the line to type instead when this Python is too old or too new."""
    if machine.python_fits(sys.version_info[:2]):
        return
    better = machine.fitting_python()
    raise SetupError(
        _("Atelier needs Python {oldest} to {newest}; this is Python {version}.").format(
            oldest=f"3.{machine.OLDEST[1]}",
            newest=f"3.{machine.NEWEST[1]}",
            version="{}.{}".format(*sys.version_info[:2]),
        ),
        hint=_("Run instead: {line}").format(line=f"{better} -m studio.setup {request.goal}")
        if better
        else _("Install Python {newest}, then run the same command with it.").format(newest=f"3.{machine.NEWEST[1]}"),
    )


def wanted_stamp(request: Request, root: Path, version: str) -> environment.Stamp:
    return environment.Stamp(environment.pyproject_digest(root), version, request.torch_index, request.extras)


def is_ready(folder: Path, python: Path, request: Request, root: Path) -> bool:
    """Whether an earlier call installed all of this, and it still starts."""
    stamp = environment.read_stamp(folder)
    return stamp is not None and stamp.serves(wanted_stamp(request, root, environment.working_version(python)))


class Installation:
    """Makes the environment, fills it and checks it; every step may be repeated."""

    def __init__(self, request: Request, root: Path, screen: bool) -> None:
        self._request = request
        self._root = root
        self._screen = screen
        self._folder = root / ".venv"
        self._python = environment.environment_python(self._folder, sys.platform)
        self._steps = Steps(self._folder / "setup.log", sys.stderr)
        self._driver = machine.cuda_driver()

    def run(self) -> None:
        """Raises SetupError at the first step that cannot be done."""
        self._check_folder()
        before = environment.read_stamp(self._folder)
        environment.drop_stamp(self._folder)
        self._check_space(installed=before is not None)
        self._add_system_packages()
        self.make_environment()
        self._install(before)
        self._check_result()
        version = environment.working_version(self._python)
        environment.write_stamp(self._folder, wanted_stamp(self._request, self._root, version))

    def _check_folder(self) -> None:
        if not (self._root / "pyproject.toml").is_file():
            raise SetupError(
                _("The set-up runs in the source folder of Atelier, and {folder} is not one.").format(
                    folder=self._root
                ),
                hint=_("Download or clone Atelier, open a terminal in its folder and run the command there."),
            )
        try:
            self._folder.mkdir(exist_ok=True)
            with (self._folder / "setup.log").open("ab"):
                pass
        except OSError as error:
            raise SetupError(
                _("Nothing can be written in {folder}: {reason}.").format(folder=self._root, reason=error.strerror),
                hint=_("Copy the folder to a place of your own, then run the command there."),
            ) from error

    def _check_space(self, *, installed: bool) -> None:
        needed, free = machine.space_needed_gib(self._driver), machine.free_gib(self._folder)
        if free < needed and not installed:
            raise SetupError(
                _("The installation needs {needed} GB of disk space; {free} GB are free in {folder}.").format(
                    needed=needed, free=f"{free:.1f}", folder=self._root
                ),
                hint=_("Free some space or copy the folder to another disk, then run the same command again."),
            )

    def _add_system_packages(self) -> None:
        packages = machine.missing_packages(self._screen)
        if self._request.goal == "test":
            packages += machine.missing_test_packages()
        venv = [] if machine.can_make_environments() else [f"python3.{sys.version_info[1]}-venv"]
        if not packages and not venv:
            return
        rights = machine.apt_rights() if sys.platform.startswith("linux") else None
        if rights is not None:
            self._apt(rights, [*packages, *venv])
        if venv and not machine.can_make_environments():
            raise SetupError(
                _("This Python cannot make virtual environments."),
                hint=_("Run: {line}").format(line=machine.apt_line([*packages, *venv])),
            )

    def _apt(self, rights: list[str], packages: list[str]) -> None:
        quiet = [*rights, "env", "DEBIAN_FRONTEND=noninteractive"]
        title = _("Installing system libraries")
        try:
            self._steps.run(title, [*quiet, "apt-get", "update"])
            self._steps.run(title, [*quiet, *machine.apt_install(packages)])
        except SetupError:
            # Whether they are really needed shows when Qt is loaded; the line to type is printed there.
            self._steps.say(_("System libraries could not be installed; going on without them."))

    def make_environment(self) -> None:
        """Leave a working one alone, make a missing or broken one; a folder that is something else is never removed."""
        if environment.working_version(self._python):
            return
        if not environment.is_ours(self._folder):
            raise SetupError(
                _("{folder} exists but is not a virtual environment.").format(folder=self._folder),
                hint=_("Rename or remove it, then run the same command again."),
            )
        environment.remove(self._folder)
        self._folder.mkdir()
        base = getattr(sys, "_base_executable", sys.executable)
        self._steps.run(_("Making the folder .venv"), [base, "-m", "venv", str(self._folder)])

    def _install(self, before: environment.Stamp | None) -> None:
        index = self._request.torch_index
        title = _("Installing PyTorch (the largest part)")
        if index and (before is None or before.torch_index != index):
            # pip would keep a PyTorch that is there, whatever it was built for.
            self._pip(title, "uninstall", "-y", "torch")
        self._pip(
            title, "install", *(["--index-url", index] if index else []), environment.torch_requirement(self._root)
        )
        extras = ",".join(self._request.extras)
        self._pip(_("Installing Atelier"), "install", "-e", f"{self._root}[{extras}]")
        self._pip(_("Checking the packages"), "check")

    def _pip(self, title: str, *words: str) -> None:
        self._steps.run(title, [str(self._python), "-m", "pip", *words], extra=PIP_SETTINGS)

    def _check_result(self) -> None:
        self._check_qt()
        cuda = self._run_python(_("Checking PyTorch"), TORCH_CHECK, {}).rstrip("\r\n").rpartition("\n")[2].strip()
        for sentence in machine.torch_mismatch(cuda, self._driver):
            if sentence:
                self._steps.say(sentence)

    def _check_qt(self) -> None:
        try:
            self._run_python(_("Checking Qt"), QT_CHECK, {"QT_QPA_PLATFORM": "offscreen"})
            if self._screen:
                self._run_python(_("Checking the screen"), QT_CHECK, {})
        except SetupError as error:
            packages = machine.missing_packages(self._screen)
            raise SetupError(
                _("Qt cannot start."),
                hint=_("Run: {line}").format(line=machine.apt_line(packages))
                if packages
                else _("Without a window, run: {python} -m studio.setup demo --headless").format(
                    python=machine.this_python(sys.platform)
                ),
            ) from error

    def _run_python(self, title: str, code: str, extra: dict[str, str]) -> str:
        return self._steps.run(title, [str(self._python), "-c", code], extra=extra)


if __name__ == "__main__":
    sys.exit(main())
