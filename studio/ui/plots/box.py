"""Where the lines of a plot lie: moved with the mouse and with the keys."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

NEAR, FAR = 1, 10
ZOOM = 0.7


class StepBox(pg.ViewBox):
    """Scrolls and zooms along the steps only; a double click shows the whole run again."""

    whole_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.setMouseEnabled(x=True, y=False)

    def mouseDoubleClickEvent(self, event: QEvent) -> None:
        event.accept()
        self.whole_wanted.emit()


class PlotView(pg.GraphicsView):
    """Arrows move along the points, with Shift by ten; + and − zoom; Home and End go to the ends; Escape shows all."""

    moved = Signal(object)  # int: points to go on
    ended = Signal(object)  # bool: to the last point, else to the first
    zoomed = Signal(object)  # float: share of the steps in view to keep
    whole_wanted = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        far = FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else NEAR
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.moved.emit(far if key == Qt.Key.Key_Right else -far)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.ended.emit(key == Qt.Key.Key_End)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoomed.emit(ZOOM)
        elif key == Qt.Key.Key_Minus:
            self.zoomed.emit(1 / ZOOM)
        elif key == Qt.Key.Key_Escape:
            self.whole_wanted.emit()
        else:
            event.ignore()
            return
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.moved.emit(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
