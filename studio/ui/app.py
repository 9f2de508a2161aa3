"""Builds the application once and runs it: first paint first, everything slow afterwards."""

import locale
import signal
import sys
from pathlib import Path

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from studio import paths
from studio.settings import LoadedSettings, load_settings
from studio.ui.crash_report import CrashReporter
from studio.ui.garbage import GarbageCollection
from studio.ui.qt_words import translate_qt
from studio.ui.session import Session
from studio.ui.theme import Theme
from studio.words import _, system_language, use_language


def open_window(project: Path | None, *, tab: str | None = None) -> int:
    """Show the window until it is closed; without a project the last one, else the sample. Answers an exit code."""
    application = make_application()
    reporter = CrashReporter()
    sys.excepthook = reporter.hook
    # Qt's loop does not return to Python to raise KeyboardInterrupt; the project survives being ended at any moment.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    session = begin(application, load_settings())
    reporter.window = session.window
    session.show(project, tab)
    code = application.exec()
    session.end()
    return code


def make_application() -> QApplication:
    """A QApplication that leaves decimal points alone, and no object of Qt to a thread that is not its own."""
    application = QApplication(sys.argv[:1])
    GarbageCollection(application)
    # Qt takes the system's number format; libraries that parse "0.5" break under a French one.
    locale.setlocale(locale.LC_NUMERIC, "C")
    application.setApplicationName("Atelier")
    application.setDesktopFileName("atelier")
    application.setWindowIcon(QIcon(str(paths.RESOURCES / "icons" / "atelier.svg")))
    return application


def begin(application: QApplication, loaded: LoadedSettings) -> Session:
    """The session in the user's language and colours, its window not yet shown."""
    settings = loaded.settings
    use_language(settings.language or system_language())
    theme = Theme(application)
    theme.use(settings.theme)
    translate_qt()
    session = Session(settings, theme, application)
    if loaded.set_aside is not None:
        session.messages.warning(
            _("Your settings could not be read; the usual ones are in use."),
            _("The damaged file is kept as {file}.").format(file=loaded.set_aside),
        )
    return session
