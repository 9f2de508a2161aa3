"""Circles of objects that nobody holds any more, cleared away on the GUI thread alone."""

import atexit
import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 500


class GarbageCollection(QObject):
    """Takes Python's place: it would collect in whichever thread allocates, and delete Qt's objects there.

    A document, a timer or an action deleted outside the thread it lives in ends the process sooner or later.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.setInterval(LOOK_EVERY_MS)
        timer.timeout.connect(self.collect)
        timer.start()
        # While the application still stands: Python's own last collection comes after its end, and widgets need it.
        atexit.register(gc.collect)

    def collect(self) -> None:
        """Clear away what Python itself would by now, the oldest generation that is due and all younger ones."""
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [age for age, (count, limit) in enumerate(counts) if count > limit]
        if due:
            gc.collect(due[-1])
