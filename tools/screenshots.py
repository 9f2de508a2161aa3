"""`python tools/screenshots.py --out docs/screenshots [--training] [--scale 2]`: a picture of every tab.

Drives the real window, offscreen, in both languages and in the light and dark themes, at 1440 × 900 on the sample
project. With --training the demonstration is trained meanwhile, and the Train tab is taken while its curve grows.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from studio.runs.folder import RunFolder
    from studio.settings import ThemeName
    from studio.words import Language

ROOT = Path(__file__).resolve().parent.parent
TABS = ("data", "train")
LOOKS: "tuple[tuple[ThemeName, Language], ...]" = (("light", "fr"), ("light", "en"), ("dark", "fr"), ("dark", "en"))
PATIENCE_S = 900.0
CALM_S = 1.5
PRESET = "demo-cpu"
LEAST_POINTS = 30
"""Losses in the journal before the Train tab is taken."""


def main(words: Sequence[str]) -> int:
    """Write the pictures; everything else that is made on the way is temporary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--training", action="store_true", help="train the demonstration for the Train tab")
    parser.add_argument("--scale", type=int, choices=(1, 2), default=1)
    parser.add_argument("--tabs", nargs="+", choices=TABS, default=TABS)
    wanted = parser.parse_args(words)
    wanted.out.mkdir(parents=True, exist_ok=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(wanted.scale)
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="atelier-pictures-", ignore_cleanup_errors=True) as home:
        # The status bar tells where the project is: "~/Atelier/…" on every machine.
        os.environ["HOME"] = home
        os.environ["ATELIER_HOME"] = str(Path(home) / "Atelier")
        take_all(wanted.out, wanted.tabs, training=wanted.training)
    return 0


def take_all(out: Path, tabs: Sequence[str], *, training: bool) -> None:
    """Every tab in every look; the Train tab last, while the run goes on."""
    from studio import paths
    from studio.data.sample import create_sample_project
    from studio.ui.app import make_application

    application = make_application()
    project = paths.default_project()
    project.parent.mkdir(parents=True)
    create_sample_project(project)
    with demonstration(project) if training else nullcontext() as run:
        for tab in tabs:
            if tab == "train" and run is not None:
                wait_until(application, lambda: run.events.exists() and losses(run) >= LEAST_POINTS)
            for theme, language in LOOKS:
                path = out / f"{tab}-{theme}-{language}.png"
                take(application, path, tab, (theme, language))
                sys.stdout.write(f"{path}\n")


def take(application: "QApplication", path: Path, tab: str, look: "tuple[ThemeName, Language]") -> None:
    """One picture of a window opened for it."""
    from studio import paths
    from studio.settings import LoadedSettings, Settings
    from studio.ui.app import begin

    theme, language = look
    session = begin(application, LoadedSettings(Settings(theme=theme, language=language)))
    session.show(paths.default_project(), tab)
    wait_until(application, lambda: not session.background.busy and session.window.current_tab() == tab, CALM_S)
    session.window.grab().save(str(path))
    session.window.retire()
    session.end()


@contextmanager
def demonstration(project: Path) -> "Iterator[RunFolder]":
    """A run of the sample project in a worker of its own, ended afterwards."""
    from studio.data.reader import ProjectReader
    from studio.launch import prepare_run
    from studio.runs.control import request
    from studio.runs.presets import load_preset
    from studio.runs.state import has_worker
    from studio.runs.supervisor import kill_worker, start_run

    with ProjectReader(project) as reader:
        dataset = reader.datasets()[0]
    run = prepare_run(project, dataset.id, PRESET, load_preset(PRESET).preset.recipe, "fr")
    start_run(run, None)
    try:
        yield run
    finally:
        request(run, "stop_now")
        time.sleep(CALM_S)
        if has_worker(run):
            kill_worker(run)


def losses(run: "RunFolder") -> int:
    """How many points the loss curve has."""
    return run.events.read_bytes().count(b'"name":"loss"')


def wait_until(application: "QApplication", settled: Callable[[], bool], calm_s: float = 0.0) -> None:
    """Let the window work until the condition has held for so long; raises TimeoutError."""
    start = since = time.monotonic()
    while not settled() or time.monotonic() - since < calm_s:
        application.processEvents()
        time.sleep(0.01)
        now = time.monotonic()
        since = since if settled() else now
        if now - start > PATIENCE_S:
            raise TimeoutError("the window did not come to rest")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
