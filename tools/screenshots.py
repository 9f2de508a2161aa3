"""`python tools/screenshots.py [--out docs/screenshots] [--tabs data train] [--training]`: pictures of the window.

Drives the real window, offscreen, at 1440 × 900: each section of the Data tab, the Augment tab and the Train tab in
both languages and in the light and dark themes, dialogs in two of these looks. With --everything, dialogs and kinds of
example in every look, high contrast too: for the eyes of those who change the window. With --training the
demonstration is trained meanwhile, and the Train tab is taken while its curve grows.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication, QWidget

    from studio.runs.folder import RunFolder
    from studio.settings import ThemeName
    from studio.ui.data.page import DataPage
    from studio.ui.session import Session
    from studio.words import Language

    Look = tuple[ThemeName, Language]

ROOT = Path(__file__).resolve().parent.parent
TABS = ("data", "augment", "presets", "train", "evaluate", "export")
LOOKS: "tuple[Look, ...]" = (("light", "fr"), ("light", "en"), ("dark", "fr"), ("dark", "en"))
CONTRAST: "tuple[Look, ...]" = (("contrast", "fr"),)
DIALOG_LOOKS: "tuple[Look, ...]" = (("light", "fr"), ("dark", "en"))
WIDTH, HEIGHT = 1440, 900
PATIENCE_S = 900.0
CALM_S = 0.6
TURNS = 3
COLOURS = 256
PRESET = "demo-cpu"
LEAST_POINTS = 30
"""Losses in the journal before the Train tab is taken."""


@dataclass(frozen=True)
class Wanted:
    """Where the pictures go and which are taken."""

    out: Path
    tabs: tuple[str, ...]
    looks: "tuple[Look, ...]"
    size: tuple[int, int]
    everything: bool
    training: bool


def main(words: Sequence[str]) -> int:
    """Write the pictures; everything else that is made on the way is temporary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--training", action="store_true", help="train the demonstration for the Train tab")
    parser.add_argument("--everything", action="store_true", help="dialogs and kinds in every look")
    parser.add_argument("--scale", type=int, choices=(1, 2), default=1)
    parser.add_argument("--size", default=f"{WIDTH}x{HEIGHT}", help="of the window, in pixels")
    parser.add_argument("--tabs", nargs="+", choices=TABS, default=TABS)
    parser.add_argument("--looks", nargs="+", help="of all, such as light-fr")
    asked = parser.parse_args(words)
    width, _x, height = asked.size.partition("x")
    every = (*LOOKS, *CONTRAST) if asked.everything else LOOKS
    looks = tuple(look for look in every if not asked.looks or "-".join(look) in asked.looks)
    asked.out.mkdir(parents=True, exist_ok=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(asked.scale)
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="atelier-pictures-", ignore_cleanup_errors=True) as home:
        # The status bar tells where the project is: "~/Atelier/…" on every machine.
        os.environ["HOME"] = home
        os.environ["ATELIER_HOME"] = str(Path(home) / "Atelier")
        size = int(width), int(height)
        take_all(Wanted(asked.out, tuple(asked.tabs), looks, size, asked.everything, asked.training))
    return 0


def take_all(wanted: Wanted) -> None:
    """Every tab in every look; the Train tab last, while the run goes on."""
    from studio import paths
    from studio.ui.app import make_application
    from tools.picture_project import create_picture_project

    application = make_application()
    project = paths.default_project()
    project.parent.mkdir(parents=True)
    create_picture_project(project)
    takers = {
        "data": take_data,
        "augment": take_augment,
        "presets": take_presets,
        "train": take_train,
        "evaluate": take_evaluate,
        "export": take_export,
    }
    with demonstration(project) if wanted.training else nullcontext() as run:
        for tab in wanted.tabs:
            if tab == "train" and run is not None:
                wait_until(application, lambda: run.events.exists() and losses(run) >= LEAST_POINTS)
            for look in wanted.looks:
                with window(application, wanted, tab, look) as camera:
                    takers[tab](camera)


class Camera:
    """A window in one look, and where its pictures go."""

    def __init__(self, application: "QApplication", wanted: Wanted, session: "Session", look: "Look") -> None:
        self.application, self.wanted, self.session, self.look = application, wanted, session, look

    @property
    def takes_dialogs(self) -> bool:
        """Whether dialogs are wanted in this look."""
        return self.wanted.everything or self.look in DIALOG_LOOKS

    def wait(self, settled: Callable[[], bool]) -> None:
        """Let the window work until it is so."""
        wait_until(self.application, settled)

    def rest(self) -> None:
        """Let everything under way come to its end."""
        wait_until(self.application, lambda: not self.session.background.busy, CALM_S)

    def take(self, name: str, widget: "QWidget | None" = None) -> None:
        """One picture of the window, or of a dialog."""
        self.rest()
        # A page that was filled just now is laid out on the next turns only.
        for _turn in range(TURNS):
            self.application.processEvents()
        path = self.wanted.out / f"{name}-{'-'.join(self.look)}.png"
        image = (widget or self.session.window).grab().toImage()
        with_few_colours(image).save(str(path), quality=0)
        sys.stdout.write(f"{path}\n")


def with_few_colours(image: "QImage") -> "QImage":
    """The same in 256 colours chosen for it: a third of the size on disk, and no eye sees it."""
    import numpy as np
    from PySide6.QtGui import QImage

    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    width, height = plain.width(), plain.height()
    pixels = np.frombuffer(plain.constBits(), np.uint32).reshape(height, -1)[:, :width]
    colours, places, counts = np.unique(pixels, return_inverse=True, return_counts=True)
    parts = np.stack([colours >> shift & 255 for shift in (0, 8, 16)], axis=1).astype(np.float64)
    far, nearest = np.full(len(colours), np.inf), np.zeros(len(colours), np.uint8)
    weight, kept = np.sqrt(counts), [int(counts.argmax())]
    for at in range(COLOURS):
        # What is still worst served comes next: a rare badge as well as a large background.
        away = ((parts - parts[kept[at]]) ** 2).sum(axis=1)
        nearest[away < far] = at
        far = np.minimum(far, away)
        kept.append(int((far * weight).argmax()))
    made = np.zeros((height, -(-width // 4) * 4), np.uint8)
    made[:, :width] = nearest[places].reshape(height, width)
    indexed = QImage(made.tobytes(), width, height, made.shape[1], QImage.Format.Format_Indexed8)
    indexed.setColorTable([int(colours[each]) | 0xFF000000 for each in kept[:COLOURS]])
    copied: QImage = indexed.copy()
    return copied


@contextmanager
def window(application: "QApplication", wanted: Wanted, tab: str, look: "Look") -> Iterator[Camera]:
    """A window on the project, in one look."""
    from studio import paths
    from studio.settings import LoadedSettings, Settings
    from studio.ui.app import begin
    from tools.picture_project import ONE

    theme, language = look
    session = begin(application, LoadedSettings(Settings(theme=theme, language=language, author=ONE)))
    session.window.resize(*wanted.size)
    session.show(paths.default_project(), tab)
    camera = Camera(application, wanted, session, look)
    wait_until(application, lambda: not session.background.busy and session.window.current_tab() == tab, CALM_S)
    yield camera
    session.window.retire()
    session.end()


def take_train(camera: Camera) -> None:
    """The run in view and two that ended badly, the forecast, and the X-ray of the examples with all checked."""
    from studio import paths
    from studio.ui.training.page import TrainingPage
    from tools.picture_runs import place_runs, remove_runs

    page = camera.session.window.findChild(TrainingPage)
    if page is None:
        raise LookupError("the window has no Train tab")
    if camera.wanted.training:
        camera.take("train")
    runs = place_runs(paths.default_project(), PRESET, camera.look[1])
    page.desk.list_runs()
    listed = page.runs.model
    for name, run in runs.items():
        wait_until(camera.application, lambda run=run: listed.row_of(run) >= 0)
        page.runs.view.setCurrentIndex(listed.index(listed.row_of(run)))
        camera.take(f"train-{name}")
    remove_runs(runs.values())
    camera.take("train-fit", page.setup.fit)
    page.setup.xray.click()
    dialog = page.start_check.dialog
    if dialog is None:
        raise LookupError("the X-ray did not open")
    camera.rest()
    dialog.longest.click()
    camera.take("train-xray", dialog)
    dialog.reject()


def take_evaluate(camera: Camera) -> None:
    """An evaluation of base and result in each of its views, then the other sections."""
    from tools import picture_evaluate_tab

    picture_evaluate_tab.take_evaluate(camera, PRESET)


def take_export(camera: Camera) -> None:
    """The next export, and two that are proved."""
    from tools import picture_export_tab

    picture_export_tab.take_export(camera, PRESET)


def take_presets(camera: Camera) -> None:
    """Words, both forms, a text with a mistake, and two side by side."""
    from studio.ui.presets.page import PresetsPage

    page = camera.session.window.findChild(PresetsPage)
    if page is None:
        raise LookupError("the window has no Presets tab")
    page.presenter.choose("biomistral-headache-triage")
    camera.take("presets")
    page.show_view("simple")
    camera.take("presets-simple")
    page.show_view("expert")
    camera.take("presets-expert")
    page.show_view("compare")
    page.comparison.right.setCurrentIndex(page.comparison.right.findData("starling-blood-tests"))
    page.comparison.right.activated.emit(page.comparison.right.currentIndex())
    camera.take("presets-compare")
    page.show_view("text")
    page.text.text.give(page.text.text.exact_text().replace("rank: 16", "rank: 0", 1))
    page.text.tell()
    camera.take("presets-text")
    page.presenter.on_discard()


def take_augment(camera: Camera) -> None:
    """Everything chosen, composed by kinds of answer."""
    from studio.ui.augment.page import AugmentPage

    page = camera.session.window.findChild(AugmentPage)
    if page is None:
        raise LookupError("the window has no Augment tab")
    wait_until(camera.application, lambda: bool(page.transformations.rows))
    page.transformations.broad.click()
    page.planning.by.setCurrentIndex(page.planning.by.findData("contract"))
    page.planning.by.activated.emit(page.planning.by.currentIndex())
    wait_until(camera.application, lambda: bool(page.preview.shown) and page.planning.make.isEnabled())
    camera.take("augment")
    page.show_view("drafting")
    camera.take("augment-drafting")


def take_data(camera: Camera) -> None:
    """The sections, then the kinds of example, then the dialogs."""
    from studio.ui.data.page import DataPage

    page = camera.session.window.findChild(DataPage)
    if page is None:
        raise LookupError("the window has no Data tab")
    page.table.selectRow(2)
    for section in ("examples", "overview", "checks", "review", "history"):
        page.show_section(section)
        camera.take(f"data-{section}")
    page.show_section("examples")
    if camera.wanted.everything:
        take_kinds(camera, page)
    if camera.takes_dialogs:
        take_dialogs(camera, page)


def take_kinds(camera: Camera, page: "DataPage") -> None:
    """A data set of each kind."""
    for at in reversed(range(page.header.datasets.count())):
        page.header.datasets.setCurrentIndex(at)
        page.header.datasets.activated.emit(at)
        camera.rest()
        page.table.selectRow(1)
        if at:
            camera.take(f"kind-{at}")
    camera.rest()


def take_dialogs(camera: Camera, page: "DataPage") -> None:
    """Each dialog as its own picture, opened as a user does."""
    from PySide6.QtWidgets import QDialog, QPushButton

    from studio.ui.data.checks.section import ChecksSection
    from studio.ui.data.dialogs.replace_dialog import ReplaceDialog
    from studio.ui.data.overview.section import OverviewSection
    from tools.picture_project import write_import_file

    def taken(name: str, prepare: Callable[[QDialog], None] = lambda _dialog: None) -> None:
        camera.rest()
        dialog = camera.application.activeModalWidget()
        if not isinstance(dialog, QDialog):
            raise LookupError(f"no dialog is open: {name}")
        prepare(dialog)
        camera.take(f"dialog-{name}", dialog)
        dialog.reject()
        camera.rest()

    def seek(dialog: QDialog) -> None:
        if isinstance(dialog, ReplaceDialog):
            dialog.sought.setText("surveillance")
            dialog.substitute.setText("surveillance clinique")

    overview, checks = page.findChild(OverviewSection), page.findChild(ChecksSection)
    if overview is None or checks is None:
        raise LookupError("a section is missing")
    here = page.actions_here
    page.import_files([write_import_file(Path(os.environ["ATELIER_HOME"]))])
    taken("import")
    for name, action in (("export", here.export), ("split", here.share_out), ("folds", here.folds), ("tags", here.tag)):
        action.trigger()
        taken(name)
    here.replace.trigger()
    taken("replace", seek)
    page.show_section("checks")
    for name, pressed in (("contract", checks.contract_button), ("checks", checks.settings_button)):
        pressed.click()
        taken(name)
    page.show_section("overview")
    camera.rest()
    head: list[QPushButton] = [overview.head.sheet_button]
    if overview.sheet is not None:
        head.append(overview.sheet.target_button)
    for name, pressed in zip(("sheet", "target"), head, strict=False):
        pressed.click()
        taken(name)
    page.show_section("examples")


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
