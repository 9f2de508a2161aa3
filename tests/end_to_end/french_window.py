"""`python french_window.py PROJECT`: types numbers as French people do, and tells one JSON line of what came of it."""

import json
import locale
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from studio.settings import LoadedSettings, Settings
from studio.ui.app import begin, make_application
from studio.ui.session import Session
from studio.ui.training.page import TrainingPage

LOOK_MS = 50
RATE = "training.learning_rate"


def decimal_point() -> str:
    """What C writes between units and tenths in this process, now."""
    return str(locale.localeconv()["decimal_point"])


def type_rate(page: TrainingPage, text: str) -> dict[str, object]:
    """Types a learning rate over the one that is there."""
    setup = page.setup
    setup.more.setChecked(True)
    field = setup.options.field(RATE)
    assert isinstance(field.control, QLineEdit)
    field.control.selectAll()
    QTest.keyClicks(field.control, text)
    recipe = setup.wish().recipe
    return {"shown": field.control.text(), "read": recipe and recipe.training.learning_rate, "note": field.note.text()}


def told(session: Session, page: TrainingPage) -> dict[str, object]:
    labels = "\n".join(each.text() for each in session.window.findChildren(QLabel) if each.isVisible())
    return {
        "label": page.setup.options.field(RATE).label.text(),
        "labels": labels,
        "start": page.setup.start.text(),
        "before": page.setup.options.field(RATE).value(),
        "typed": [type_rate(page, text) for text in ("0,0005", "2e-4", "0.0005", "1,5", "0,0,5")],
        "decimal_point": decimal_point(),
    }


def main(project: str) -> int:
    application = make_application()
    made = decimal_point()
    # No language is chosen, so the system's is taken.
    session = begin(application, LoadedSettings(Settings()))

    def look() -> None:
        page = session.window.findChild(TrainingPage)
        if page is not None and page.isVisible() and page.setup.counts.text() and not session.background.busy:
            looking.stop()
            sys.stdout.write(json.dumps({"made": made} | told(session, page)) + "\n")
            session.window.close()

    looking = QTimer()
    looking.timeout.connect(look)
    looking.start(LOOK_MS)
    session.show(Path(project), "train")
    code = application.exec()
    session.end()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
