"""`python drive_window.py start PROJECT FILE | watch PROJECT | look PROJECT`: plays the user of a real window.

What the user would see is told as one JSON line each on stdout; `start` never ends by itself, so that it can be killed.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from studio.settings import LoadedSettings, Settings
from studio.ui.app import begin, make_application
from studio.ui.data.importing.dialog import ImportDialog
from studio.ui.session import Session
from studio.ui.training.page import TrainingPage
from studio.ui.training.run_view import RunView

LOOK_MS = 50


def tell(**what: object) -> None:
    """One line for the test that started us."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


class User(QObject):
    """Looks at the window every 50 ms and does the next thing of its plan when it can."""

    def __init__(self, session: Session, plan: list[Callable[["User"], bool]]) -> None:
        super().__init__()
        self.session, self._plan = session, plan
        self.points = -1
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MS)

    def page(self) -> TrainingPage | None:
        return self.session.window.findChild(TrainingPage)

    def view(self) -> RunView | None:
        page = self.page()
        return page.view if page is not None and page.view is not None and page.view.isVisible() else None

    def says(self, text: str) -> bool:
        """Whether a visible label of the window says this."""
        return any(text in each.text() for each in self.session.window.findChildren(QLabel) if each.isVisible())

    def _look(self) -> None:
        if self._plan and self._plan[0](self):
            self._plan.pop(0)


def wait_for_project(user: User) -> bool:
    """The project is open and both tabs are built."""
    if user.page() is None:
        return False
    tell(open=True, torch="torch" in sys.modules)
    return True


def drop(file: Path) -> Callable[[User], bool]:
    """Let a file go over the window, press Enter when it is shown, and wait until its examples are counted."""
    dropped = False

    def act(user: User) -> bool:
        nonlocal dropped
        page = user.page()
        assert page is not None
        if not dropped:
            user.session.window.files_dropped.emit((file,))
            dropped = True
        for dialog in user.session.window.findChildren(ImportDialog):
            if dialog.isVisible() and dialog.import_button.isEnabled():
                QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        if "to learn from" not in page.setup.counts.text() or user.session.background.busy:
            return False
        tell(counts=page.setup.counts.text())
        return True

    return act


def press_start(user: User) -> bool:
    """Go to the Train tab and press Start when it can be pressed."""
    page = user.page()
    assert page is not None
    if not page.isVisible():
        user.session.window.show_tab("train")
        return False
    if not page.setup.start.isEnabled():
        return False
    QTest.mouseClick(page.setup.start, Qt.MouseButton.LeftButton)
    tell(pressed=True)
    return True


def go_to_training(user: User) -> bool:
    """Bring the Train tab to the front."""
    user.session.window.show_tab("train")
    return True


def watch_points(user: User) -> bool:
    """Tell how many loss points are drawn whenever it is more; ends with the run."""
    view = user.view()
    if view is None:
        return False
    points = len(view.curves.loss.points("loss"))
    if points != user.points:
        user.points = points
        tell(points=points, title=view.header.title.text(), state=view.header.state.text())
    return view.header.state.text() in ("Finished", "Stopped", "Failed", "Interrupted")


def tell_end(user: User) -> bool:
    """What the window shows of a run that is over."""
    view = user.view()
    if view is None or (view.header.state.text() == "Finished" and not view.comparison.model.rows):
        return False
    tell(
        end=view.header.state.text(),
        problem=view.problem.message.text(),
        verdict=view.comparison.sentence.text(),
        answer=view.samples.newest(),
    )
    return True


def tell_whether_read_only(user: User) -> bool:
    """What a second window says."""
    page = user.page()
    assert page is not None
    if not page.setup.reason.isVisible():
        return False
    tell(
        banner=user.says("Read only: another window"),
        start=page.setup.start.isEnabled(),
        reason=page.setup.reason.text(),
    )
    return True


def close_window(user: User) -> bool:
    """End as a user ends."""
    user.session.window.close()
    return True


def main(words: list[str]) -> int:
    match words:
        case ["start", project, file]:
            plan = [wait_for_project, drop(Path(file)), press_start, watch_points]
        case ["watch", project]:
            plan = [wait_for_project, go_to_training, watch_points, tell_end, close_window]
        case ["look", project]:
            plan = [wait_for_project, go_to_training, tell_whether_read_only, close_window]
        case _:
            return 2
    application = make_application()
    session = begin(application, LoadedSettings(Settings(language="en")))
    user = User(session, plan)
    session.show(Path(project))
    code = application.exec()
    user.deleteLater()
    session.end()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
