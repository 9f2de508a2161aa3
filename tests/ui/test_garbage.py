"""Circles of objects are cleared away where Qt's objects may be deleted."""

import gc
import threading

from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from studio.ui.garbage import GarbageCollection


def test_circles_are_cleared_on_the_gui_thread_whoever_allocates(qtbot: QtBot) -> None:
    # The application has one; an engine test in the same process may have given Python its own turn back since.
    collection = GarbageCollection()
    died_in = list[threading.Thread]()
    circle: list[object] = [QTimer()]
    circle.append(circle)
    circle[0].destroyed.connect(lambda: died_in.append(threading.current_thread()), Qt.ConnectionType.DirectConnection)
    del circle
    heap = list[list[object]]()
    busy = threading.Thread(target=lambda: heap.extend([] for _each in range(100 * gc.get_threshold()[0])))
    busy.start()
    busy.join()
    assert not died_in
    qtbot.waitUntil(lambda: bool(died_in))
    assert died_in == [threading.main_thread()]
    collection.deleteLater()
