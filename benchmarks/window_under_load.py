"""What both benchmarks of the window share: a Train tab on a run, and how long its event loop was ever held up."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["ATELIER_HOME"] = tempfile.mkdtemp(prefix="atelier-benchmark-")

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from studio.data.reader import ProjectReader
from studio.settings import Settings
from studio.ui.app import make_application
from studio.ui.background import Background
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import Theme
from studio.ui.training.page import TrainingPage
from tests.ui.training import scenes

BEAT_MS = 5


class Pulse(QObject):
    """Beats every 5 ms; the longest time between two beats is the longest that the window was blocked.

    `busiest` counts the thread's own processor time only: on a busy machine the rest is waiting for a turn.
    """

    def __init__(self) -> None:
        super().__init__()
        self.begin()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start(BEAT_MS)

    def _on_beat(self) -> None:
        now, cpu = time.perf_counter(), time.thread_time()
        self.longest = max(self.longest, now - self._last - BEAT_MS / 1000)
        self.busiest = max(self.busiest, cpu - self._last_cpu)
        self._last, self._last_cpu = now, cpu

    def begin(self) -> None:
        """Forget what was."""
        self.longest = self.busiest = 0.0
        self._last, self._last_cpu = time.perf_counter(), time.thread_time()


def application() -> QApplication:
    made = make_application()
    Theme(made).use("light")
    return made


def new_project() -> Path:
    return scenes.make_project(Path(tempfile.mkdtemp(prefix="atelier-benchmark-")) / "project")


@contextmanager
def train_tab(project: Path) -> Iterator[TrainingPage]:
    """A read-only tab, so that no warm worker disturbs the measurement."""
    background = Background()
    context = ProjectContext(project, ProjectReader(project), None, background)
    page = TrainingPage(context, background, Messages(), Settings())
    page.resize(1440, 900)
    page.show()
    try:
        yield page
    finally:
        page.shut_down()
        context.close()
        background.close()
        page.close()


def spin(app: QApplication, done: Callable[[], bool], limit_s: float) -> None:
    """Run the event loop until `done`; raises TimeoutError."""
    deadline = time.perf_counter() + limit_s
    while not done():
        if time.perf_counter() > deadline:
            raise TimeoutError
        app.processEvents()
        time.sleep(0.001)


def loss_points(page: TrainingPage) -> int:
    return len(page.view.curves.loss.points("loss")) if page.view else 0
