"""`python benchmarks/first_point.py [cold]`: Start pressed in the real window to the first loss point on screen."""

import sys
import time
from pathlib import Path

import window_under_load as window
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio.core.events import Phase
from studio.data.sample import create_sample_project
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalReader
from studio.runs.supervisor import kill_worker
from studio.settings import LoadedSettings, Settings
from studio.ui.app import begin
from studio.ui.training.page import TrainingPage


def main(kind: str) -> None:
    app = window.make_application()
    session = begin(app, LoadedSettings(Settings(language="en")))
    project = window.new_project().with_name("sample")
    create_sample_project(project)
    session.show(project, "train")

    def page() -> TrainingPage:
        found = session.window.findChild(TrainingPage)
        assert found is not None
        return found

    window.spin(app, lambda: session.window.findChild(TrainingPage) is not None, 20)
    window.spin(app, page().setup.start.isEnabled, 20)
    if kind == "warm":
        window.spin(app, lambda: page().desk.warm, 120)
    began = time.time()
    QTest.mouseClick(page().setup.start, Qt.MouseButton.LeftButton)
    window.spin(app, lambda: window.loss_points(page()) > 0, 300)
    took = time.time() - began
    run = RunFolder(next(Path(project).glob("runs/0*")))
    phases = [(event.name, event.at - began) for event in events(run) if isinstance(event, Phase)]
    sys.stdout.write(f"{kind}: first point on screen {took:.2f} s after Start\n")
    for name, at in phases:
        sys.stdout.write(f"  {name:<10} began {at:6.2f} s\n")
    kill_worker(run)
    session.window.close()
    session.end()


def events(run: RunFolder) -> list[object]:
    reader, found = JournalReader(run.events), list[object]()
    while piece := reader.read_new():
        found += piece
    return found


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "warm")
